package postgres

import (
	"context"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/postgrestest"
	"github.com/voxpop-dev/voxpop/internal/store/storetest"
)

// Every second of a slice is covered by exactly one of its marks, and no second outside the hours of its ends by any.
func TestMarksCoverTheirSlice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		since := rapid.Int64Range(0, 4_000_000_000).Draw(t, "since")
		until := since + rapid.Int64Range(1, 200*markedDay).Draw(t, "length")
		marks := marksOf(since, until)
		covering := func(at int64) (n int) {
			for mark := range strings.FieldsSeq(sliceMarks(at)) {
				if slices.Contains(marks, mark) {
					n++
				}
			}
			return n
		}
		inside := rapid.Int64Range(since, until-1).Draw(t, "inside")
		first, end := since-since%markedHour, until+markedHour-1-(until+markedHour-1)%markedHour
		for at, want := range map[int64]int{since: 1, until - 1: 1, inside: 1, first - 1: 0, end: 0} {
			if at >= 0 && covering(at) != want {
				t.Fatalf("second %d is covered by %d marks of %v, want %d", at, covering(at), marks, want)
			}
		}
		if len(marks) > 2*(23+31)+6 {
			t.Fatalf("%d marks", len(marks))
		}
	})
}

// Texts indexed before migration 3 must get the marks that texts get now.
func TestMigrationWritesTheSameMarks(t *testing.T) {
	ctx := context.Background()
	s, err := Open(ctx, postgrestest.URL(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Put(ctx, "reddit", voxpop.Batch{Items: storetest.Generate(50)}); err != nil {
		t.Fatal(err)
	}
	waiting, err := s.Pending(ctx, 50)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Commit(ctx, storetest.BenchEngine, storetest.Analyses(waiting)); err != nil {
		t.Fatal(err)
	}
	db, _ := s.JobsDB()
	text, err := migrations.ReadFile("migrations/00003_slices.sql")
	if err != nil {
		t.Fatal(err)
	}
	words := func() (all string) {
		t.Helper()
		if err := db.QueryRowContext(ctx, "SELECT string_agg(words::text, '|' ORDER BY item_id) FROM texts").Scan(&all); err != nil {
			t.Fatal(err)
		}
		return all
	}
	want := words()
	_, err = db.ExecContext(ctx, `UPDATE texts SET words = ts_delete(words, ARRAY(SELECT lexeme FROM unnest(words) WHERE lexeme LIKE '@%'))`)
	if err != nil {
		t.Fatal(err)
	}
	if words() == want {
		t.Fatal("there were no marks")
	}
	for statement := range strings.SplitSeq(string(text), ";\n") {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	if got := words(); got != want {
		t.Errorf("migrated %.200s\nwritten %.200s", got, want)
	}
}
