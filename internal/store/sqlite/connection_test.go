package sqlite

import (
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/ncruces/go-sqlite3"
)

// alone opens a pool of one connection over a table t with the numbers 1 to 3, and returns the connection.
func alone(t *testing.T) (*sql.Conn, *connection) {
	t.Helper()
	db, err := openPool(writerDSN(filepath.Join(t.TempDir(), "c.db"), false))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("CREATE TABLE t (n INTEGER PRIMARY KEY); INSERT INTO t VALUES (1), (2), (3)"); err != nil {
		t.Fatal(err)
	}
	c, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	var inner *connection
	_ = c.Raw(func(raw any) error { inner = raw.(*connection); return nil })
	return c, inner
}

func idleStatement(c *connection, query string) sqldriver.Stmt { return c.idle[query] }

func TestStatementsAreKept(t *testing.T) {
	c, inner := alone(t)
	const insert, count = "INSERT INTO t VALUES (?)", "SELECT COUNT(*) FROM t WHERE n > ?"
	var kept [2]sqldriver.Stmt
	for i := range kept {
		if _, err := c.ExecContext(t.Context(), insert, 10+i); err != nil {
			t.Fatal(err)
		}
		kept[i] = idleStatement(inner, insert)
	}
	if kept[0] == nil || kept[0] != kept[1] {
		t.Errorf("the statement was prepared anew: %v, %v", kept[0], kept[1])
	}
	for above, want := range map[int]int{0: 5, 3: 2, 10: 1} {
		var got int
		if err := c.QueryRowContext(t.Context(), count, above).Scan(&got); err != nil || got != want {
			t.Errorf("%d rows above %d, %v; want %d", got, above, err, want)
		}
	}
	if idleStatement(inner, count) == nil {
		t.Error("the query was not kept")
	}
}

// A text can run while it is running already, and a row that was not read to the end leaves nothing behind.
func TestOneTextTwiceAtATime(t *testing.T) {
	c, inner := alone(t)
	const query = "SELECT n FROM t WHERE n >= ? ORDER BY n"
	tx, err := c.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	outer, err := tx.QueryContext(t.Context(), query, 1)
	if err != nil {
		t.Fatal(err)
	}
	var seen []int
	for outer.Next() {
		var a, b int
		if err := errors.Join(outer.Scan(&a), tx.QueryRowContext(t.Context(), query, 3).Scan(&b)); err != nil {
			t.Fatal(err)
		}
		seen = append(seen, a, b)
	}
	if got := fmt.Sprint(seen, outer.Close()); got != "[1 3 2 3 3 3] <nil>" {
		t.Error(got)
	}
	if len(inner.idle) != 1 {
		t.Errorf("%d statements wait, want 1", len(inner.idle))
	}
}

func TestAFailedStatementIsNotKept(t *testing.T) {
	c, inner := alone(t)
	const insert = "INSERT INTO t VALUES (?)"
	if _, err := c.ExecContext(t.Context(), insert, 1); !errors.Is(err, sqlite3.CONSTRAINT) {
		t.Errorf("error %v, want a constraint's", err)
	}
	if idleStatement(inner, insert) != nil {
		t.Error("it was kept")
	}
	if _, err := c.ExecContext(t.Context(), insert, 1, 2); !errors.Is(err, errArguments) {
		t.Errorf("error %v for too many arguments", err)
	}
	if _, err := c.ExecContext(t.Context(), insert, 4); err != nil {
		t.Error(err)
	}
}

func TestIdleStatementsAreBounded(t *testing.T) {
	c, inner := alone(t)
	for i := range 2 * maxIdle {
		var n int
		if err := c.QueryRowContext(t.Context(), fmt.Sprintf("SELECT n + %d FROM t WHERE n = ?", i), 1).Scan(&n); err != nil || n != i+1 {
			t.Fatal(n, err)
		}
	}
	if len(inner.idle) != maxIdle {
		t.Errorf("%d statements wait, want %d", len(inner.idle), maxIdle)
	}
}

// A statement that was kept sees the schema of today.
func TestKeptStatementsFollowTheSchema(t *testing.T) {
	c, _ := alone(t)
	const query = "SELECT n FROM t WHERE n = ?"
	for _, change := range []string{"", "ALTER TABLE t ADD COLUMN m INTEGER", "CREATE INDEX t_by_m ON t (m)", "VACUUM"} {
		if _, err := c.ExecContext(t.Context(), change); err != nil {
			t.Fatal(change, err)
		}
		var n int
		if err := c.QueryRowContext(t.Context(), query, 2).Scan(&n); err != nil || n != 2 {
			t.Errorf("after %q: %d, %v", change, n, err)
		}
	}
}
