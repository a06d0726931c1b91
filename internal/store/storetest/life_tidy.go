package storetest

import (
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

func lifeTidy(t *testing.T, s Store) {
	ctx := t.Context()
	it := lifeItem("kept", lifeDay)
	lifePut(t, s, it)
	lifeCatchUp(t, s)
	if _, err := s.Put(ctx, "reddit", voxpop.Batch{Ledger: []voxpop.LedgerEntry{
		{Source: "reddit", Community: "Claude", From: lifeDay, To: lifeDay, Continuity: voxpop.Gap, Recorded: lifeLongAgo()},
		{Source: "reddit", Community: "Claude", From: lifeDay, To: lifeDay, Continuity: voxpop.Gap, Recorded: time.Now()},
	}}); err != nil {
		t.Fatal(err)
	}
	lifeEndedCycle(t, s)
	lifeSQL(t, s, "UPDATE cycles SET finished = 1000", "UPDATE audit SET at = 1000")
	young := lifeEndedCycle(t, s)
	open, _, err := s.RequestCycle(ctx, voxpop.TriggerCommand, voxpop.AuditEntry{Actor: "life", Action: "collect"})
	if err != nil {
		t.Fatal(err)
	}
	lifeSQL(t, s, "UPDATE cycles SET requested = 1000 WHERE id = '"+open.ID+"'")
	if err := s.Heartbeat(ctx, voxpop.Replica{Name: "gone"}); err != nil {
		t.Fatal(err)
	}
	lifeSQL(t, s, "UPDATE replicas SET seen = 1000")
	if err := s.Heartbeat(ctx, voxpop.Replica{Name: "here"}); err != nil {
		t.Fatal(err)
	}

	if err := s.Tidy(ctx, time.Now().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	cycles, err := s.RecentCycles(ctx, 10)
	if err != nil || len(cycles) != 2 {
		t.Fatalf("%d cycles are left, %v, want the young one and the open one", len(cycles), err)
	}
	for _, c := range cycles {
		if c.ID != young && c.ID != open.ID {
			t.Errorf("cycle %s is left", c.ID)
		}
	}
	for query, want := range map[string]int64{
		"SELECT COUNT(*) FROM tasks":    1,
		"SELECT COUNT(*) FROM results":  1,
		"SELECT COUNT(*) FROM ledger":   1,
		"SELECT COUNT(*) FROM replicas": 1,
		"SELECT COUNT(*) FROM audit":    2,
	} {
		if got := lifeCount(t, s, query); got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
	if got := lifeStored(t, s, it.ID); got.Title != it.Title {
		t.Error("tidying touched an item")
	}
	lifeExpectClean(t, s)
}

// lifeEndedCycle runs a cycle of one task to its end and returns its id.
func lifeEndedCycle(t *testing.T, s Store) string {
	t.Helper()
	ctx := t.Context()
	c, _, err := s.RequestCycle(ctx, voxpop.TriggerCommand, voxpop.AuditEntry{Actor: "life", Action: "collect"})
	if err != nil {
		t.Fatal(err)
	}
	tasks, err := s.StartCycle(ctx, c.ID, []voxpop.Task{{Source: "reddit", Key: "a", Payload: []byte("{}")}}, nil)
	if err != nil || len(tasks) != 1 {
		t.Fatalf("%d tasks, %v", len(tasks), err)
	}
	tasks[0].State = voxpop.TaskDone
	if _, err := s.EndTask(ctx, tasks[0], []voxpop.CommunityResult{{Source: "reddit", Community: "Claude", Posts: 1}}); err != nil {
		t.Fatal(err)
	}
	for range 3 { // the marks of a cycle are set one after the other
		if err := s.FinishCycles(ctx); err != nil {
			t.Fatal(err)
		}
	}
	return c.ID
}

func lifeSimulated(t *testing.T, s Store) {
	if v, err := s.Version(t.Context()); err != nil || v.Simulated {
		t.Fatalf("a new store is simulated: %v, %v", v, err)
	}
	for range 2 {
		if err := s.MarkSimulated(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if v, err := s.Version(t.Context()); err != nil || !v.Simulated {
		t.Fatalf("got %+v, %v", v, err)
	}
}
