package postgres

import (
	"database/sql"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/postgrestest"
	"github.com/voxpop-dev/voxpop/internal/store/storetest"
)

// A purge puts a copy in the place of the texts. A transaction that took its snapshot before, and reads texts
// only after, must find them.
func TestLifePurgeWaitsForOldSnapshots(t *testing.T) {
	ctx := t.Context()
	s, err := Open(ctx, postgrestest.URL(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	it := voxpop.Item{ID: voxpop.ItemID{Source: "reddit", Native: "t3_1"}, Kind: voxpop.KindPost, Community: "aws",
		Title: "here", ThreadID: "t3_1", Created: time.Unix(1e9, 0), State: voxpop.StateLive}
	if _, err := s.Put(ctx, "reddit", voxpop.Batch{Items: []voxpop.Item{it}}); err != nil {
		t.Fatal(err)
	}
	storetest.BlankOne(t, s, "gone")
	db, _ := s.JobsDB()
	reader, err := db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reader.Rollback() }()
	var n int
	if err := reader.QueryRowContext(ctx, "SELECT COUNT(*) FROM items").Scan(&n); err != nil || n != 2 {
		t.Fatalf("%d items, %v", n, err)
	}
	purged := make(chan error, 1)
	go func() { purged <- s.Purge(ctx); close(purged) }()
	awaitLooks(t, db, purged)
	if err := reader.QueryRowContext(ctx, "SELECT COUNT(*) FROM texts").Scan(&n); err != nil || n != 1 {
		t.Errorf("the old snapshot finds %d texts, %v, want 1", n, err)
	}
	if err := reader.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := <-purged; err != nil {
		t.Error(err)
	}
	if got, err := s.Pending(ctx, 1); err != nil || len(got) != 1 || got[0].Item.Title != "here" {
		t.Errorf("after the purge: %+v, %v", got, err)
	}
}

// awaitLooks returns when a purge has looked for old snapshots twice: so the first look has found one.
func awaitLooks(t *testing.T, db *sql.DB, purged <-chan error) {
	t.Helper()
	looks := map[string]bool{}
	for deadline := time.Now().Add(time.Minute); len(looks) < 2; time.Sleep(5 * time.Millisecond) {
		select {
		case err := <-purged:
			t.Fatalf("the purge did not wait: %v", err)
		default:
		}
		var at string
		err := db.QueryRowContext(t.Context(), `SELECT COALESCE(MAX(query_start)::text, '') FROM pg_stat_activity
			WHERE pid <> pg_backend_pid() AND datname = current_database() AND query LIKE 'SELECT COUNT(*) FROM pg_stat_activity%'`).Scan(&at)
		if err != nil || time.Now().After(deadline) {
			t.Fatalf("the purge does not look for old snapshots: %v", err)
		}
		if at != "" {
			looks[at] = true
		}
	}
}
