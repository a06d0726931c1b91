package sqlite_test

import (
	"path/filepath"
	"testing"

	"github.com/voxpop-dev/voxpop/internal/store/relational"
	"github.com/voxpop-dev/voxpop/internal/store/sqlite"
	"github.com/voxpop-dev/voxpop/internal/store/storetest"
)

func open(t testing.TB, path string, opts sqlite.Options) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path, opts)
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
	storetest.Few(t, 60)
	storetest.Exercise(t, func(t *testing.T) storetest.Store {
		return open(t, filepath.Join(t.TempDir(), "a folder?", "voxpop #1.db"), sqlite.Options{})
	})
}

func TestRollupAside(t *testing.T) {
	storetest.Few(t, 60)
	storetest.ExerciseRollupAside(t, func(t *testing.T, between func()) storetest.Store {
		return open(t, filepath.Join(t.TempDir(), "voxpop.db"), sqlite.Options{Options: relational.Options{RolledAside: between}})
	})
}

func TestPages(t *testing.T) {
	storetest.Few(t, 60)
	storetest.ExercisePages(t, func(t *testing.T, effort int) storetest.Store {
		return open(t, filepath.Join(t.TempDir(), "voxpop.db"), sqlite.Options{Options: relational.Options{SearchEffort: effort}})
	})
}
