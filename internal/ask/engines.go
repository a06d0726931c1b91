package ask

import (
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/stats"
)

// EngineChanged is the verdict on a change across which another engine scored: how the engines differ would be taken for how opinions do.
const EngineChanged stats.Verdict = "engine changed"

// EngineChange is the UTC day from which on most scores come from another engine than before.
type EngineChange struct {
	At       time.Time
	From, To voxpop.EngineID
}

// EngineChanges finds such days. days are tallies of UTC days by engine, in order; former says how many of their scores are of engines before
// it. Days without scores belong to the engine of the day before.
func EngineChanges(days []voxpop.Point, former []voxpop.FormerScores, engine voxpop.EngineID) []EngineChange {
	var out []EngineChange
	var last voxpop.EngineID
	for i := range days {
		scored := days[i].Scored()
		if scored == 0 {
			continue
		}
		now := mostlyBy(days[i].Start, scored, former, engine)
		if last != (voxpop.EngineID{}) && now != last {
			out = append(out, EngineChange{At: voxpop.GrainDay.Truncate(days[i].Start), From: last, To: now})
		}
		last = now
	}
	return out
}

// mostlyBy is the engine that gave most scores of a day; the present one where it is a tie.
func mostlyBy(day time.Time, scored int64, former []voxpop.FormerScores, engine voxpop.EngineID) voxpop.EngineID {
	most := engine
	best := scored
	var others []voxpop.FormerScores
	for _, f := range former {
		if f.Day.Equal(voxpop.GrainDay.Truncate(day)) {
			others = append(others, f)
			best -= f.Items
		}
	}
	for _, f := range others {
		if f.Items > best {
			most, best = f.Engine, f.Items
		}
	}
	return most
}

// unsettled is the share of an hour's items that may wait for a score while changes are read from it. A few always may: texts that were just edited.
const unsettled = 0.1

// Settled is the part of a window that changes are read from. It ends before the running hour of now, and before the first hour in which
// more than a tenth of the items waits for a score. hours are tallies of hours of the window, in order.
func Settled(w voxpop.Window, hours []voxpop.Point, now time.Time) voxpop.Window {
	if running := voxpop.GrainHour.Truncate(now); w.To.After(running) {
		w.To = running
	}
	for i := range hours {
		h := &hours[i]
		if h.Start.Before(w.To) && float64(h.Unscored()) > unsettled*float64(h.Items-h.Excluded) {
			w.To = h.Start
			break
		}
	}
	if w.To.Before(w.From) {
		w.To = w.From
	}
	return w
}
