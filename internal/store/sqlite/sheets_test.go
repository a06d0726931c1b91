package sqlite_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/voxpop-dev/voxpop/internal/store/sqlite"
	"github.com/voxpop-dev/voxpop/internal/store/storetest"
)

func TestRowsBecomeSheets(t *testing.T) {
	second, err := os.ReadFile("migrations/00002_tools.sql")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "former.db")
	storetest.ExerciseSheets(t, string(second), func(t *testing.T) storetest.Store { return open(t, path, sqlite.Options{}) })
}
