package api

import (
	"context"
	"sync"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

const (
	// ledgerLimit bounds how much of the ledger one answer reads; beyond it coverage is unknown.
	ledgerLimit = 20000
	// verdictStep is how far apart the moments are as of which answers judge coverage. Reading
	// the ledger costs more than adding up cells, and in a cycle versions come every 2 s.
	verdictStep  = time.Minute
	verdictsKept = 1000
)

// verdicts keeps what was judged about windows.
type verdicts struct {
	mu   sync.Mutex
	kept map[verdictKey]voxpop.Continuity
}

type verdictKey struct {
	asOf, from, to int64
	place          ask.Place
}

// verdict judges the coverage of a filter as of the whole minute before the version was
// published: so it belongs to the version, and is made once a minute.
func (a *API) verdict(ctx context.Context, f frame, filter voxpop.Filter, concerned []voxpop.CommunityState) (voxpop.Continuity, error) {
	asOf := f.version.Published.Truncate(verdictStep)
	key := verdictKey{asOf.Unix(), filter.From.Unix(), filter.To.Unix(), ask.Place{Source: filter.Source, Community: filter.Community, Kind: filter.Kind}}
	a.verdicts.mu.Lock()
	verdict, known := a.verdicts.kept[key]
	a.verdicts.mu.Unlock()
	if known {
		return verdict, nil
	}
	ledger, err := a.opt.Reader.Ledger(ctx, filter, ledgerLimit)
	if err != nil {
		return "", a.asProblem("coverage ledger", err)
	}
	verdict = a.judge(ledger, concerned, filter, asOf)
	a.verdicts.mu.Lock()
	defer a.verdicts.mu.Unlock()
	if a.verdicts.kept == nil || len(a.verdicts.kept) >= verdictsKept {
		a.verdicts.kept = map[verdictKey]voxpop.Continuity{}
	}
	a.verdicts.kept[key] = verdict
	return verdict, nil
}

// judge judges the configured communities among those concerned; the one that is asked for
// by name in any case.
func (a *API) judge(ledger []voxpop.LedgerEntry, concerned []voxpop.CommunityState, filter voxpop.Filter, asOf time.Time) voxpop.Continuity {
	var all []voxpop.Continuity
	for _, c := range concerned {
		if c.Configured || filter.Community != "" {
			place := ask.Place{Source: c.Source, Community: c.Community, Kind: filter.Kind}
			all = append(all, ask.Judge(ledger, place, filter.Window, asOf, a.slack()))
		}
	}
	verdict := ask.Worst(all)
	if len(ledger) == ledgerLimit && verdict == voxpop.Complete {
		return voxpop.Unknown
	}
	return verdict
}
