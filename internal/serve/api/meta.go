package api

import (
	"context"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// EngineBody names the engine whose scores answer.
type EngineBody struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Meta is what every data answer says about itself.
type Meta struct {
	DataVersion int64      `json:"data_version" doc:"All answers of one version agree"`
	Timestamp   time.Time  `json:"timestamp" doc:"When this data version was published"`
	Engine      EngineBody `json:"engine"`
	Simulated   bool       `json:"simulated" doc:"The data comes from a simulated Reddit"`
}

func (f frame) meta() Meta {
	v := f.version
	return Meta{
		DataVersion: v.Number,
		Timestamp:   v.Published.UTC(),
		Engine:      EngineBody{v.Engine.Name, v.Engine.Version},
		Simulated:   v.Simulated,
	}
}

// RestsOn says what a number about sentiment rests on.
type RestsOn struct {
	Items       int64      `json:"items" doc:"Stored items of the window"`
	Scored      int64      `json:"scored"`
	Unscored    int64      `json:"unscored" doc:"Waiting for a score"`
	Excluded    int64      `json:"excluded" doc:"Bots, moderators, empty or foreign texts: shown, not counted"`
	Communities int        `json:"communities"`
	Coverage    string     `json:"coverage" enum:"complete,gap,unknown"`
	NewestItem  *time.Time `json:"newest_item"`
}

// ledgerLimit bounds how much of the ledger one answer reads; beyond it coverage is unknown.
const ledgerLimit = 20000

// restsOn gathers what the tally of a filter rests on. to is where the window's data can
// reach at all: not beyond the publishing of the version.
func (a *API) restsOn(ctx context.Context, f frame, filter voxpop.Filter, t *voxpop.Tally, all []voxpop.CommunityState) (RestsOn, error) {
	ledger, err := a.opt.Reader.Ledger(ctx, voxpop.Filter{Window: filter.Window, Source: filter.Source, Community: filter.Community}, ledgerLimit)
	if err != nil {
		return RestsOn{}, a.asProblem("coverage ledger", err)
	}
	concerned := matching(all, filter)
	rests := RestsOn{
		Items: t.Items, Scored: t.Scored(), Unscored: t.Unscored(), Excluded: t.Excluded,
		Communities: len(concerned),
		Coverage:    string(a.coverage(ledger, concerned, filter, f)),
		NewestItem:  optional(f.version.Newest),
	}
	if filter.Community != "" || filter.Source != "" {
		rests.NewestItem = optional(newestOf(concerned))
	}
	return rests, nil
}

// coverage judges the configured communities among those concerned; when one is asked for
// by name, it.
func (a *API) coverage(ledger []voxpop.LedgerEntry, concerned []voxpop.CommunityState, filter voxpop.Filter, f frame) voxpop.Continuity {
	var verdicts []voxpop.Continuity
	for _, c := range concerned {
		if c.Configured || filter.Community != "" {
			verdicts = append(verdicts, ask.Judge(ledger, c.Source, c.Community, filter.Window, f.version.Published, a.slack()))
		}
	}
	verdict := ask.Worst(verdicts)
	if len(ledger) == ledgerLimit && verdict == voxpop.Complete {
		return voxpop.Unknown
	}
	return verdict
}

// slack is how long after now data may be missing without being late: two intervals.
func (a *API) slack() time.Duration {
	if a.opt.Interval <= 0 {
		return time.Hour
	}
	return 2 * a.opt.Interval
}

func newestOf(all []voxpop.CommunityState) (newest time.Time) {
	for _, c := range all {
		if c.Newest.After(newest) {
			newest = c.Newest
		}
	}
	return newest
}

// optional is nil for the zero time.
func optional(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
