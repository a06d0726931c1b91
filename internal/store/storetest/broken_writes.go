package storetest

import (
	"context"
	"crypto/sha256"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// brokenWrites are the writes of the contract, each with work enough for every kind of statement it makes.
var brokenWrites = []brokenWrite{
	{name: "Put", prepare: func(t *testing.T, s Store) func(context.Context) error {
		seeded(t, s)
		b := brokenBatch()
		return func(ctx context.Context) error { _, err := s.Put(ctx, "reddit", b); return err }
	}},
	{name: "Push", trail: true, prepare: func(t *testing.T, s Store) func(context.Context) error {
		seeded(t, s)
		items := []voxpop.Item{post("t3_pushed"), post("t3_a", observed(later), body("bad text"))}
		return func(ctx context.Context) error {
			_, err := s.Push(ctx, items, voxpop.AuditEntry{Actor: "key", Action: "items.push"})
			return err
		}
	}},
	{name: "Configure", prepare: func(t *testing.T, s Store) func(context.Context) error {
		seeded(t, s)
		return func(ctx context.Context) error { return s.Configure(ctx, "reddit", []string{"claude", "new"}) }
	}},
	{name: "RequestCycle", prepare: func(_ *testing.T, s Store) func(context.Context) error {
		return func(ctx context.Context) error {
			_, _, err := s.RequestCycle(ctx, voxpop.TriggerAdmin, voxpop.AuditEntry{Actor: "key", Action: "collect"})
			return err
		}
	}},
	{name: "StartCycle", prepare: func(t *testing.T, s Store) func(context.Context) error {
		id := request(t, s).ID
		return func(ctx context.Context) error {
			_, err := s.StartCycle(ctx, id, []voxpop.Task{task("a", "Cursor"), task("b")}, []voxpop.CommunityResult{{Source: "feed", Error: "refused"}})
			return err
		}
	}},
	{name: "EndTask", prepare: brokenEnd(voxpop.TaskDone)},
	{name: "EndTask/failed", prepare: brokenEnd(voxpop.TaskFailed)},
	{name: "RetryTask", prepare: func(t *testing.T, s Store) func(context.Context) error {
		_, tasks := start(t, s, nil, task("a", "Cursor"))
		tried := tasks[0]
		tried.Attempts, tried.Error, tried.Counts = 1, "reset", voxpop.CycleCounts{New: 3, Requests: 2}
		return func(ctx context.Context) error {
			return s.RetryTask(ctx, tried, []voxpop.CommunityResult{{Source: "reddit", Community: "Cursor", Posts: 3}})
		}
	}},
	{name: "EndCycle", prepare: func(t *testing.T, s Store) func(context.Context) error {
		c, _ := start(t, s, nil, task("a", "Cursor"))
		return func(ctx context.Context) error { return s.EndCycle(ctx, c.ID, voxpop.OutcomeInterrupted, "stopped") }
	}},
	{name: "FinishCycles", prepare: func(t *testing.T, s Store) func(context.Context) error {
		seeded(t, s)
		_, tasks := start(t, s, nil, task("a", "Cursor"))
		end(t, s, tasks[0], voxpop.TaskDone, voxpop.CycleCounts{})
		return s.FinishCycles
	}},
	{name: "Heartbeat", prepare: func(_ *testing.T, s Store) func(context.Context) error {
		return func(ctx context.Context) error { return s.Heartbeat(ctx, voxpop.Replica{Name: "one"}) }
	}},
	{name: "Forget", prepare: func(t *testing.T, s Store) func(context.Context) error {
		must(t, s.Heartbeat(ctx, voxpop.Replica{Name: "one"}))
		return func(ctx context.Context) error { return s.Forget(ctx, "one") }
	}},
	{name: "Commit", prepare: func(t *testing.T, s Store) func(context.Context) error {
		seeded(t, s)
		putBatch(t, s, brokenBatch())
		var done []voxpop.Analysis
		for _, p := range pending(t, s) {
			done = append(done, analysis(p, engineA))
		}
		return func(ctx context.Context) error { return s.Commit(ctx, engineA, done) }
	}},
	{name: "Backfill", walks: true, prepare: func(t *testing.T, s Store) func(context.Context) error {
		seeded(t, s)
		return func(ctx context.Context) error { _, err := s.Backfill(ctx, engineB, 100); return err }
	}},
	{name: "RollUp", prepare: func(t *testing.T, s Store) func(context.Context) error {
		seeded(t, s)
		putBatch(t, s, brokenBatch())
		analyse(t, s, engineA)
		return func(ctx context.Context) error { _, _, err := s.RollUp(ctx, 100, true); return err }
	}},
	{name: "CreateKey", again: voxpop.ErrConflict, prepare: func(_ *testing.T, s Store) func(context.Context) error {
		return func(ctx context.Context) error {
			return s.CreateKey(ctx, brokenKey, sha256.Sum256([]byte("k")), keyMade)
		}
	}},
	{name: "RevokeKey", prepare: func(t *testing.T, s Store) func(context.Context) error {
		must(t, s.CreateKey(ctx, brokenKey, sha256.Sum256([]byte("k")), keyMade))
		return func(ctx context.Context) error {
			return s.RevokeKey(ctx, brokenKey.ID, voxpop.AuditEntry{Actor: "key", Action: "keys.revoke"})
		}
	}},
	{name: "Expire", prepare: func(t *testing.T, s Store) func(context.Context) error {
		seeded(t, s)
		return func(ctx context.Context) error { _, err := s.Expire(ctx, BrokenNow().Add(time.Hour), 100); return err }
	}},
	{name: "ExpireUnchecked", prepare: func(t *testing.T, s Store) func(context.Context) error {
		seeded(t, s)
		return func(ctx context.Context) error {
			_, err := s.ExpireUnchecked(ctx, "reddit", BrokenNow().Add(time.Hour), 100)
			return err
		}
	}},
	{name: "Purge", steps: true, prepare: func(t *testing.T, s Store) func(context.Context) error {
		seeded(t, s)
		if _, err := s.Expire(ctx, BrokenNow().Add(time.Hour), 2); err != nil {
			t.Fatal(err)
		}
		return s.Purge
	}},
	{name: "Tidy", steps: true, prepare: func(t *testing.T, s Store) func(context.Context) error {
		seeded(t, s)
		putBatch(t, s, brokenBatch())
		_, tasks := start(t, s, nil, task("a", "Cursor"))
		end(t, s, tasks[0], voxpop.TaskFailed, voxpop.CycleCounts{})
		catchUp(t, s)
		must(t, s.FinishCycles(ctx))
		must(t, s.Heartbeat(ctx, voxpop.Replica{Name: "gone"}))
		return func(ctx context.Context) error { return s.Tidy(ctx, BrokenNow().Add(time.Hour)) }
	}},
	{name: "MarkSimulated", prepare: func(_ *testing.T, s Store) func(context.Context) error { return s.MarkSimulated }},
}

var (
	brokenKey = voxpop.Key{ID: "k1", Name: "laptop", Role: voxpop.RoleAdmin, Created: noon}
	keyMade   = voxpop.AuditEntry{Actor: "key", Action: "keys.create"}
)

// seeded stores and analyses a few items.
func seeded(t *testing.T, s Store) {
	t.Helper()
	put(t, s, post("t3_a"), post("t3_b", body("bad"), in("claude")), comment("t1_c", "t3_a", body("meh")), comment("t1_d", "t3_a"),
		post("t3_e", at(noon.AddDate(0, 0, -3)), in("Bard")))
	catchUp(t, s)
}

// brokenBatch holds everything that a batch can do to seeded items.
func brokenBatch() voxpop.Batch {
	return voxpop.Batch{
		Items: []voxpop.Item{
			post("t3_new", in("Other")), comment("t1_new", "t3_new", in("Other")), post("t3_a", observed(later), body("bad now")),
			post("t3_b", observed(later), in("claude"), state(voxpop.StateDeleted)), post("t3_e", at(noon.AddDate(0, 0, -3)), in("Bard"), observed(later), upvotes(40)),
		},
		Missing:   []voxpop.ItemID{{Source: "reddit", Native: "t1_c"}},
		Rechecked: map[voxpop.ItemID]time.Time{{Source: "reddit", Native: "t1_d"}: later},
		Cursors:   map[string][]byte{"posts": []byte("t3_new"), "comments": []byte("t1_new")},
		Ledger:    []voxpop.LedgerEntry{{Source: "reddit", Community: "Other", From: noon, To: later, Continuity: voxpop.Gap, Reason: "too deep", Recorded: noon}},
		Failures:  []voxpop.Failure{{Community: "Bard", Reason: "private"}},
	}
}

func upvotes(n int64) func(*voxpop.Item) { return func(it *voxpop.Item) { it.Upvotes = n } }

func brokenEnd(st voxpop.TaskState) func(t *testing.T, s Store) func(context.Context) error {
	return func(t *testing.T, s Store) func(context.Context) error {
		_, tasks := start(t, s, nil, task("a", "Cursor", "claude"))
		ended := tasks[0]
		ended.State, ended.Attempts, ended.Counts = st, 1, voxpop.CycleCounts{New: 3, Requests: 2}
		return func(ctx context.Context) error {
			_, err := s.EndTask(ctx, ended, []voxpop.CommunityResult{{Source: "reddit", Community: "Cursor", Posts: 3}})
			return err
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
