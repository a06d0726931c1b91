package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// asking is an engine that asks a language model; its scores are those of engineA until an answer is taken.
var asking = voxpop.EngineID{Name: "asking", Version: "p1-m+suite.1"}

// standingIn are analyses as such an engine makes them: a local score stands in where no answer is given.
func standingIn(items []voxpop.PendingItem, answered map[int64]bool) []voxpop.Analysis {
	var done []voxpop.Analysis
	for _, p := range items {
		a := analysis(p, asking)
		if a.Score != nil && !answered[p.RowID] {
			a.Score.StandIn = voxpop.StandIn{Engine: engineA, Reason: voxpop.StandInWaiting}
		}
		done = append(done, a)
	}
	return done
}

func standIn(t tester, s Store, answered map[int64]bool) {
	t.Helper()
	if err := s.Commit(ctx, asking, standingIn(pending(t, s), answered)); err != nil {
		t.Fatalf("commit: %v", err)
	}
	rollUp(t, s)
}

func unanswered(t tester, s Store) []voxpop.PendingItem {
	t.Helper()
	items, err := s.Unanswered(ctx, asking, 100)
	if err != nil {
		t.Fatalf("unanswered: %v", err)
	}
	return items
}

// answerFor is an answer to an item that waits.
func answerFor(p voxpop.PendingItem, hash string) voxpop.Answered {
	return voxpop.Answered{RowID: p.RowID, TextRevision: p.TextRevision, Hash: hash, Answer: `{"says":"` + hash + `"}`}
}

func wantAnswers(t tester, s Store, hash string, want int) {
	t.Helper()
	got, err := s.Answers(ctx, []string{hash, "other"})
	if err != nil || len(got) != want || want == 1 && got[hash] != `{"says":"`+hash+`"}` {
		t.Errorf("answers to %s: %v, %v; want %d", hash, got, err, want)
	}
}

var modelTests = map[string]func(*testing.T, Store){
	"A score says by whom it was made": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"))
		standIn(t, s, nil)
		if got := item(t, s, "t3_a").Score; got == nil || got.Engine != asking || got.StandIn != (voxpop.StandIn{Engine: engineA, Reason: voxpop.StandInWaiting}) {
			t.Fatalf("%+v", got)
		}
		must(t, s.NotePause(ctx, voxpop.Pause{Reason: voxpop.StandInBudget, Detail: "until midnight", Until: noon}))
		if got := item(t, s, "t3_a").Score.StandIn; got.Reason != voxpop.StandInBudget || got.Detail != "until midnight" {
			t.Errorf("while nobody is asked: %+v", got)
		}
		if p, err := s.Pause(ctx); err != nil || p.Reason != voxpop.StandInBudget || !p.Until.Equal(noon) {
			t.Errorf("pause %+v, %v", p, err)
		}
		must(t, s.NotePause(ctx, voxpop.Pause{}))
		if p, err := s.Pause(ctx); err != nil || p != (voxpop.Pause{}) {
			t.Errorf("pause after its end %+v, %v", p, err)
		}
		put(t, s, post("t3_a", observed(later), state(voxpop.StateDeleted)))
		rollUp(t, s)
		if got := item(t, s, "t3_a").Score.StandIn.Reason; got != voxpop.StandInGone {
			t.Errorf("of a deleted item: %q", got)
		}
		if len(unanswered(t, s)) != 0 {
			t.Error("a deleted item is asked about")
		}
	},
	"An answer replaces it": func(t *testing.T, s Store) {
		put(t, s, post("t3_old", at(noon.Add(-time.Hour))), post("t3_new", body("bad text")), post("t3_spam", body("spam")))
		standIn(t, s, nil)
		waiting := unanswered(t, s)
		if len(waiting) != 2 || waiting[0].Item.ID.Native != "t3_new" || waiting[0].Item.Body != "bad text" {
			t.Fatalf("waiting: %+v", waiting)
		}
		must(t, s.SaveAnswers(ctx, asking, []voxpop.Answered{answerFor(waiting[0], "h1")}))
		wantAnswers(t, s, "h1", 1)
		if n := len(unanswered(t, s)); n != 1 {
			t.Errorf("%d wait behind an answer", n)
		}
		again := pending(t, s)
		if len(again) != 1 || again[0].RowID != waiting[0].RowID {
			t.Fatalf("pending: %+v", again)
		}
		standIn(t, s, map[int64]bool{waiting[0].RowID: true})
		if got := item(t, s, "t3_new").Score; got.StandIn != (voxpop.StandIn{}) {
			t.Errorf("%+v", got)
		}
		if got := engineStates(t, s); len(got) != 1 || got[0].Waiting != 1 {
			t.Errorf("%+v", got)
		}
	},
	"A failure is tried again later": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"))
		standIn(t, s, nil)
		p := unanswered(t, s)[0]
		must(t, s.SaveAnswers(ctx, asking, []voxpop.Answered{{RowID: p.RowID, TextRevision: p.TextRevision, Problem: "out of range"}}))
		if len(unanswered(t, s)) != 0 || len(pending(t, s)) != 0 {
			t.Error("it is due at once")
		}
		if got := item(t, s, "t3_a").Score.StandIn; got.Reason != voxpop.StandInFailed || got.Detail != "out of range" || got.Engine != engineA {
			t.Errorf("%+v", got)
		}
		put(t, s, post("t3_a", observed(later), body("good, edited")))
		standIn(t, s, nil)
		if len(unanswered(t, s)) != 1 {
			t.Error("an edited text is not asked about at once")
		}
	},
	"Answers go with the text": func(t *testing.T, s Store) {
		put(t, s, post("t3_edited"), post("t3_gone"), post("t3_late"))
		standIn(t, s, nil)
		stale := map[string]voxpop.PendingItem{}
		for _, p := range unanswered(t, s) {
			stale[p.Item.ID.Native] = p
			if p.Item.ID.Native != "t3_late" {
				must(t, s.SaveAnswers(ctx, asking, []voxpop.Answered{answerFor(p, p.Item.ID.Native)}))
			}
		}
		put(t, s, post("t3_edited", observed(later), body("good, edited")), post("t3_gone", observed(later), state(voxpop.StateRemoved)),
			post("t3_late", observed(later), body("edited")))
		for native, p := range stale {
			wantAnswers(t, s, native, 0)
			must(t, s.SaveAnswers(ctx, asking, []voxpop.Answered{answerFor(p, native)}))
			wantAnswers(t, s, native, 0)
		}
		standIn(t, s, nil)
		if n := len(unanswered(t, s)); n != 2 {
			t.Errorf("%d wait, want 2", n)
		}
		lifeExpectClean(t, s)
	},
	"Another engine's items": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"))
		standIn(t, s, nil)
		must(t, s.Commit(ctx, engineA, nil))
		if items, err := s.Unanswered(ctx, engineB, 10); err != nil || len(items) != 0 {
			t.Errorf("%v, %v", items, err)
		}
		must(t, s.SaveAnswers(ctx, engineB, []voxpop.Answered{answerFor(unanswered(t, s)[0], "h")}))
		wantAnswers(t, s, "h", 0)
	},
	"Spending": func(t *testing.T, s Store) {
		limit := voxpop.Spending{Tokens: 100}
		reserve := func(day time.Time, n int64, want bool) {
			t.Helper()
			if ok, err := s.Reserve(ctx, day, voxpop.Spending{Calls: 1, Tokens: n, Micros: 7}, limit); err != nil || ok != want {
				t.Errorf("reserving %d: %v, %v", n, ok, err)
			}
		}
		reserve(noon, 60, true)
		reserve(noon, 60, false)
		must(t, s.Settle(ctx, noon, voxpop.Spending{Tokens: -30}))
		reserve(noon.Add(11*time.Hour), 60, true)
		reserve(noon.Add(13*time.Hour), 100, true)
		if got, err := s.Spent(ctx, noon); err != nil || got != (voxpop.Spending{Calls: 2, Tokens: 90, Micros: 14}) {
			t.Errorf("%+v, %v", got, err)
		}
	},
	"A choice lasts until it is cleared": func(t *testing.T, s Store) {
		for _, name := range []string{"auto", "llm", ""} {
			must(t, s.ChooseEngine(ctx, name, voxpop.AuditEntry{Actor: "key", Action: "engine.choose", Subject: name}))
			if got, err := s.EngineChoice(ctx); err != nil || got != name {
				t.Errorf("chose %q: %q, %v", name, got, err)
			}
		}
		if log, err := s.Audit(ctx, 10); err != nil || len(log) != 3 {
			t.Errorf("%d entries, %v", len(log), err)
		}
	},
	"States of engines": func(t *testing.T, s Store) {
		if got := engineStates(t, s); len(got) != 0 {
			t.Errorf("of an empty store: %+v", got)
		}
		wantBehind(t, s, engineA, true)
		put(t, s, post("t3_a"), post("t3_b"), post("t3_c"))
		catchUp(t, s)
		wantBehind(t, s, engineA, false)
		wantBehind(t, s, engineB, true)
		if _, err := s.Backfill(ctx, engineB, 2); err != nil {
			t.Fatal(err)
		}
		got := engineStates(t, s)
		if len(got) != 2 || got[0].EngineID != engineB || got[0].State != "walking" || got[0].Walked != 2 || got[0].Items != 3 || got[0].Answers ||
			!got[1].Answers || got[1].State != "ready" || got[1].Walked != 3 || got[1].Since.IsZero() {
			t.Errorf("%+v", got)
		}
		wantBehind(t, s, engineB, true)
		walkOver(t, s, engineB, 2)
		wantBehind(t, s, engineB, false)
		rollUp(t, s)
		rollUp(t, s)
		if got := engineStates(t, s); !got[0].Answers || got[1].Answers {
			t.Errorf("%+v", got)
		}
		wantBehind(t, s, engineB, false)
		wantBehind(t, s, engineA, true) // if it were chosen again
	},
}

func wantBehind(t tester, s Store, e voxpop.EngineID, want bool) {
	t.Helper()
	if got, err := s.EngineBehind(ctx, e); err != nil || got != want {
		t.Errorf("%s is behind: %v, %v", e, got, err)
	}
}

func engineStates(t tester, s Store) []voxpop.EngineState {
	t.Helper()
	got, err := s.EngineStates(ctx)
	if err != nil {
		t.Fatalf("engine states: %v", err)
	}
	return got
}

// brokenModelWrites are the writes for language models and engines. Reserve and Settle add to a sum: done again after they were done and said to
// have failed they count twice, and cannot be compared.
var brokenModelWrites = []brokenWrite{
	{name: "Commit/stand-ins", prepare: func(t *testing.T, s Store) func(context.Context) error {
		put(t, s, post("t3_a"), post("t3_b"))
		standIn(t, s, nil)
		a := unanswered(t, s)[0]
		must(t, s.SaveAnswers(ctx, asking, []voxpop.Answered{answerFor(a, "h")}))
		put(t, s, post("t3_c"))
		done := standingIn(pending(t, s), map[int64]bool{a.RowID: true})
		return func(ctx context.Context) error { return s.Commit(ctx, asking, done) }
	}},
	{name: "SaveAnswers", prepare: func(t *testing.T, s Store) func(context.Context) error {
		put(t, s, post("t3_a"), post("t3_b"))
		standIn(t, s, nil)
		waiting := unanswered(t, s)
		done := []voxpop.Answered{answerFor(waiting[0], "h"), {RowID: waiting[1].RowID, TextRevision: 1, Problem: "none"}}
		return func(ctx context.Context) error { return s.SaveAnswers(ctx, asking, done) }
	}},
	{name: "NotePause", prepare: func(_ *testing.T, s Store) func(context.Context) error {
		return func(ctx context.Context) error {
			return s.NotePause(ctx, voxpop.Pause{Reason: voxpop.StandInBudget, Since: noon})
		}
	}},
	{name: "ChooseEngine", trail: true, prepare: func(_ *testing.T, s Store) func(context.Context) error {
		return func(ctx context.Context) error {
			return s.ChooseEngine(ctx, "auto", voxpop.AuditEntry{Actor: "key", Action: "engine.choose"})
		}
	}},
}
