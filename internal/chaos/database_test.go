package chaos

import (
	"context"
	"database/sql"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	sqlite "github.com/ncruces/go-sqlite3/driver"
	"github.com/voxpop-dev/voxpop/internal/store/postgres"
	"github.com/voxpop-dev/voxpop/internal/store/postgrestest"
)

// database is what the child works on, as the tests see it from outside.
type database interface {
	url() string
	// look opens it for reading in the state the last process left it in.
	look(t *testing.T) *sql.DB
	// change runs a statement while no voxpop runs.
	change(t *testing.T, statement string, args ...any)
	// fresh is another, empty database of the same kind.
	fresh(t *testing.T) database
}

type sqliteFile struct{ path string }

func newSQLite(t *testing.T) database { return sqliteFile{filepath.Join(t.TempDir(), "chaos.db")} }

func (f sqliteFile) url() string { return "sqlite:" + f.path }

func (f sqliteFile) fresh(t *testing.T) database { return newSQLite(t) }

// look opens a copy: opening the file itself would recover the log, which is left to the program.
func (f sqliteFile) look(t *testing.T) *sql.DB {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy.db")
	for _, suffix := range []string{"", "-wal"} {
		if err := copyFile(f.path+suffix, to+suffix); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	return f.open(t, to)
}

func (sqliteFile) open(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sqlite.Open("file:" + filepath.ToSlash(path) + "?_pragma=busy_timeout(10000)&_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func (f sqliteFile) change(t *testing.T, statement string, args ...any) {
	t.Helper()
	db := f.open(t, f.path)
	defer db.Close()
	if _, err := db.Exec(statement, args...); err != nil {
		t.Fatal(err)
	}
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	defer out.Close()
	_, err = io.Copy(out, in)
	return err
}

type postgresDatabase struct{ address string }

func newPostgres(t *testing.T) database { return postgresDatabase{postgrestest.URL(t)} }

func (p postgresDatabase) url() string { return p.address }

func (p postgresDatabase) fresh(t *testing.T) database { return newPostgres(t) }

func (p postgresDatabase) look(t *testing.T) *sql.DB {
	t.Helper()
	config, err := pgx.ParseConfig(p.address)
	if err != nil {
		t.Fatal(err)
	}
	config.DialFunc = postgres.Patient(config.DialFunc)
	return stdlib.OpenDB(*config)
}

func (p postgresDatabase) change(t *testing.T, statement string, args ...any) {
	t.Helper()
	db := p.look(t)
	defer db.Close()
	if _, err := db.ExecContext(context.Background(), statement, args...); err != nil {
		t.Fatal(err)
	}
}

// ids returns the items that are committed, by id, and whether each still has its text.
func ids(t *testing.T, d database) map[string]bool {
	t.Helper()
	db := d.look(t)
	defer db.Close()
	rows, err := db.Query("SELECT source || '/' || native, state FROM items")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[string]bool{}
	for rows.Next() {
		var id, state string
		if err := rows.Scan(&id, &state); err != nil {
			t.Fatal(err)
		}
		if _, twice := out[id]; twice {
			t.Errorf("%s is stored twice", id)
		}
		out[id] = state == "live"
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// left is what a killed process left undone.
func left(t *testing.T, d database) (cycle, pending, dirty, blanked bool) {
	t.Helper()
	db := d.look(t)
	defer db.Close()
	for query, into := range map[string]*bool{
		"SELECT COUNT(*) FROM cycles WHERE open = 1": &cycle, "SELECT COUNT(*) FROM pending": &pending,
		"SELECT COUNT(*) FROM dirty": &dirty, "SELECT COUNT(*) FROM meta WHERE key = 'blanked'": &blanked,
	} {
		var n int
		if err := db.QueryRow(query).Scan(&n); err != nil {
			t.Fatal(err)
		}
		*into = n > 0
	}
	return cycle, pending, dirty, blanked
}

const activityQuery = `SELECT pid || ' ' || backend_type || ' ' || COALESCE(state, '') || ', waits for ' || COALESCE(wait_event, 'nothing') ||
	', blocked by ' || pg_blocking_pids(pid)::text || ', since ' || COALESCE(now() - query_start, '0')::text || ': ' || left(query, 100)
	FROM pg_stat_activity WHERE datname = current_database() ORDER BY query_start`

// activity is what the sessions of a server are doing, for the report of a failure.
func activity(t *testing.T, d database) string {
	p, ok := d.(postgresDatabase)
	if !ok {
		return ""
	}
	return p.lines(t, activityQuery)
}

// lines are the rows of a query, which has one column, or why there are none.
func (p postgresDatabase) lines(t *testing.T, query string) (out string) {
	db := p.look(t)
	defer db.Close()
	rows, err := db.QueryContext(context.Background(), query)
	if err != nil {
		return err.Error()
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return err.Error()
		}
		out += line + "\n"
	}
	if err := rows.Err(); err != nil {
		return err.Error()
	}
	return out
}
