package ask

import (
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Place is what a verdict is about: a community of a source, and one kind of item there or
// (empty) both.
type Place struct {
	Source    string
	Community string
	Kind      voxpop.Kind
}

// Judge says what the ledger proves about a place in a window, as known at asOf.
// It is Gap when a span that was not read in full touches the window and no later entry
// closed it; Complete when overlap is proved from the window's start until its end, or until
// slack before asOf when the window reaches that far (what is due with the next poll is not
// missing); Unknown otherwise. Entries recorded after asOf are not looked at, so that the
// verdict belongs to a data version.
func Judge(ledger []voxpop.LedgerEntry, p Place, w voxpop.Window, asOf time.Time, slack time.Duration) voxpop.Continuity {
	var own []voxpop.LedgerEntry
	for _, e := range ledger {
		if p.holds(&e) && !e.Recorded.After(asOf) {
			own = append(own, e)
		}
	}
	if horizon := asOf.Add(-slack); horizon.Before(w.To) {
		w.To = horizon
	}
	verdict := voxpop.Complete
	for _, kind := range p.kinds(own) {
		switch judgeKind(own, kind, w) {
		case voxpop.Gap:
			return voxpop.Gap
		case voxpop.Unknown:
			verdict = voxpop.Unknown
		}
	}
	return verdict
}

// JudgeSteps says of every step what the ledger proves about all places in it: the worst of their verdicts.
func JudgeSteps(ledger []voxpop.LedgerEntry, places []Place, steps []Step, asOf time.Time, slack time.Duration) []voxpop.Continuity {
	own := make([][]voxpop.LedgerEntry, len(places))
	for i, p := range places {
		for _, e := range ledger {
			if p.holds(&e) {
				own[i] = append(own[i], e)
			}
		}
	}
	out := make([]voxpop.Continuity, len(steps))
	verdicts := make([]voxpop.Continuity, len(places))
	for s := range steps {
		w := voxpop.Window{From: steps[s].Start, To: steps[s].End}
		for i, p := range places {
			verdicts[i] = Judge(own[i], p, w, asOf, slack)
		}
		out[s] = Worst(verdicts)
	}
	return out
}

// holds reports whether an entry is about the place; entries of a whole source are.
func (p Place) holds(e *voxpop.LedgerEntry) bool {
	return e.Source == p.Source && (e.Community == "" || strings.EqualFold(e.Community, p.Community)) &&
		(p.Kind == "" || e.Kind == "" || e.Kind == p.Kind)
}

// kinds are the kinds of item that must be proved: the one asked for; on Reddit both;
// elsewhere those that the ledger speaks of, since a feed has no comments.
func (p Place) kinds(own []voxpop.LedgerEntry) []voxpop.Kind {
	both := []voxpop.Kind{voxpop.KindPost, voxpop.KindComment}
	if p.Kind != "" {
		return []voxpop.Kind{p.Kind}
	}
	spoken := func(k voxpop.Kind) bool {
		return slices.ContainsFunc(own, func(e voxpop.LedgerEntry) bool { return e.Kind == "" || e.Kind == k })
	}
	if p.Source == voxpop.SourceReddit || !spoken(both[0]) && !spoken(both[1]) {
		return both
	}
	return slices.DeleteFunc(both, func(k voxpop.Kind) bool { return !spoken(k) })
}

func judgeKind(own []voxpop.LedgerEntry, kind voxpop.Kind, w voxpop.Window) voxpop.Continuity {
	proved := provedOf(own, kind)
	for _, e := range own {
		if e.Continuity != voxpop.Gap || e.Kind != "" && e.Kind != kind {
			continue
		}
		hole := overlap(voxpop.Window{From: e.From, To: e.To}, w)
		if hole.From.Before(hole.To) && !closed(proved, e, hole) {
			return voxpop.Gap
		}
	}
	if w.From.Before(w.To) && covered(proved, w, func(voxpop.LedgerEntry) bool { return true }) {
		return voxpop.Complete
	}
	return voxpop.Unknown
}

// Repaired reports whether what was read after a gap proves that nothing of the place is missing in it, of any kind of item that the
// gap is about.
func Repaired(ledger []voxpop.LedgerEntry, p Place, gap voxpop.LedgerEntry) bool {
	if p.Kind == "" {
		p.Kind = gap.Kind
	}
	var own []voxpop.LedgerEntry
	for _, e := range ledger {
		if p.holds(&e) {
			own = append(own, e)
		}
	}
	for _, kind := range p.kinds(own) {
		if !closed(provedOf(own, kind), gap, voxpop.Window{From: gap.From, To: gap.To}) {
			return false
		}
	}
	return true
}

// provedOf returns what was read in full of a kind, by its start.
func provedOf(own []voxpop.LedgerEntry, kind voxpop.Kind) []voxpop.LedgerEntry {
	var proved []voxpop.LedgerEntry
	for _, e := range own {
		if e.Continuity == voxpop.Complete && (e.Kind == "" || e.Kind == kind) {
			proved = append(proved, e)
		}
	}
	slices.SortFunc(proved, func(a, b voxpop.LedgerEntry) int { return a.From.Compare(b.From) })
	return proved
}

// closed reports whether what was proved after a gap was recorded covers its part in w.
func closed(proved []voxpop.LedgerEntry, gap voxpop.LedgerEntry, w voxpop.Window) bool {
	return covered(proved, w, func(p voxpop.LedgerEntry) bool { return p.Recorded.After(gap.Recorded) })
}

func overlap(a, b voxpop.Window) voxpop.Window {
	if a.From.Before(b.From) {
		a.From = b.From
	}
	if a.To.After(b.To) {
		a.To = b.To
	}
	return a
}

// covered reports whether the spans that count, sorted by their start, leave no hole in w.
func covered(spans []voxpop.LedgerEntry, w voxpop.Window, counts func(voxpop.LedgerEntry) bool) bool {
	reached := w.From
	for _, s := range spans {
		if !counts(s) {
			continue
		}
		if s.From.After(reached) {
			return false
		}
		if s.To.After(reached) {
			reached = s.To
		}
		if !reached.Before(w.To) {
			return true
		}
	}
	return !reached.Before(w.To)
}

// Worst is the verdict over several communities: a gap anywhere is a gap, complete needs all
// of them, and of none nothing is known.
func Worst(verdicts []voxpop.Continuity) voxpop.Continuity {
	switch {
	case slices.Contains(verdicts, voxpop.Gap):
		return voxpop.Gap
	case len(verdicts) == 0 || slices.Contains(verdicts, voxpop.Unknown):
		return voxpop.Unknown
	}
	return voxpop.Complete
}
