package postgres_test

import (
	"testing"

	"github.com/voxpop-dev/voxpop/internal/store/postgres"
	"github.com/voxpop-dev/voxpop/internal/store/postgrestest"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
	"github.com/voxpop-dev/voxpop/internal/store/storetest"
)

func open(t testing.TB, url string, opts postgres.Options) *postgres.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), url, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestStore(t *testing.T) {
	storetest.Few(t, 12)
	storetest.Exercise(t, func(t *testing.T) storetest.Store {
		return open(t, postgrestest.URL(t), postgres.Options{})
	})
}

func TestRollupAside(t *testing.T) {
	storetest.Few(t, 12)
	storetest.ExerciseRollupAside(t, func(t *testing.T, between func()) storetest.Store {
		return open(t, postgrestest.URL(t), postgres.Options{Options: relational.Options{RolledAside: between}})
	})
}

func TestPages(t *testing.T) {
	storetest.Few(t, 60)
	storetest.ExercisePages(t, func(t *testing.T, effort int) storetest.Store {
		return open(t, postgrestest.URL(t), postgres.Options{Options: relational.Options{SearchEffort: effort}})
	})
}
