package postgres_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/postgres"
	"github.com/voxpop-dev/voxpop/internal/store/postgrestest"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
	"github.com/voxpop-dev/voxpop/internal/store/storetest"
)

func TestOpenAtOnce(t *testing.T) {
	url := postgrestest.URL(t)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			s, err := postgres.Open(t.Context(), url, postgres.Options{})
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

func TestNewerSchemaIsRefused(t *testing.T) {
	url := postgrestest.URL(t)
	s := open(t, url, postgres.Options{Options: relational.Options{Program: "v9.1.0"}})
	db, _ := s.JobsDB()
	if _, err := db.Exec("INSERT INTO " + relational.SchemaTable + " (version_id, is_applied) VALUES (99, true)"); err != nil {
		t.Fatal(err)
	}
	_, err := postgres.Open(t.Context(), url, postgres.Options{})
	if !errors.Is(err, voxpop.ErrNewerSchema) || !strings.Contains(err.Error(), "v9.1.0") {
		t.Errorf("opened by an older program: %v", err)
	}
}

func TestOpenErrorsKeepThePassword(t *testing.T) {
	for url, want := range map[string]error{
		"postgres://voxpop:hunter2@127.0.0.1:1/voxpop?sslmode=disable":  voxpop.ErrUnavailable,
		"postgres://voxpop:hunter2@127.0.0.1:port/voxpop":               voxpop.ErrInvalid,
		"postgres://voxpop:hunter2@127.0.0.1:1/voxpop?sslmode=sideways": voxpop.ErrInvalid,
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		_, err := postgres.Open(ctx, url, postgres.Options{})
		cancel()
		if !errors.Is(err, want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", url, err)
		}
	}
}

// Compiling a query, which servers do by default from a guessed cost on, takes longer than any query of ours.
func TestQueriesAreNotCompiled(t *testing.T) {
	db, _ := open(t, postgrestest.URL(t), postgres.Options{}).JobsDB()
	var jit string
	if err := db.QueryRow("SHOW jit").Scan(&jit); err != nil || jit != "off" {
		t.Errorf("jit is %q, %v", jit, err)
	}
}

func TestIndexesArePreferredUnlessTheURLSaysOtherwise(t *testing.T) {
	url := postgrestest.URL(t)
	and := "?"
	if strings.Contains(url, "?") {
		and = "&"
	}
	for more, want := range map[string]string{"": "1.1", and + "options=-c%20random_page_cost%3D3": "3", and + "random_page_cost=2": "2"} {
		db, _ := open(t, url+more, postgres.Options{}).JobsDB()
		var cost string
		if err := db.QueryRow("SHOW random_page_cost").Scan(&cost); err != nil || cost != want {
			t.Errorf("with %q it is %q, %v, want %s", more, cost, err, want)
		}
	}
}

// A table that nobody has analysed yet, and a planner that is loath to use an index: every batch must look up its own ids all
// the same, and not read all that are stored.
func TestImportsReadOnlyWhatTheyBring(t *testing.T) {
	ctx, url := t.Context(), postgrestest.URL(t)
	costly := url + "&random_page_cost=4"
	if !strings.Contains(url, "?") {
		costly = url + "?random_page_cost=4"
	}
	s, err := postgres.Open(ctx, costly, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	db, _ := s.JobsDB()
	if _, err := db.Exec("ALTER TABLE items SET (autovacuum_enabled = off)"); err != nil {
		t.Fatal(err)
	}
	const batches, size = 12, 500
	for items := storetest.Generate(batches * size); len(items) > 0; items = items[size:] {
		if _, err := s.Put(ctx, voxpop.SourceReddit, voxpop.Batch{Items: items[:size]}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil { // a session tells the server what it read when it ends
		t.Fatal(err)
	}
	db, _ = open(t, url, postgres.Options{}).JobsDB()
	var scans, read int64
	if err := db.QueryRow("SELECT idx_scan, idx_tup_read FROM pg_stat_user_indexes WHERE indexrelname = 'items_source_native_key'").Scan(&scans, &read); err != nil {
		t.Fatal(err)
	}
	if scans < size || read > size {
		t.Errorf("%d look-ups read %d entries of the index to store %d new items", scans, read, batches*size)
	}
}
