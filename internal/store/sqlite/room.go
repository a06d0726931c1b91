package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/ncruces/go-sqlite3"
)

// Explain adds what writing beside the database's file fails with. The driver takes a full disk for a failing one
// ("disk I/O error") and by then has forgotten what the system said.
func (d dialect) Explain(err error) error {
	var code sqlite3.ErrorCode
	if !errors.As(err, &code) || code != sqlite3.IOERR {
		return err
	}
	dir := filepath.Dir(d.path)
	if found := room(dir); found != nil {
		return fmt.Errorf("%w: nothing can be written to %s: %w", err, dir, found)
	}
	return err
}

// room tries to write a little into a folder. Its error is the system's own, without a file's name.
func room(dir string) error {
	f, err := os.CreateTemp(dir, ".voxpop-room-*")
	if err == nil {
		_, err = f.Write(make([]byte, 64<<10))
		err = errors.Join(err, f.Close(), os.Remove(f.Name()))
	}
	var named *fs.PathError
	if errors.As(err, &named) {
		return named.Err
	}
	return err
}
