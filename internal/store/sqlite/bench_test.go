package sqlite_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/sqlite"
	"github.com/voxpop-dev/voxpop/internal/store/storetest"
)

const benchItems = 20000

// BenchmarkIngest measures the whole way of 20,000 items into the store, and its stages; compare BenchmarkBareInsert.
func BenchmarkIngest(b *testing.B) {
	ctx := context.Background()
	items := storetest.Generate(benchItems)
	took := map[string]time.Duration{}
	for b.Loop() {
		b.StopTimer()
		s := open(b, filepath.Join(b.TempDir(), "voxpop.db"), sqlite.Options{})
		b.StartTimer()
		stage := func(name string, more func() (bool, error)) {
			began := time.Now()
			for again := true; again; {
				var err error
				if again, err = more(); err != nil {
					b.Fatal(name, err)
				}
			}
			took[name] += time.Since(began)
		}
		rest := items
		stage("put", func() (bool, error) {
			n := min(500, len(rest))
			_, err := s.Put(ctx, voxpop.SourceReddit, voxpop.Batch{Items: rest[:n]})
			rest = rest[n:]
			return len(rest) > 0, err
		})
		stage("commit", func() (bool, error) {
			waiting, err := s.Pending(ctx, 500)
			if err != nil || len(waiting) == 0 {
				return false, err
			}
			return true, s.Commit(ctx, storetest.BenchEngine, storetest.Analyses(waiting))
		})
		stage("rollup", func() (bool, error) {
			_, more, err := s.RollUp(ctx, 50, true)
			return more, err
		})
	}
	for name, d := range took {
		b.ReportMetric(float64(benchItems*b.N)/d.Seconds(), name+"-items/s")
	}
	b.ReportMetric(float64(benchItems*b.N)/b.Elapsed().Seconds(), "items/s")
}

// BenchmarkBareInsert writes the same rows, with the same indexes and full text, in batches of 500 and nothing else.
func BenchmarkBareInsert(b *testing.B) {
	items := storetest.Generate(benchItems)
	for b.Loop() {
		b.StopTimer()
		s := open(b, filepath.Join(b.TempDir(), "voxpop.db"), sqlite.Options{})
		db, _ := s.JobsDB()
		if _, err := db.Exec("INSERT INTO communities (id, source, key, name) VALUES (1, 'reddit', 'c', 'c')"); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		for first := 0; first < len(items); first += 500 {
			tx, err := db.Begin()
			if err != nil {
				b.Fatal(err)
			}
			row, err := tx.Prepare(`INSERT INTO items (id, source, native, kind, community_id, created, thread, parent, author_hash, state, distinguished,
				origin, upvotes, comments, edited, observed, first_stored, recheck, text_hash) VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, 'live', '', 'live', ?, 0, 0, ?, 1, 0, 1)`)
			if err != nil {
				b.Fatal(err)
			}
			text, err := tx.Prepare("INSERT INTO texts (item_id, author, title, url, permalink, flair, body) VALUES (?, ?, ?, ?, ?, ?, ?)")
			if err != nil {
				b.Fatal(err)
			}
			score, err := tx.Prepare("INSERT INTO scores (item_id, engine_id, text_rev, sign, compound, confidence, positive, neutral, negative, scored_at) VALUES (?, 1, 1, 1, 1, 1, 1, 1, 1, 1)")
			if err != nil {
				b.Fatal(err)
			}
			words, err := tx.Prepare("INSERT INTO search (rowid, words) VALUES (?, ?)")
			if err != nil {
				b.Fatal(err)
			}
			for i, it := range items[first : first+500] {
				id := int64(first + i + 1)
				_, err1 := row.Exec(id, it.ID.Source, it.ID.Native, string(it.Kind), it.Created.Unix(), it.ThreadID, it.ParentID, id*7919, it.Upvotes, it.Observed.UnixMilli())
				_, err2 := text.Exec(id, it.Author, it.Title, it.URL, it.Permalink, it.Flair, it.Body)
				_, err3 := score.Exec(id)
				_, err4 := words.Exec(it.Created.Unix()<<29|id, strings.ToLower(it.Title+" "+it.Body))
				if err1 != nil || err2 != nil || err3 != nil || err4 != nil {
					b.Fatal(err1, err2, err3, err4)
				}
			}
			if err := tx.Commit(); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(benchItems*b.N)/b.Elapsed().Seconds(), "items/s")
}
