package storetest

import (
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// mixedTests are about two versions of the program that serve one database while one replaces the other.
var mixedTests = map[string]func(*testing.T, Store){
	"WhatAnOlderProgramAnalysedIsAnalysedByTheNewerOne": func(t *testing.T, s Store) {
		mixed(t, s)
		older := voxpop.Replica{Name: "older", Roles: voxpop.ReplicaRoles, Engine: engineA}
		heard(t, s, older)
		put(t, s, post("t3_taken"), post("t3_a", observed(later), body("edited, good")))
		analyse(t, s, engineA)
		wantBehind(t, s, engineB, false) // the older one would go on taking items
		if err := s.Forget(ctx, older.Name); err != nil {
			t.Fatal(err)
		}
		wantCaughtUp(t, s)
	},
	"SoIsWhatAProgramAnalysedThatDoesNotTell": func(t *testing.T, s Store) {
		mixed(t, s)
		lifeSQL(t, s, "INSERT INTO replicas (name, seen) VALUES ('older', 4102444800000)")
		put(t, s, post("t3_taken"))
		analyse(t, s, engineA)
		lifeSQL(t, s, "UPDATE engines SET missed = 0") // it knows nothing of that
		heard(t, s, newer)
		wantBehind(t, s, engineB, false)
		if err := s.Forget(ctx, "older"); err != nil {
			t.Fatal(err)
		}
		heard(t, s, newer)
		wantCaughtUp(t, s)
	},
	"OlderProgramStepsBack": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"))
		catchUp(t, s)
		older := voxpop.Replica{Name: "older", Roles: voxpop.ReplicaRoles, Engine: engineA}
		heard(t, s, older, newer)
		wantSuperseded(t, s, engineA, false) // the newer one has not begun
		wantSuperseded(t, s, engineB, false)
		if _, err := s.Backfill(ctx, engineB, 10); err != nil {
			t.Fatal(err)
		}
		wantSuperseded(t, s, engineA, true)
		wantSuperseded(t, s, engineB, false)
		heard(t, s, voxpop.Replica{Name: newer.Name, Roles: []voxpop.ReplicaRole{voxpop.ServesAPI, voxpop.Collects}})
		wantSuperseded(t, s, engineA, false)
		heard(t, s, voxpop.Replica{Name: newer.Name, Roles: voxpop.ReplicaRoles, Engine: voxpop.EngineID{Name: "another", Version: "3"}})
		wantSuperseded(t, s, engineA, false)
		heard(t, s, newer)
		if err := s.Forget(ctx, newer.Name); err != nil {
			t.Fatal(err)
		}
		wantSuperseded(t, s, engineA, false)
	},
	"WalkOfOneThatAnswersRecountsOnlyWhatItMissed": func(t *testing.T, s Store) {
		mixed(t, s)
		put(t, s, post("t3_taken"))
		analyse(t, s, engineA)
		rollUp(t, s)
		before := version(t, s).Number
		walkOver(t, s, engineB, 10)
		if b, err := s.Backlog(ctx); err != nil || b.Dirty != 1 {
			t.Errorf("%d days wait to be recounted, %v, want 1", b.Dirty, err)
		}
		rollUp(t, s)
		if v := version(t, s); v.Engine != engineB || v.Number != before+1 {
			t.Errorf("version %+v, was %d", v, before)
		}
	},
}

// newer is a replica whose program has the later version of the suite's engine.
var newer = voxpop.Replica{Name: "newer", Roles: voxpop.ReplicaRoles, Engine: engineB}

// mixed fills a store in which engineB answers, after engineA did.
func mixed(t *testing.T, s Store) {
	t.Helper()
	put(t, s, post("t3_a"), post("t3_b", body("bad"), at(noon.Add(-48*time.Hour))))
	catchUp(t, s)
	heard(t, s, newer)
	wantCaughtUp(t, s)
}

func heard(t *testing.T, s Store, replicas ...voxpop.Replica) {
	t.Helper()
	for _, r := range replicas {
		if err := s.Heartbeat(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
}

// wantCaughtUp lets engineB walk, which must have something to walk for, and expects that it scored every item and answers.
func wantCaughtUp(t *testing.T, s Store) {
	t.Helper()
	wantBehind(t, s, engineB, true)
	for steps := 0; ; steps++ {
		done, err := s.Backfill(ctx, engineB, 1)
		if err != nil || steps > 20 {
			t.Fatalf("step %d: %v", steps, err)
		}
		analyse(t, s, engineB)
		if done {
			break
		}
	}
	rollUp(t, s)
	wantBehind(t, s, engineB, false)
	if v := version(t, s); v.Engine != engineB {
		t.Errorf("%v answers", v.Engine)
	}
	if sum := tally(t, s, voxpop.Filter{}); sum.Unscored() != 0 || sum.Items == 0 {
		t.Errorf("not every item is scored: %+v", plain(sum))
	}
	lifeExpectClean(t, s)
}

func wantSuperseded(t *testing.T, s Store, e voxpop.EngineID, want bool) {
	t.Helper()
	if is, err := s.EngineSuperseded(ctx, e); err != nil || is != want {
		t.Errorf("%v is superseded: %v, %v, want %v", e, is, err, want)
	}
}
