package postgres

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/postgrestest"
	"github.com/voxpop-dev/voxpop/internal/store/storetest"
)

// A page must read about as many items as it holds, when the planner knows nothing of the tables, and when it knows them from
// before anything was published.
func TestPageReadsLittle(t *testing.T) {
	const stored, most = 4000, 400
	window := voxpop.Filter{}
	community, author, labelled, posts := window, window, window, window
	community.Community, author.Author, labelled.Label, posts.Kind = "community3", "author17", voxpop.Neutral, voxpop.KindPost
	pages := map[string]voxpop.Filter{"all": window, "a community's": community, "an author's": author, "neutral ones": labelled}
	for _, when := range []string{"never", "before publishing"} {
		t.Run("statistics taken "+when, func(t *testing.T) {
			url := postgrestest.URL(t)
			s := quiet(t, url)
			storeItems(t, s, storetest.Generate(stored))
			if when != "never" {
				pages["posts"] = posts
				if err := s.Statistics(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			storetest.Ingest(t, s, nil)
			end(t, s)
			for name, f := range pages {
				before := itemsRead(t, url)
				s := quiet(t, url)
				page, err := s.Items(t.Context(), f, nil, 25)
				if err != nil || len(page.Items) == 0 {
					t.Fatalf("%s: %d items, %v", name, len(page.Items), err)
				}
				end(t, s)
				if n := itemsRead(t, url) - before; n > most {
					t.Errorf("%s: a page of %d read %d items of %d", name, len(page.Items), n, stored)
				}
			}
		})
	}
}

// quiet opens a store whose tables autovacuum leaves alone.
func quiet(t *testing.T, url string) *Store {
	t.Helper()
	s, err := Open(t.Context(), url, Options{})
	if err != nil {
		t.Fatal(err)
	}
	db, _ := s.JobsDB()
	for _, table := range []string{"items", "scores", "texts"} {
		if _, err := db.ExecContext(t.Context(), "ALTER TABLE "+table+" SET (autovacuum_enabled = false)"); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func storeItems(t *testing.T, s *Store, items []voxpop.Item) {
	t.Helper()
	if _, err := s.Put(t.Context(), "reddit", voxpop.Batch{Items: items}); err != nil {
		t.Fatal(err)
	}
}

func end(t *testing.T, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// itemsRead is how many rows of items all sessions that have ended read: a session tells it at its end.
func itemsRead(t *testing.T, url string) (n int64) {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	const others = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
	for left := int64(1); left > 0; {
		if err := db.QueryRowContext(ctx, others).Scan(&left); err != nil {
			t.Fatal(err)
		}
	}
	err = db.QueryRowContext(ctx, "SELECT seq_tup_read + COALESCE(idx_tup_fetch, 0) FROM pg_stat_user_tables WHERE relname = 'items'").Scan(&n)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
