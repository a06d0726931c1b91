package reddit

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/redditsim"
	"github.com/voxpop-dev/voxpop/internal/source/sourcetest"
)

// inside makes a day whose requests stay in the process, for tests on synctest's clock.
func inside(t *testing.T) (*day, *sourcetest.Gate) {
	t.Helper()
	d := simulate(1)
	gate := sourcetest.NewGate(d.sim.Handler())
	d.connect(t, Config{Transport: gate})
	return d, gate
}

func TestBlockedCommunity(t *testing.T) {
	for access, words := range map[redditsim.Access]string{
		redditsim.Private: "private", redditsim.Banned: "banned", redditsim.Quarantined: "quarantined", redditsim.Missing: "spelling",
	} {
		synctest.Test(t, func(t *testing.T) {
			d, _ := inside(t)
			d.sim.SetAccess("kiroIDE", access, "")
			for range 3 {
				d.cycle(t, 30*time.Minute)
			}
			failures := d.store.Failures()
			if len(failures) == 0 || failures[0].Community != "kiroIDE" || !strings.Contains(failures[0].Reason, words) {
				t.Fatalf("failures %+v, want one of kiroIDE with %q", failures, words)
			}
			posts, comments := d.sim.Visible(d.begin, d.sim.Now().Add(-time.Minute))
			if share, _ := d.capture(append(posts, comments...)); share < 0.995 {
				t.Errorf("the other communities are captured to %.4f only", share)
			}
			d.sim.ForgetRequests()
			d.cycle(t, 30*time.Minute)
			for _, r := range d.sim.Requests() {
				if len(r.Communities) == 1 && r.Communities[0] == "kiroIDE" {
					t.Errorf("asked again at once: %s", r.URI)
				}
			}
			d.sim.SetAccess("kiroIDE", redditsim.Public, "")
			time.Sleep(25 * time.Hour)
			d.cycle(t, 30*time.Minute)
			d.cycle(t, 30*time.Minute)
			posts, _ = d.sim.Visible(d.begin, d.sim.Now().Add(-time.Minute))
			if share, missed := d.capture(posts); share < 0.99 {
				t.Errorf("after it opened again posts are captured to %.4f, without %v", share, missed)
			}
		})
	}
}

func TestGroupWithOneRefusedIsHalved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, gate := inside(t)
		gate.Set(func(w http.ResponseWriter, r *http.Request) bool {
			if !strings.Contains(r.URL.Path, "aws") {
				return false
			}
			return sourcetest.Answer(403, "application/json", `{"reason": "private"}`)(w, r)
		})
		d.cycle(t, 30*time.Minute)
		for _, f := range d.store.Failures() {
			if f.Community != "aws" {
				t.Errorf("failure of %+v", f)
			}
		}
		posts, _ := d.sim.Visible(d.begin, d.sim.Now().Add(-time.Second))
		_, missed := d.capture(posts)
		if len(posts) == 0 || len(missed) > 5 {
			t.Errorf("%d of %d posts missed", len(missed), len(posts))
		}
	})
}

// TestTasksAtOnce runs the tasks of each cycle side by side.
func TestTasksAtOnce(t *testing.T) {
	d := newDay(t, 5)
	for range 4 {
		d.clock.Advance(30 * time.Minute)
		tasks, err := d.src.Plan(t.Context(), d.store)
		if err != nil {
			t.Fatal(err)
		}
		var wait sync.WaitGroup
		for _, task := range tasks {
			wait.Go(func() {
				if err := sourcetest.RunTask(t.Context(), d.src, d.store, task); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
	}
	posts, comments := d.sim.Visible(d.begin, d.sim.Now().Add(-time.Minute))
	if share, missed := d.capture(append(posts, comments...)); share < 0.99 {
		t.Errorf("captured %.4f, without %d", share, len(missed))
	}
}

// TestLostAnchor: the last item of a page is deleted before the next page is asked for.
func TestLostAnchor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, gate := inside(t)
		d.cycle(t, 0)
		lost := 0
		gate.Set(func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Query().Get("after") == "" || lost%2 == 1 {
				lost++
				return false
			}
			lost++
			return sourcetest.Answer(200, "application/json", emptyListing)(w, r)
		})
		d.cycle(t, 2*time.Hour)
		posts, comments := d.sim.Visible(d.begin, d.sim.Now().Add(-time.Second))
		if share, missed := d.capture(append(posts, comments...)); share < 0.99 {
			t.Errorf("captured %.4f, without %d", share, len(missed))
		}
	})
}

func TestOneListingTooShort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, _ := inside(t)
		d.cycle(t, 12*time.Hour)
		d.cycle(t, 4*time.Hour) // thousands of comments: more than a joined listing shows
		posts, comments := d.sim.Visible(d.begin.Add(12*time.Hour), d.sim.Now().Add(-time.Second))
		if share, missed := d.capture(append(posts, comments...)); share < 0.99 {
			t.Errorf("captured %.4f, without %d", share, len(missed))
		}
	})
}

func putDue(t *testing.T, store *sourcetest.Store, n int) []voxpop.ItemID {
	t.Helper()
	var b voxpop.Batch
	var ids []voxpop.ItemID
	at := observed.Add(-3 * time.Hour)
	for i := range n {
		id := voxpop.ItemID{Source: "reddit", Native: fmt.Sprintf("t1_due%d", i)}
		ids = append(ids, id)
		b.Items = append(b.Items, voxpop.Item{ID: id, Kind: voxpop.KindComment, Community: "a", ThreadID: "t3_t", Body: "text",
			Created: at, Observed: at, Recheck: at, State: voxpop.StateLive, Origin: voxpop.OriginLive})
	}
	b.Cursors = map[string][]byte{keyClock + "x": note(clock{Newest: observed})}
	if _, err := store.Put(t.Context(), "reddit", b); err != nil {
		t.Fatal(err)
	}
	return ids
}

func runUpkeep(t *testing.T, store *sourcetest.Store, answer http.HandlerFunc) error {
	t.Helper()
	src, err := New(Config{ClientID: "id", ClientSecret: "s3cret", Communities: []string{"testing"}, Transport: sourcetest.NewGate(&desk{answer: answer})})
	if err != nil {
		t.Fatal(err)
	}
	return sourcetest.RunTask(t.Context(), src, store, task(payload{Kind: taskUpkeep}))
}

func TestAbsentIsMissing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := sourcetest.NewStore()
		ids := putDue(t, store, 2)
		live := `{"kind": "t1", "data": {"name": "` + ids[0].Native + `", "subreddit": "a", "link_id": "t3_t", "body": "text", "created_utc": 1772614800}}`
		answer := func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`{"kind": "Listing", "data": {"after": null, "children": [` + live + `]}}`))
		}
		for i := range 2 {
			if err := runUpkeep(t, store, answer); err != nil {
				t.Fatal(err)
			}
			gone, _ := store.Item(ids[1])
			if gone.State.Textless() != (i == 1) {
				t.Errorf("after %d misses it is %s", i+1, gone.State)
			}
			if kept, _ := store.Item(ids[0]); kept.State != voxpop.StateLive || !kept.Recheck.After(observed) {
				t.Errorf("the one that answered is %s, due %v", kept.State, kept.Recheck)
			}
			later := map[string][]byte{keyClock + "x": note(clock{Newest: observed.Add(2 * time.Hour)})}
			if _, err := store.Put(t.Context(), "reddit", voxpop.Batch{Cursors: later}); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestNothingAtAllIsNoDeletion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := sourcetest.NewStore()
		ids := putDue(t, store, 20)
		for range 3 {
			if err := runUpkeep(t, store, sound); err != nil {
				t.Fatal(err)
			}
			later := map[string][]byte{keyClock + "x": note(clock{Newest: observed.Add(24 * time.Hour)})}
			if _, err := store.Put(t.Context(), "reddit", voxpop.Batch{Cursors: later}); err != nil {
				t.Fatal(err)
			}
		}
		for _, id := range ids {
			if it, _ := store.Item(id); it.State != voxpop.StateLive {
				t.Fatalf("%s is %s after an answer without anything", id, it.State)
			}
		}
		if len(store.Failures()) == 0 {
			t.Error("no failure was recorded")
		}
	})
}

// A host that takes fewer ids than Reddit does leaves the others out; they are not gone for that.
func TestCutAnswerIsNoDeletion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := sourcetest.NewStore()
		ids := putDue(t, store, 80)
		answer := func(w http.ResponseWriter, r *http.Request) {
			var shown []string
			for name := range strings.SplitSeq(r.URL.Query().Get("id"), ",") {
				if len(shown) < 50 {
					shown = append(shown, `{"kind": "t1", "data": {"name": "`+name+`", "subreddit": "a", "link_id": "t3_t", "body": "text", "created_utc": 1772614800}}`)
				}
			}
			_, _ = w.Write([]byte(`{"kind": "Listing", "data": {"after": null, "children": [` + strings.Join(shown, ",") + `]}}`))
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
		for _, id := range ids {
			if it, _ := store.Item(id); it.State != voxpop.StateLive {
				t.Fatalf("%s is %s after answers that were cut", id, it.State)
			}
		}
		if len(store.Failures()) == 0 {
			t.Error("no failure was recorded")
		}
	})
}

func TestPauseIsSharedThroughTheStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := sourcetest.NewStore()
		putDue(t, store, 3)
		busy := func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "600")
			http.Error(w, "", http.StatusTooManyRequests)
		}
		if err := runUpkeep(t, store, busy); !errors.Is(err, voxpop.ErrUnavailable) {
			t.Fatalf("error %v", err)
		}
		asked := false
		err := runUpkeep(t, store, func(w http.ResponseWriter, r *http.Request) { asked = true; sound(w, r) })
		if !errors.Is(err, voxpop.ErrUnavailable) || asked {
			t.Errorf("another process asked in the pause: %v, %v", asked, err)
		}
	})
}
