package reddit

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/source/sourcetest"
)

// What is left over stays within the ration, however long it goes on, and a first look earns nothing.
func TestRation(t *testing.T) {
	u := upkeep{}.next(observed, 21, 2000)
	if u.spare() != 0 {
		t.Errorf("%d to spare after a first look", u.spare())
	}
	const each, cheap = 360, 12 // new items and other requests of a cycle
	var items, requests int64
	for range 48 {
		used := int64(u.spare())
		items, requests = items+each, requests+cheap+used
		u = u.next(observed, cheap+used, 2000+items)
	}
	if share := float64(requests) / float64(items); share > rationPerItem || share < rationPerItem-0.01 {
		t.Errorf("%.4f requests for each new item, want nearly %.4f", share, rationPerItem)
	}
	for range 48 {
		u = u.next(observed, each/10, 2000+items)
	}
	if u.spare() != 0 {
		t.Errorf("%d to spare although others need more than the ration", u.spare())
	}
}

// A thread that lacks one comment is searched before the second look when requests are left, and waits for it when not.
func TestLoneCommentIsSoughtEarlyWithinTheRation(t *testing.T) {
	for _, items := range []float64{0, 5000} {
		synctest.Test(t, func(t *testing.T) {
			store := sourcetest.NewStore()
			putTorn(t, store, upkeep{At: observed.Add(-time.Hour), Items: items})
			asked := 0
			err := runUpkeep(t, store, func(w http.ResponseWriter, r *http.Request) {
				asked++
				const post = `{"kind": "t3", "data": {"name": "t3_one", "subreddit": "testing", "title": "title", "num_comments": 1, "created_utc": 1772600000}}`
				_, _ = fmt.Fprintf(w, `[{"kind": "Listing", "data": {"after": null, "children": [%s]}}, %s]`, post, emptyListing)
			})
			if err != nil {
				t.Fatal(err)
			}
			if (asked > 0) != (items > 0) {
				t.Errorf("with the ration of %v items the thread was asked for %d times", items, asked)
			}
		})
	}
}

// putTorn stores a post that states one comment more than is stored, noticed before the last walk and not yet looked at twice.
func putTorn(t *testing.T, store *sourcetest.Store, u upkeep) {
	t.Helper()
	name := "t3_one"
	b := voxpop.Batch{
		Items: []voxpop.Item{{ID: voxpop.ItemID{Source: "reddit", Native: name}, Kind: voxpop.KindPost, Community: "testing",
			ThreadID: name, Title: "title", Comments: 1, Created: observed.Add(-5 * time.Hour), Observed: observed,
			Recheck: observed.Add(48 * time.Hour), State: voxpop.StateLive, Origin: voxpop.OriginLive}},
		Cursors: map[string][]byte{
			keyClock + "x":                note(clock{Newest: observed}),
			keyUpkeep:                     note(u),
			keyRepair:                     note(map[string]mend{name: {At: observed.Add(-time.Hour), Stated: 1, Settled: true}}),
			keySecond + "testing":         note(observed.Add(-4 * time.Hour)),
			keyFront + "comments/testing": note(front{To: observed, Since: observed.Add(-24 * time.Hour), Start: observed.Add(-24 * time.Hour), Seen: observed}),
		},
	}
	if _, err := store.Put(t.Context(), "reddit", b); err != nil {
		t.Fatal(err)
	}
}
