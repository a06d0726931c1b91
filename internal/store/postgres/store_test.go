package postgres_test

import (
	"flag"
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
	few(t)
	storetest.Exercise(t, func(t *testing.T) storetest.Store {
		return open(t, postgrestest.URL(t), postgres.Options{})
	})
}

func TestRollupAside(t *testing.T) {
	few(t)
	storetest.ExerciseRollupAside(t, func(t *testing.T, between func()) storetest.Store {
		return open(t, postgrestest.URL(t), postgres.Options{Options: relational.Options{RolledAside: between}})
	})
}

func TestPages(t *testing.T) {
	storetest.ExercisePages(t, func(t *testing.T, effort int) storetest.Store {
		return open(t, postgrestest.URL(t), postgres.Options{Options: relational.Options{SearchEffort: effort}})
	})
}

// few lets each property of a test go through twenty random histories, unless -rapid.checks asks for more. A statement takes a server many times as long
// as it takes SQLite, which goes through a hundred, and the suite has to fit into the minutes of `make test`.
func few(t *testing.T) {
	t.Helper()
	checks := flag.Lookup("rapid.checks")
	former := checks.Value.String()
	if former != checks.DefValue {
		return
	}
	if err := checks.Value.Set("20"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := checks.Value.Set(former); err != nil {
			t.Error(err)
		}
	})
}
