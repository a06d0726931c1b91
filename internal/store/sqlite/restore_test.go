package sqlite_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
	"github.com/voxpop-dev/voxpop/internal/store/sqlite"
	"github.com/voxpop-dev/voxpop/internal/store/storetest"
)

func filled(t *testing.T) (*sqlite.Store, *bytes.Reader) {
	t.Helper()
	s := open(t, filepath.Join(t.TempDir(), "from.db"), sqlite.Options{})
	storetest.Fill(t, s)
	var b bytes.Buffer
	if err := s.Backup(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return s, bytes.NewReader(b.Bytes())
}

var withWords = relational.RestoreOptions{Words: storetest.LifeWords}

func TestRestoreEqualsWhatWasBackedUp(t *testing.T) {
	s, backup := filled(t)
	path := filepath.Join(t.TempDir(), "new folder", "to.db")
	var rows int64
	opts := withWords
	opts.Progress = func(n int64) { rows = n }
	done, err := sqlite.Restore(t.Context(), path, backup, opts)
	if err != nil {
		t.Fatal(err)
	}
	if done.Rows["items"] != 301 || done.Kept != "" || rows < 301 || done.Header.Dialect != "sqlite" {
		t.Errorf("restored %+v, progress %d", done, rows)
	}
	again := open(t, path, sqlite.Options{})
	storetest.ExpectSame(t, s, again)
	storetest.ExpectFound(t, again)
	storetest.ExpectClean(t, again)
	// It goes on counting where the former did.
	storetest.CatchUp(t, s)
	storetest.CatchUp(t, again)
	storetest.ExpectClean(t, again)
	names, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*restoring*"))
	if err != nil || len(names) > 0 {
		t.Errorf("left behind: %v, %v", names, err)
	}
}

func TestRestoreWithoutWordsQueuesForAnalysis(t *testing.T) {
	_, backup := filled(t)
	path := filepath.Join(t.TempDir(), "to.db")
	if _, err := sqlite.Restore(t.Context(), path, backup, relational.RestoreOptions{}); err != nil {
		t.Fatal(err)
	}
	s := open(t, path, sqlite.Options{})
	storetest.ExpectClean(t, s)
	storetest.CatchUp(t, s)
	storetest.ExpectFound(t, s)
	storetest.ExpectClean(t, s)
}

func TestRestoreKeepsWhatItReplaces(t *testing.T) {
	s, backup := filled(t)
	path := filepath.Join(t.TempDir(), "to.db")
	for i, kept := range []string{"to.db.before-restore", "to.db.before-restore-2"} {
		former := open(t, path, sqlite.Options{})
		if i == 0 {
			storetest.Fill(t, former)
		}
		want, err := former.Secret(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := former.Close(); err != nil {
			t.Fatal(err)
		}
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := sqlite.Restore(t.Context(), path, backup, withWords); !errors.Is(err, voxpop.ErrConflict) || !strings.Contains(err.Error(), "force") {
			t.Fatalf("replaced data unasked: %v", err)
		}
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
			t.Fatalf("a refused restore changed the file, %v", err)
		}
		opts := withWords
		opts.Force = true
		done, err := sqlite.Restore(t.Context(), path, backup, opts)
		if err != nil || filepath.Base(done.Kept) != kept {
			t.Fatalf("kept %q, %v, want %q", done.Kept, err, kept)
		}
		if _, err := backup.Seek(0, 0); err != nil {
			t.Fatal(err)
		}
		old := open(t, done.Kept, sqlite.Options{})
		if got, err := old.Secret(t.Context()); err != nil || !bytes.Equal(got, want) {
			t.Errorf("what was kept is not what was there: %v", err)
		}
		now := open(t, path, sqlite.Options{})
		storetest.ExpectSame(t, s, now)
		if err := now.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRestoreRefusesADatabaseInUse(t *testing.T) {
	_, backup := filled(t)
	path := filepath.Join(t.TempDir(), "to.db")
	used := open(t, path, sqlite.Options{})
	if err := used.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	opts := withWords
	opts.Force = true
	if _, err := sqlite.Restore(t.Context(), path, backup, opts); !errors.Is(err, voxpop.ErrConflict) || !strings.Contains(err.Error(), "stop voxpop") {
		t.Fatalf("got %v", err)
	}
	storetest.Fill(t, used)
	storetest.ExpectClean(t, used)
}

func TestRestoreReplacesADamagedFileWhenForced(t *testing.T) {
	s, backup := filled(t)
	path := filepath.Join(t.TempDir(), "to.db")
	junk := bytes.Repeat([]byte("this was a database once"), 1000)
	if err := os.WriteFile(path, junk, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Restore(t.Context(), path, backup, withWords); !errors.Is(err, voxpop.ErrConflict) {
		t.Fatalf("got %v", err)
	}
	opts := withWords
	opts.Force = true
	if _, err := backup.Seek(0, 0); err != nil {
		t.Fatal(err)
	}
	done, err := sqlite.Restore(t.Context(), path, backup, opts)
	if err != nil {
		t.Fatal(err)
	}
	if kept, err := os.ReadFile(done.Kept); err != nil || !bytes.Equal(kept, junk) {
		t.Errorf("the damaged file was not kept: %v", err)
	}
	storetest.ExpectSame(t, s, open(t, path, sqlite.Options{}))
}

func TestRestoreLeavesEverythingWhenTheBackupIsBad(t *testing.T) {
	_, backup := filled(t)
	whole := make([]byte, backup.Len())
	if _, err := backup.Read(whole); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "to.db")
	flipped := bytes.Clone(whole)
	flipped[len(flipped)/2] ^= 4
	for name, bad := range map[string][]byte{"cut": whole[:len(whole)-9], "flipped": flipped, "empty": nil, "other": []byte("SQLite format 3")} {
		_, err := sqlite.Restore(t.Context(), path, bytes.NewReader(bad), withWords)
		if !errors.Is(err, voxpop.ErrInvalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if names, err := os.ReadDir(dir); err != nil || len(names) > 0 {
		t.Errorf("left behind: %v, %v", names, err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := sqlite.Restore(ctx, path, bytes.NewReader(whole), withWords); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if names, err := os.ReadDir(dir); err != nil || len(names) > 0 {
		t.Errorf("left behind: %v, %v", names, err)
	}
}

// A connection that has looked at the search index before must not take a merged one for a damaged one.
func TestCheckAfterMergingTheSearchIndex(t *testing.T) {
	opts := sqlite.Options{}
	opts.Readers = 1
	s := open(t, filepath.Join(t.TempDir(), "merged.db"), opts)
	for n := range 3 { // each time the index gets a segment
		native := fmt.Sprintf("n%d", n)
		it := voxpop.Item{ID: voxpop.ItemID{Source: "reddit", Native: native}, Kind: voxpop.KindPost, Community: "aws",
			Title: "title " + native, ThreadID: native, Created: time.Unix(1e9, 0), State: voxpop.StateLive}
		if _, err := s.Put(t.Context(), "reddit", voxpop.Batch{Items: []voxpop.Item{it}}); err != nil {
			t.Fatal(err)
		}
		storetest.CatchUp(t, s)
	}
	storetest.ExpectClean(t, s)
	storetest.BlankOne(t, s, "gone")
	if err := s.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	storetest.ExpectClean(t, s)
}

// An older program meets a newer schema: it refuses to open, to migrate and to restore, and changes nothing.
func TestOlderProgramRefusesNewerSchema(t *testing.T) {
	s, _ := filled(t)
	db, _ := s.JobsDB()
	if _, err := db.ExecContext(t.Context(), "INSERT INTO schema_version (version_id, is_applied) VALUES (999, 1)"); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Open(t.Context(), s.Path(), sqlite.Options{}); !errors.Is(err, voxpop.ErrNewerSchema) {
		t.Errorf("open: %v", err)
	}
	var backup bytes.Buffer
	if err := sqlite.BackupFile(t.Context(), s.Path(), &backup); err != nil {
		t.Errorf("even so it can be backed up: %v", err)
	}
	to := filepath.Join(t.TempDir(), "to.db")
	if _, err := sqlite.Restore(t.Context(), to, bytes.NewReader(backup.Bytes()), withWords); !errors.Is(err, voxpop.ErrNewerSchema) {
		t.Errorf("restore: %v", err)
	}
	if _, err := os.Stat(to); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a refused restore left a file: %v", err)
	}
}
