package sqlite_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/sqlite"
	"github.com/voxpop-dev/voxpop/internal/store/storetest"
)

// TestFullDisk lets every kind of write fail at one place after the other: the file may grow by one page
// more each time. A write that fails says that the database is unavailable and leaves no trace.
func TestFullDisk(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "voxpop.db"), sqlite.Options{})
	items := storetest.Generate(900)
	storetest.Ingest(t, s, items[:100])
	db, _ := s.JobsDB()
	pages := func() (n int) {
		if err := db.QueryRow("PRAGMA page_count").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	limit := func(n int) {
		if _, err := db.Exec(fmt.Sprint("PRAGMA max_page_count = ", n)); err != nil {
			t.Fatal(err)
		}
	}
	engine := voxpop.EngineID{Name: "suite", Version: "1"}
	failures := 0
	until := func(name string, write func() error) {
		t.Helper()
		before := pages()
		for room := 0; ; room += 3 {
			limit(before + room)
			err := write()
			if err == nil {
				break
			}
			failures++
			if !errors.Is(err, voxpop.ErrUnavailable) {
				t.Fatalf("%s with room for %d pages: %v", name, room, err)
			}
			if room%24 == 0 {
				check(t, s)
			}
		}
		limit(1 << 30)
		check(t, s)
	}
	until("put", func() error {
		stored, err := s.Put(t.Context(), "reddit", voxpop.Batch{Items: items[100:], Cursors: map[string][]byte{"a": make([]byte, 9000)}})
		if err == nil && stored.Counts.New != 800 {
			t.Errorf("a failed put left something behind: %+v", stored.Counts)
		}
		return err
	})
	until("commit", func() error {
		pending, err := s.Pending(t.Context(), 1000)
		if err != nil || len(pending) != 800 {
			t.Fatalf("%d pending, %v", len(pending), err)
		}
		done := make([]voxpop.Analysis, len(pending))
		for i, p := range pending {
			done[i] = voxpop.Analysis{PendingID: p.PendingID, RowID: p.RowID, TextRevision: p.TextRevision, Search: p.Item.Body,
				Score: &voxpop.Score{Engine: engine, Label: voxpop.Neutral, Neutral: 1}}
		}
		return s.Commit(t.Context(), engine, done)
	})
	until("rollup", func() error {
		_, _, err := s.RollUp(t.Context(), 1000, true)
		return err
	})
	if sum, err := s.Tally(t.Context(), voxpop.Filter{}); err != nil || sum.Items != 900 || sum.Scored() != 900 {
		t.Errorf("%+v, %v", sum, err)
	}
	if failures < 10 {
		t.Errorf("only %d writes failed", failures)
	}
}

func check(t *testing.T, s *sqlite.Store) {
	t.Helper()
	if err := s.Check(t.Context(), func(problem string) { t.Error(problem) }); err != nil {
		t.Fatal(err)
	}
}
