package reddit

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/source/redditjson"
)

// TestRepairedGapIsClosed: a gap that the threads filled again is closed in the ledger, and not before they did.
func TestRepairedGapIsClosed(t *testing.T) {
	d := newDay(t, 1)
	var gap voxpop.LedgerEntry
	var then []string // comments of the gap that could be read when it was noticed; others are approved later
	for range 40 {
		d.cycle(t, 30*time.Minute)
		for _, e := range d.store.Ledger() {
			if e.Continuity == voxpop.Gap && gap.Source == "" {
				gap = e
				then = d.said(t, gap)
			}
			if !repairs(e, gap) {
				continue
			}
			now := d.said(t, gap)
			comments := slices.DeleteFunc(then, func(name string) bool { return !slices.Contains(now, name) })
			if share, missed := d.capture(comments); share < 1 {
				t.Errorf("closed, although %d of %d comments are missing, such as %v", len(missed), len(comments), missed[:min(3, len(missed))])
			}
			if len(comments) < 10 {
				t.Errorf("only %d comments in the gap", len(comments))
			}
			if open := outrunCursors(t, d.store); strings.Contains(string(open[keyOutrun+"claude"]), `"open"`) {
				t.Errorf("it is still to be proved: %s", open)
			}
			return
		}
	}
	t.Fatalf("gap %+v was not closed", gap)
}

// said is what can be read at the moment of the comments in a gap.
func (d *day) said(t *testing.T, gap voxpop.LedgerEntry) (names []string) {
	t.Helper()
	_, all := d.sim.Visible(gap.From, gap.To)
	call := &caller{client: d.src.client}
	for part := range slices.Chunk(all, infoIDs) {
		_, err := call.get(t.Context(), "/api/info", url.Values{"id": {strings.Join(part, ",")}}, func(body []byte) error {
			page, err := redditjson.ParsePage(body)
			for _, it := range page.Items {
				if it.Community == gap.Community {
					names = append(names, it.ID.Native)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return names
}

// repairs reports whether an entry closes a gap.
func repairs(e, gap voxpop.LedgerEntry) bool {
	return e.Continuity == voxpop.Complete && e.Community == gap.Community && e.Kind == gap.Kind && e.Reason == proved &&
		!e.From.After(gap.From) && !e.To.Before(gap.To) && e.Recorded.After(gap.Recorded)
}

// TestGapTakesIn: a second gap does not make the first forgotten, and where posts are missing nothing is to be proved.
func TestGapTakesIn(t *testing.T) {
	at := func(hour int) span {
		from := time.Date(2026, time.March, 4, hour, 0, 0, 0, time.UTC)
		return span{from, from.Add(time.Hour)}
	}
	g := gap{}.add(taskComments, at(1), []string{"t3_a", "t3_b"}).add(taskComments, at(3), []string{"t3_b", "t3_c"})
	if want := []string{"t3_b", "t3_c", "t3_a"}; !slices.Equal(g.Threads, want) || !slices.Equal(spans(g), []span{at(1), at(3)}) || g.From != at(3).From {
		t.Errorf("two gaps: %+v", g)
	}
	g = g.add(taskPosts, at(3), nil)
	if !slices.Equal(spans(g), []span{at(1)}) || len(g.Threads) != 3 {
		t.Errorf("posts are missing in the second: %+v", g)
	}
	if g = g.add(taskComments, at(3), nil); !slices.Equal(spans(g), []span{at(1)}) {
		t.Errorf("comments are missing there again: %+v", g)
	}
	if g = g.add(taskComments, at(5), nil); !slices.Equal(spans(g), []span{at(1), at(5)}) {
		t.Errorf("later they are missing alone: %+v", g)
	}
}

func spans(g gap) (out []span) {
	for _, h := range g.Open {
		out = append(out, h.span)
	}
	return out
}
