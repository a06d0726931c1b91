package postgres_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/postgres"
	"github.com/voxpop-dev/voxpop/internal/store/postgrestest"
	"github.com/voxpop-dev/voxpop/internal/store/storetest"
)

// While a purge copies the texts, what changes texts waits; cycles begin, end and are noted all the same, and
// days are rolled up.
func TestPurgeHoldsUpNothingButTexts(t *testing.T) {
	s := open(t, postgrestest.URL(t), postgres.Options{})
	items := storetest.Generate(20)
	storetest.Ingest(t, s, items[:10])
	db, _ := s.JobsDB()
	purge, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = purge.Rollback() }()
	if _, err := purge.Exec("SELECT pg_advisory_xact_lock(8534995651961943668)"); err != nil {
		t.Fatal(err)
	}
	stored := make(chan error, 1)
	go func() {
		_, err := s.Put(t.Context(), "reddit", voxpop.Batch{Items: items[10:]})
		stored <- err
	}()
	for waits := 0; waits == 0; time.Sleep(time.Millisecond) {
		if err := db.QueryRow("SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())").Scan(&waits); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Heartbeat(t.Context(), voxpop.Replica{Name: "one"}); err != nil {
		t.Error(err)
	}
	if _, created, err := s.RequestCycle(t.Context(), voxpop.TriggerAdmin, voxpop.AuditEntry{}); err != nil || !created {
		t.Error(created, err)
	}
	if _, _, err := s.RollUp(t.Context(), 10, true); err != nil {
		t.Error(err)
	}
	select {
	case err := <-stored:
		t.Errorf("a batch was stored while texts were copied: %v", err)
	default:
	}
	if err := purge.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := <-stored; err != nil {
		t.Error(err)
	}
}

// Writers that wait for a purge hold snapshots from before it. The purge must not wait for them in turn.
func TestPurgeWhileWriting(t *testing.T) {
	s := open(t, postgrestest.URL(t), postgres.Options{})
	items := storetest.Generate(3000)
	storetest.Ingest(t, s, items[:500])
	stop := make(chan struct{})
	written := make(chan error)
	for w := range 2 {
		go func() {
			for n := 500 + w; ; n = 500 + (n-498)%2500 {
				select {
				case <-stop:
					written <- nil
					return
				default:
				}
				if _, err := s.Put(t.Context(), "reddit", voxpop.Batch{Items: items[n : n+1]}); err != nil {
					written <- err
					return
				}
			}
		}()
	}
	for n := range 4 {
		storetest.BlankOne(t, s, fmt.Sprint("blank", n))
		if err := s.Purge(t.Context()); err != nil {
			t.Errorf("purge %d: %v", n, err)
		}
	}
	close(stop)
	for range 2 {
		if err := <-written; err != nil {
			t.Error(err)
		}
	}
}
