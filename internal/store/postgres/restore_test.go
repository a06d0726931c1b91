package postgres_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/postgres"
	"github.com/voxpop-dev/voxpop/internal/store/postgrestest"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
	"github.com/voxpop-dev/voxpop/internal/store/sqlite"
	"github.com/voxpop-dev/voxpop/internal/store/storetest"
)

var withWords = relational.RestoreOptions{Words: storetest.LifeWords}

func filled(t *testing.T) (s *postgres.Store, url string, backup *bytes.Reader) {
	t.Helper()
	url = postgrestest.URL(t)
	s = open(t, url, postgres.Options{})
	storetest.Fill(t, s)
	return s, url, backupOf(t, s)
}

func backupOf(t *testing.T, s storetest.Store) *bytes.Reader {
	t.Helper()
	var b bytes.Buffer
	if err := s.Backup(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(b.Bytes())
}

func TestRestoreEqualsWhatWasBackedUp(t *testing.T) {
	s, _, backup := filled(t)
	url := postgrestest.URL(t)
	done, err := postgres.Restore(t.Context(), url, backup, withWords)
	if err != nil {
		t.Fatal(err)
	}
	if done.Rows["items"] != 301 || done.Kept != "" {
		t.Errorf("restored %+v", done)
	}
	again := open(t, url, postgres.Options{})
	storetest.ExpectSame(t, s, again)
	storetest.ExpectFound(t, again)
	storetest.ExpectClean(t, again)
	storetest.CatchUp(t, again) // numbers go on: nothing that is new collides
	storetest.ExpectClean(t, again)
}

// A store moves from one database to the other and back without losing anything.
func TestRestoreMovesBetweenDatabases(t *testing.T) {
	path := filepath.Join(t.TempDir(), "from.db")
	first, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = first.Close() })
	storetest.Fill(t, first)
	url := postgrestest.URL(t)
	if _, err := postgres.Restore(t.Context(), url, backupOf(t, first), withWords); err != nil {
		t.Fatal(err)
	}
	second := open(t, url, postgres.Options{})
	storetest.ExpectSame(t, first, second)
	storetest.ExpectFound(t, second)
	storetest.ExpectClean(t, second)
	back := filepath.Join(t.TempDir(), "back.db")
	if _, err := sqlite.Restore(t.Context(), back, backupOf(t, second), withWords); err != nil {
		t.Fatal(err)
	}
	third, err := sqlite.Open(t.Context(), back, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = third.Close() })
	storetest.ExpectSame(t, first, third)
	storetest.ExpectFound(t, third)
	storetest.ExpectClean(t, third)
	storetest.CatchUp(t, second)
	storetest.CatchUp(t, third)
	storetest.ExpectClean(t, second)
	storetest.ExpectClean(t, third)
}

func TestRestoreKeepsWhatItReplaces(t *testing.T) {
	s, _, backup := filled(t)
	former, url, _ := filled(t)
	opts := withWords
	opts.Force = true
	if _, err := postgres.Restore(t.Context(), url, backup, opts); !errors.Is(err, voxpop.ErrConflict) || !strings.Contains(err.Error(), "stop voxpop") {
		t.Fatalf("replaced a database in use: %v", err)
	}
	if err := former.Close(); err != nil {
		t.Fatal(err)
	}
	rewind(t, backup)
	if _, err := postgres.Restore(t.Context(), url, backup, withWords); !errors.Is(err, voxpop.ErrConflict) || !strings.Contains(err.Error(), "force") {
		t.Fatalf("replaced data unasked: %v", err)
	}
	rewind(t, backup)
	done, err := postgres.Restore(t.Context(), url, backup, opts)
	if err != nil || !strings.HasPrefix(done.Kept, "before_restore_") {
		t.Fatalf("kept %q, %v", done.Kept, err)
	}
	again := open(t, url, postgres.Options{})
	storetest.ExpectSame(t, s, again)
	storetest.ExpectClean(t, again)
	db, _ := again.JobsDB()
	var n int
	if err := db.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM "+done.Kept+".items").Scan(&n); err != nil || n != 301 {
		t.Errorf("%d of the former items were kept, %v", n, err)
	}
}

// A load that fails half way, here because the backup has a column that this schema lacks, puts the former tables back.
func TestRestorePutsTheFormerTablesBack(t *testing.T) {
	s, _, _ := filled(t)
	db, _ := s.JobsDB()
	if _, err := db.ExecContext(t.Context(), "ALTER TABLE ledger ADD COLUMN extra BIGINT"); err != nil {
		t.Fatal(err)
	}
	strange := backupOf(t, s)
	former, url, _ := filled(t)
	want, err := former.Secret(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := former.Close(); err != nil {
		t.Fatal(err)
	}
	opts := withWords
	opts.Force = true
	if _, err := postgres.Restore(t.Context(), url, strange, opts); !errors.Is(err, voxpop.ErrInvalid) || !strings.Contains(err.Error(), "extra") {
		t.Fatalf("got %v", err)
	}
	again := open(t, url, postgres.Options{})
	if got, err := again.Secret(t.Context()); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the former data is not back: %v", err)
	}
	storetest.ExpectClean(t, again)
	again.Close()

	empty := postgrestest.URL(t)
	rewind(t, strange)
	if _, err := postgres.Restore(t.Context(), empty, strange, withWords); !errors.Is(err, voxpop.ErrInvalid) {
		t.Fatalf("got %v", err)
	}
	fresh := open(t, empty, postgres.Options{}) // nothing half made is in the way
	storetest.Fill(t, fresh)
	storetest.ExpectClean(t, fresh)
}

// An older program meets a newer schema: it refuses to open and to restore, and changes nothing.
func TestOlderProgramRefusesNewerSchema(t *testing.T) {
	s, url, _ := filled(t)
	db, _ := s.JobsDB()
	if _, err := db.ExecContext(t.Context(), "INSERT INTO schema_version (version_id, is_applied) VALUES (999, true)"); err != nil {
		t.Fatal(err)
	}
	if _, err := postgres.Open(t.Context(), url, postgres.Options{}); !errors.Is(err, voxpop.ErrNewerSchema) {
		t.Errorf("open: %v", err)
	}
	var backup bytes.Buffer
	if err := postgres.BackupURL(t.Context(), url, &backup); err != nil {
		t.Errorf("even so it can be backed up: %v", err)
	}
	to := postgrestest.URL(t)
	if _, err := postgres.Restore(t.Context(), to, bytes.NewReader(backup.Bytes()), withWords); !errors.Is(err, voxpop.ErrNewerSchema) {
		t.Errorf("restore: %v", err)
	}
	storetest.Fill(t, open(t, to, postgres.Options{}))
}

func TestRestoreErrorsHideThePassword(t *testing.T) {
	_, err := postgres.Restore(t.Context(), "postgres://u:hunter2@[bad/db", bytes.NewReader(nil), withWords)
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("got %v", err)
	}
	if err := postgres.BackupURL(t.Context(), "postgres://u:hunter2@[bad/db", &bytes.Buffer{}); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("got %v", err)
	}
}

func rewind(t *testing.T, r *bytes.Reader) {
	t.Helper()
	if _, err := r.Seek(0, 0); err != nil {
		t.Fatal(err)
	}
}
