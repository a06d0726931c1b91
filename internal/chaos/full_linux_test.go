package chaos

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop/internal/store/postgrestest"
	"github.com/voxpop-dev/voxpop/internal/store/throwaway"
)

// smallDisk is a file system of its own that can be filled.
type smallDisk struct {
	t    *testing.T
	path string
}

const unmountable = "*** SKIPPED: a file system could not be mounted (%v), so that no disk really ran full. Run this as root. ***"

func newSmallDisk(t *testing.T) smallDisk {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "voxpop-disk-") // PostgreSQL's user must be able to walk there
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Remove(dir) })
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=192m,mode=0700"); err != nil {
		fmt.Fprintf(os.Stderr, unmountable+"\n", err)
		t.Skipf(unmountable, err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return smallDisk{t, dir}
}

func (d smallDisk) filler() string { return filepath.Join(d.path, "filler") }

// fill leaves no byte free.
func (d smallDisk) fill() {
	d.t.Helper()
	f, err := os.Create(d.filler())
	if err != nil {
		d.t.Fatal(err)
	}
	defer f.Close()
	for size := 1 << 20; size > 0; size /= 2 {
		for err = nil; err == nil; {
			_, err = f.Write(make([]byte, size))
		}
		if !errors.Is(err, syscall.ENOSPC) {
			d.t.Fatal(err)
		}
	}
}

func (d smallDisk) free() {
	d.t.Helper()
	if err := os.Remove(d.filler()); err != nil {
		d.t.Fatal(err)
	}
}

// runsFull fills the disk in the middle of a cycle that brings half a day of items, and the file system's last free
// pages by pushing. The program says so, goes on answering, and collects again when there is room, without a restart.
func (s *served) runsFull(disk smallDisk, words string) {
	s.t.Helper()
	s.world.clock.Advance(12 * time.Hour)
	if status, err := s.child.call(http.MethodPost, "/admin/collect", nil, nil); err != nil || status != http.StatusAccepted {
		s.t.Fatalf("asking for a cycle: %d, %v", status, err)
	}
	disk.fill()
	s.pushUntilFull()
	s.answers("while the disk is full", time.Duration(number(s.t, envOutage, 3))*time.Second, http.StatusOK)
	if log := s.child.stderr.text(); !strings.Contains(log, words) {
		s.t.Errorf("the log does not say %q:\n%s", words, log)
	}
	s.health(http.StatusOK)
	disk.free()
	s.collects("after there was room again")
	s.answers("afterwards", time.Second/10, http.StatusOK)
}

// pushUntilFull pushes until a push is refused for want of the database.
func (s *served) pushUntilFull() {
	s.t.Helper()
	for n := range 400 {
		items := make([]map[string]any, 40)
		for i := range items {
			items[i] = map[string]any{
				"id": fmt.Sprint("full", n, "_", i), "source": "forum", "kind": "post", "community": "talk",
				"title": "A long post", "body": strings.Repeat("I love how good this works. ", 800), "created_utc": s.world.begin.Unix(),
			}
		}
		status, err := s.child.call(http.MethodPost, "/items", map[string]any{"items": items}, nil)
		switch {
		case err != nil:
			s.t.Fatal(err)
		case status == http.StatusServiceUnavailable:
			s.t.Logf("push %d was refused", n)
			return
		case status != http.StatusOK:
			s.t.Fatalf("a push is answered with %d", status)
		}
	}
	s.t.Fatal("the disk never was full")
}

func TestDiskReallyFullSQLite(t *testing.T) {
	t.Parallel()
	disk := newSmallDisk(t)
	d := sqliteFile{filepath.Join(disk.path, "voxpop.db")}
	s := newServed(t, d.url())
	s.runsFull(disk, "no space left on device")
	s.clean(d)
}

// The tables lie on the small disk and PostgreSQL's log does not: a full disk under the log ends the server, which
// TestDatabaseGone is about.
func TestDiskReallyFullPostgreSQL(t *testing.T) {
	t.Parallel()
	postgrestest.URL(t) // skips where PostgreSQL is left out
	disk := newSmallDisk(t)
	if u, err := user.Lookup("postgres"); err == nil {
		uid, _ := strconv.Atoi(u.Uid)
		if err := os.Chown(disk.path, uid, -1); err != nil {
			t.Fatal(err)
		}
	}
	server, err := throwaway.Start(throwaway.Fleeting)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	d := postgresDatabase{server.URL}
	d.change(t, "CREATE TABLESPACE small LOCATION '"+disk.path+"'")
	d.change(t, "ALTER ROLE voxpop SET default_tablespace = 'small'")
	s := newServed(t, d.url())
	s.runsFull(disk, "SQLSTATE 53100")
	s.clean(d)
}
