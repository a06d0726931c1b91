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
	// Long enough for a purge that does not wait to be over; one that waits passes whatever the time.
	select {
	case err := <-purged:
		t.Errorf("the purge did not wait: %v", err)
	case <-time.After(time.Second):
	}
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
