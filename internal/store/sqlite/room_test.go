package sqlite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ncruces/go-sqlite3"
)

func TestExplain(t *testing.T) {
	ioerr := fmt.Errorf("commit: %w", sqlite3.IOERR)
	gone := dialect{filepath.Join(t.TempDir(), "gone", "voxpop.db")}
	if err := gone.Explain(ioerr); !errors.Is(err, os.ErrNotExist) || !errors.Is(err, sqlite3.IOERR) || strings.Contains(err.Error(), "voxpop-room") {
		t.Errorf("%v", err)
	}
	dir := t.TempDir()
	sound := dialect{filepath.Join(dir, "voxpop.db")}
	if err := sound.Explain(ioerr); err != ioerr {
		t.Errorf("with room on the disk: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if err := gone.Explain(sqlite3.BUSY); !errors.Is(err, sqlite3.BUSY) || strings.Contains(err.Error(), "written") {
		t.Errorf("%v", err)
	}
}
