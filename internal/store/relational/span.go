package relational

import (
	"time"

	"github.com/voxpop-dev/voxpop"
)

// span is a stretch of cells of one grain: since ≤ start < until, in Unix seconds.
type span struct{ grain, since, until int64 }

// firstSecond and lastSecond bound windows that are open at one end.
const (
	firstSecond = 0
	lastSecond  = lastCreated
)

// windowSeconds are the bounds of a window truncated to hours; the zero times are open ends.
func windowSeconds(w voxpop.Window) (since, until int64) {
	since, until = firstSecond, lastSecond
	if !w.From.IsZero() {
		since = max(since, w.From.Truncate(time.Hour).Unix())
	}
	if !w.To.IsZero() {
		until = min(until, w.To.Truncate(time.Hour).Unix())
	}
	return since, until
}

// spansOf covers whole hours by the fewest cells: days where whole UTC days lie inside, hours at the edges.
func spansOf(w voxpop.Window) []span {
	since, until := windowSeconds(w)
	if since >= until {
		return nil
	}
	firstDay, lastDay := dayOf(since+day-1), dayOf(until)
	if firstDay >= lastDay {
		return []span{{hour, since, until}}
	}
	spans := []span{{hour, since, firstDay}, {day, firstDay, lastDay}, {hour, lastDay, until}}
	kept := spans[:0]
	for _, s := range spans {
		if s.since < s.until {
			kept = append(kept, s)
		}
	}
	return kept
}

// hourSpan covers the window by hours only.
func hourSpan(w voxpop.Window) []span {
	since, until := windowSeconds(w)
	if since >= until {
		return nil
	}
	return []span{{hour, since, until}}
}
