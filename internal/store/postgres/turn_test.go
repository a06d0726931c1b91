package postgres_test

import (
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
	if err := s.Heartbeat(t.Context(), "one"); err != nil {
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
