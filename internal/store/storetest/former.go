package storetest

import (
	"encoding/binary"
	"fmt"
	"regexp"
	"slices"
	"testing"

	"github.com/voxpop-dev/voxpop"
)

// ExerciseSheets makes a database one of the sixth schema, in which every number about a tool was a row of its own, and lets it be migrated:
// what is stored and shown is the same afterwards, to the byte, and whole. second is the text of the second migration, which made those
// tables; open opens the same database each time.
func ExerciseSheets(t *testing.T, second string, open func(t *testing.T) Store) {
	s := open(t)
	former(t, s)
	lifeExpectClean(t, s)
	before, tallies := sheetTables(t, s), toolTally(t, s, voxpop.ToolFilter{})
	if len(tallies) != 2 {
		t.Fatalf("tallies of %d tools", len(tallies))
	}
	intoRows(t, s, second)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t)
	brokenWrite{}.compare(t, "migrated", before, sheetTables(t, s))
	for slug, want := range tallies {
		if got := toolTally(t, s, voxpop.ToolFilter{})[slug]; got != want {
			t.Errorf("%s: migrated %s, was %s", slug, counted(got), counted(want))
		}
	}
	lifeExpectClean(t, s)
}

// former is a store with opinions of every kind: inferred and named, by one and by several parts of a merged tool, in posts and comments, of
// known authors and others, of what is gone or was edited or is not published yet, and by an engine that does not answer yet.
func former(t *testing.T, s Store) {
	t.Helper()
	talking(t, s)
	create(t, s, home(tool("c", "c"), "reddit/cursor"))
	nobody := func(it *voxpop.Item) { it.Author = "" }
	put(t, s, post("t3_8", body("c- b- it")), post("t3_9", body("b- c+"), in("claude")), post("t3_10", body("b+ c+"), in("claude")), post("t3_11", body("b is good it")),
		post("t3_12", body("a here"), nobody, in("claude"), at(noon.AddDate(0, 0, -9))), post("t3_edited", body("b>a good")), post("t3_gone", body("a- b+ b+>a-")))
	settle(t, s, engineA)
	merge(t, s, "b", "c")
	settle(t, s, engineA)
	put(t, s, post("t3_gone", observed(later), state(voxpop.StateDeleted)))
	settle(t, s, engineA)
	if done, err := s.Backfill(ctx, engineB, 4); err != nil || done {
		t.Fatalf("all is done: %v, %v", done, err)
	}
	put(t, s, post("t3_13", body("a- b+ a>b"), in("claude")))
	analyse(t, s, engineB)
	rollUp(t, s)
	put(t, s, post("t3_edited", observed(later), body("a+ good")))
	rollUp(t, s)
	put(t, s, post("t3_14", body("a- b+ a>b"), in("claude"), at(noon.AddDate(0, 0, -3))))
	unpublished := slices.DeleteFunc(pending(t, s), func(p voxpop.PendingItem) bool { return p.Item.ID != id("t3_14") })
	if err := s.Commit(ctx, engineA, analyses(unpublished, engineA, catalog(t, s))); err != nil {
		t.Fatal(err)
	}
}

func sheetTables(t *testing.T, s Store) []string {
	t.Helper()
	rows := slices.Concat(dumpTable(t, s, "tool_sheets", nil), dumpTable(t, s, "tool_days", nil), dumpTable(t, s, "tool_opinions", nil))
	slices.Sort(rows)
	return rows
}

var formerTables = regexp.MustCompile(`(?s)CREATE (?:TABLE|INDEX) (?:tool_cells|tool_community_cells|tool_days|engagement_cells|tool_authors|authors_by_day) .*?;`)

// intoRows takes back what migrations have done since the sixth schema.
func intoRows(t *testing.T, s Store, second string) {
	t.Helper()
	db, _ := s.JobsDB()
	sheets := packedRows(t, s, "SELECT family, source, engine_id, community_id, grain, start, sheet FROM tool_sheets")
	authors := packedRows(t, s, "SELECT '', '', version_id, day, community_id, 0, authors FROM tool_days")
	lifeSQL(t, s, "DROP TABLE receipts", "DROP TABLE labels", "DROP TABLE label_tasks", "DROP TABLE tool_opinions", "DROP TABLE tool_sheets", "DROP TABLE tool_days",
		"ALTER TABLE replicas DROP COLUMN roles", "ALTER TABLE replicas DROP COLUMN engine", "ALTER TABLE engines DROP COLUMN missed", "DROP TABLE allowances", "DROP TABLE former_scores",
		"DELETE FROM schema_version WHERE version_id > 6")
	lifeSQL(t, s, formerTables.FindAllString(second, -1)...)
	insert := func(table string, values ...any) {
		query := "INSERT INTO " + table + " VALUES ("
		for i := range values {
			query += fmt.Sprintf("$%d, ", i+1)
		}
		if _, err := db.ExecContext(lifeContext(t), query[:len(query)-2]+")", values...); err != nil {
			t.Fatalf("%s: %v", table, err)
		}
	}
	for _, r := range sheets {
		for n, b := r.numbers, &r.packed; len(*b) > 0; {
			switch engine, community, grain, start := n[0], n[1], n[2], n[3]; {
			case r.family == "attention":
				insert("engagement_cells", r.source, community, grain, start, b.number(8), b.number(1), b.number(4), b.number(8), b.number(8))
			case r.family != "opinions":
				*b = nil // made of items by the migration
			case community == 0:
				version, _ := b.number(8), b.number(1)
				insert("tool_cells", slices.Concat([]any{engine, version, r.source, grain, start}, b.tally())...)
			default:
				version, kind := b.number(8), []string{"", "post", "comment"}[b.number(1)]
				insert("tool_community_cells", slices.Concat([]any{engine, version, grain, start, community, kind}, b.tally())...)
			}
		}
	}
	for _, r := range authors {
		for b := &r.packed; len(*b) > 0; {
			insert("tool_authors", r.numbers[0], r.numbers[1], r.numbers[2], b.number(8), b.number(4), b.number(4))
		}
	}
}

type packedRow struct {
	family, source string
	numbers        [4]int64
	packed         packedBytes
}

func packedRows(t *testing.T, s Store, query string) (out []packedRow) {
	t.Helper()
	db, _ := s.JobsDB()
	rows, err := db.QueryContext(lifeContext(t), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var r packedRow
		if err := rows.Scan(&r.family, &r.source, &r.numbers[0], &r.numbers[1], &r.numbers[2], &r.numbers[3], &r.packed); err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// packedBytes are numbers of a fixed length, the most significant byte first.
type packedBytes []byte

func (b *packedBytes) take(n int) []byte {
	taken := (*b)[:n]
	*b = (*b)[n:]
	return taken
}

func (b *packedBytes) number(length int) int64 {
	var long [8]byte
	copy(long[8-length:], b.take(length))
	return int64(binary.BigEndian.Uint64(long[:]))
}

// tally is inferred, counts, sums and clusters of a cell of opinions.
func (b *packedBytes) tally() []any {
	return []any{b.number(1), b.number(4), b.number(4), b.number(4), b.number(8), b.number(8), b.take(int(b.number(2))), b.take(int(b.number(2)))}
}
