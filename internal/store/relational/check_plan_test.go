package relational

import (
	"database/sql"
	"os"
	"strings"
	"testing"

	"github.com/ncruces/go-sqlite3/driver"
	"github.com/ncruces/go-sqlite3/ext/fts5"
	"github.com/pressly/goose/v3"
)

// An import leaves as many pending rows as items. A rule that reads them all for each item
// would check a large database for hours.
func TestNoRuleScansATableForEachRow(t *testing.T) {
	db, err := driver.Open("file::memory:", fts5.Register)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	migrations, err := goose.NewProvider(goose.DialectSQLite3, db, os.DirFS("../sqlite/migrations"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := migrations.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, r := range append(commonRules, toolRules...) {
		for _, step := range repeatedScans(t, db, r.query) {
			t.Errorf("%q: for each row: %s", r.broken, step)
		}
	}
}

// small are tables with few rows, which may be read again and again.
var small = []string{"communities", "engines", "cycles", "publication", "tools", "tool_versions", "catalog", "reanalyses"}

// repeatedScans are the steps of a query's plan that read a whole table for each row of another.
func repeatedScans(t *testing.T, db *sql.DB, query string) (steps []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	correlated := map[int]bool{}
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		correlated[id] = correlated[parent] || strings.HasPrefix(step, "CORRELATED")
		if correlated[id] && strings.HasPrefix(step, "SCAN ") && !readsSmall(query, strings.Fields(step)[1]) {
			steps = append(steps, step)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return steps
}

func readsSmall(query, alias string) bool {
	for _, table := range small {
		if alias == table || strings.Contains(query, table+" "+alias) {
			return true
		}
	}
	return false
}
