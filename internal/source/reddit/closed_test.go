package reddit

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/redditsim"
	"github.com/voxpop-dev/voxpop/internal/source/sourcetest"
)

// TestClosedForHours: a community that closes for some hours is not taken for deleted, and is collected again afterwards
// although hardly any wall time has passed.
func TestClosedForHours(t *testing.T) {
	d := newDay(t, 2)
	for range 4 {
		d.cycle(t, 30*time.Minute)
	}
	d.sim.SetAccess("claude", redditsim.Private, "")
	for range 8 {
		d.cycle(t, 30*time.Minute)
	}
	d.sim.SetAccess("claude", redditsim.Public, "")
	reopened := d.clock.Now()
	for range 6 {
		d.cycle(t, 30*time.Minute)
	}
	posts, comments := d.sim.Visible(reopened.Add(30*time.Minute), d.clock.Now().Add(-time.Minute))
	if share, missed := d.capture(append(posts, comments...)); share < 0.995 {
		t.Errorf("after it opened again %.4f is captured, without %d", share, len(missed))
	}
	shown := map[string]bool{}
	posts, comments = d.sim.Visible(d.begin, reopened)
	for _, name := range append(posts, comments...) {
		shown[name] = true
	}
	for _, it := range d.store.Items() {
		if shown[it.ID.Native] && it.State.Textless() {
			t.Errorf("%s of %s is %s, though only its community was closed", it.ID.Native, it.Community, it.State)
		}
	}
	told := false
	for _, f := range d.store.Failures() {
		told = told || f.Community == "claude"
	}
	if !told {
		t.Error("no failure of the closed community was recorded")
	}
}

// TestClosedCommunityMakesNothingMissing: while one community shows none of its latest items, what is absent from an answer
// by id may be its own.
func TestClosedCommunityMakesNothingMissing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := sourcetest.NewStore()
		ids := putDue(t, store, 2)
		latest := front{To: observed, Seen: observed, Last: "t1_latest", Marks: []mark{{At: observed, Name: "t1_mark"}}}
		cursors := map[string][]byte{keyFront + "comments/testing": note(latest)}
		if _, err := store.Put(t.Context(), "reddit", voxpop.Batch{Cursors: cursors}); err != nil {
			t.Fatal(err)
		}
		live := `{"kind": "t1", "data": {"name": "` + ids[0].Native + `", "subreddit": "a", "link_id": "t3_t", "body": "text", "created_utc": 1772614800}}`
		answer := func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`{"kind": "Listing", "data": {"after": null, "children": [` + live + `]}}`))
		}
		for i := range 3 {
			if err := runUpkeep(t, store, answer); err != nil {
				t.Fatal(err)
			}
			later := map[string][]byte{keyClock + "x": note(clock{Newest: observed.Add(time.Duration(i+1) * 24 * time.Hour)})}
			if _, err := store.Put(t.Context(), "reddit", voxpop.Batch{Cursors: later}); err != nil {
				t.Fatal(err)
			}
		}
		if it, _ := store.Item(ids[1]); it.State != voxpop.StateLive {
			t.Errorf("absent while a community is closed it became %s", it.State)
		}
		if f := store.Failures(); len(f) != 1 || f[0].Community != "testing" || !strings.Contains(f[0].Reason, "private") {
			t.Errorf("failures %+v, want one of testing", f)
		}
	})
}

// TestLastFlood: what a listing no longer shows is sought in the same cycle.
func TestLastFlood(t *testing.T) {
	d := newDay(t, 1)
	d.cycle(t, 30*time.Minute)
	for at := time.Hour; at < 14*time.Hour; at += 30 * time.Minute {
		d.cycle(t, 30*time.Minute)
		if len(outrunCursors(t, d.store)) > 0 {
			posts, comments := d.sim.Visible(d.begin, d.clock.Now())
			if share, missed := d.capture(append(posts, comments...)); share < 0.99 {
				t.Errorf("right after the flood %.4f is captured, without %d of %d", share, len(missed), len(posts)+len(comments))
			}
			return
		}
	}
	t.Fatal("no listing was outrun")
}

func outrunCursors(t *testing.T, store *sourcetest.Store) map[string][]byte {
	t.Helper()
	found, err := store.Cursors(t.Context(), voxpop.SourceReddit, keyOutrun)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestUnreadableThreadLetsOthersPass: the most torn thread cannot be read, the other one can.
func TestUnreadableThreadLetsOthersPass(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := sourcetest.NewStore()
		now := observed
		var b voxpop.Batch
		noted := map[string]mend{}
		for i, name := range []string{"t3_bad", "t3_good"} {
			b.Items = append(b.Items, voxpop.Item{ID: voxpop.ItemID{Source: "reddit", Native: name}, Kind: voxpop.KindPost, Community: "testing",
				ThreadID: name, Title: "title", Comments: int64(40 - i), Created: now.Add(-5 * time.Hour), Observed: now,
				Recheck: now.Add(48 * time.Hour), State: voxpop.StateLive, Origin: voxpop.OriginLive})
			noted[name] = mend{At: now.Add(-time.Hour), Stated: int64(40 - i), Settled: true}
		}
		b.Cursors = map[string][]byte{
			keyClock + "x":                note(clock{Newest: now}),
			keyRepair:                     note(noted),
			keyFront + "comments/testing": note(front{To: now, Since: now.Add(-24 * time.Hour), Start: now.Add(-24 * time.Hour), Seen: now}),
		}
		if _, err := store.Put(t.Context(), "reddit", b); err != nil {
			t.Fatal(err)
		}
		asked := map[string]int{}
		answer := func(w http.ResponseWriter, r *http.Request) {
			asked[r.URL.Path]++
			if strings.Contains(r.URL.Path, "bad") {
				http.Error(w, "", http.StatusInternalServerError)
				return
			}
			const post = `{"kind": "t3", "data": {"name": "t3_good", "subreddit": "testing", "title": "title", "num_comments": 39, "created_utc": 1772600000}}`
			_, _ = fmt.Fprintf(w, `[{"kind": "Listing", "data": {"after": null, "children": [%s]}}, %s]`, post, emptyListing)
		}
		for range 2 * mendTries {
			_ = runUpkeep(t, store, answer) // fails while the bad thread is tried
		}
		if asked["/comments/good"] != 1 {
			t.Errorf("the readable thread was asked for %d times, want once", asked["/comments/good"])
		}
		if got, most := asked["/comments/bad"], mendTries*maxAttempts; got == 0 || got > most {
			t.Errorf("the unreadable thread was asked for %d times, want at most %d", got, most)
		}
	})
}

// TestWitnessThatWasDeleted: an item asked for only to judge an answer is believed when it shows itself as deleted.
func TestWitnessThatWasDeleted(t *testing.T) {
	for name, answered := range map[string]int{"asked along": 1, "asked in search of closed communities": 0} {
		synctest.Test(t, func(t *testing.T) {
			store := sourcetest.NewStore()
			due := putDue(t, store, 2)
			witness := voxpop.ItemID{Source: "reddit", Native: "t1_witness"}
			b := voxpop.Batch{Items: []voxpop.Item{{ID: witness, Kind: voxpop.KindComment, Community: "testing", ThreadID: "t3_t", Body: "text",
				Created: observed, Observed: observed, Recheck: observed.Add(48 * time.Hour), State: voxpop.StateLive, Origin: voxpop.OriginLive}}}
			f := front{To: observed, Seen: observed, Marks: []mark{{At: observed, Name: witness.Native}, {At: observed, Name: "t1_mark"}}}
			if answered == 1 {
				f = front{To: observed, Seen: observed, Last: witness.Native}
			}
			b.Cursors = map[string][]byte{keyFront + "comments/testing": note(f)}
			if _, err := store.Put(t.Context(), "reddit", b); err != nil {
				t.Fatal(err)
			}
			err := runUpkeep(t, store, func(w http.ResponseWriter, r *http.Request) {
				ids := r.URL.Query().Get("id")
				var shown []string
				if strings.Contains(ids, witness.Native) {
					shown = append(shown, `{"kind": "t1", "data": {"name": "t1_witness", "subreddit": "testing", "link_id": "t3_t", "author": "[deleted]", "body": "[deleted]", "created_utc": 1772614800}}`)
				}
				if strings.Contains(ids, due[0].Native) {
					shown = append(shown, `{"kind": "t1", "data": {"name": "`+due[0].Native+`", "subreddit": "a", "link_id": "t3_t", "body": "text", "created_utc": 1772614800}}`)
				}
				_, _ = fmt.Fprintf(w, `{"kind": "Listing", "data": {"after": null, "children": [%s]}}`, strings.Join(shown, ","))
			})
			if err != nil {
				t.Fatal(err)
			}
			if it, _ := store.Item(witness); it.State != voxpop.StateDeleted {
				t.Errorf("%s: the witness is %s, want deleted", name, it.State)
			}
		})
	}
}
