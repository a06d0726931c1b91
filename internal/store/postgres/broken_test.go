package postgres_test

import (
	"testing"

	"github.com/voxpop-dev/voxpop/internal/store/postgres"
	"github.com/voxpop-dev/voxpop/internal/store/postgrestest"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
	"github.com/voxpop-dev/voxpop/internal/store/storetest"
)

func TestBrokenWrites(t *testing.T) {
	storetest.ExerciseBroken(t, func(t *testing.T) (storetest.Store, *storetest.Breaker) {
		b := new(storetest.Breaker)
		t.Cleanup(func() { _ = b.Close() })
		return open(t, postgrestest.URL(t), postgres.Options{Options: relational.Options{
			Now: storetest.BrokenNow, WrapWriter: b.Wrap,
		}}), b
	})
}
