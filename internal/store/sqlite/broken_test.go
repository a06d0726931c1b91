package sqlite_test

import (
	"path/filepath"
	"testing"

	"github.com/voxpop-dev/voxpop/internal/store/relational"
	"github.com/voxpop-dev/voxpop/internal/store/sqlite"
	"github.com/voxpop-dev/voxpop/internal/store/storetest"
)

func TestBrokenWrites(t *testing.T) {
	storetest.ExerciseBroken(t, func(t *testing.T) (storetest.Store, *storetest.Breaker) {
		b := new(storetest.Breaker)
		t.Cleanup(func() { _ = b.Close() })
		return open(t, filepath.Join(t.TempDir(), "voxpop.db"), sqlite.Options{Options: relational.Options{
			Now: storetest.BrokenNow, WrapWriter: b.Wrap,
		}}), b
	})
}
