package postgres_test

import (
	"os"
	"testing"

	"github.com/voxpop-dev/voxpop/internal/store/postgres"
	"github.com/voxpop-dev/voxpop/internal/store/postgrestest"
	"github.com/voxpop-dev/voxpop/internal/store/storetest"
)

func TestRowsBecomeSheets(t *testing.T) {
	second, err := os.ReadFile("migrations/00002_tools.sql")
	if err != nil {
		t.Fatal(err)
	}
	url := postgrestest.URL(t)
	storetest.ExerciseSheets(t, string(second), func(t *testing.T) storetest.Store { return open(t, url, postgres.Options{}) })
}
