package api

import (
	"context"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// EngineBody names an engine version.
type EngineBody struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

func engineBody(e voxpop.EngineID) EngineBody { return EngineBody{e.Name, e.Version} }

// AnsweringEngine names the engine whose scores an answer is made of.
type AnsweringEngine struct {
	EngineBody
	Scored *float64 `json:"scored,omitempty" doc:"Percent of the window's items that it scored, of those that count. Told only where another than the answering engine is asked for: what came since it was replaced it has not seen"`
}

// Meta is what every data answer says about itself.
type Meta struct {
	DataVersion int64           `json:"data_version" doc:"All answers of one version agree"`
	Timestamp   time.Time       `json:"timestamp" doc:"When this data version was published"`
	Engine      AnsweringEngine `json:"engine"`
	Simulated   bool            `json:"simulated" doc:"The data comes from a simulated Reddit"`
}

func (f frame) meta() Meta {
	v := f.version
	return Meta{
		DataVersion: v.Number,
		Timestamp:   v.Published.UTC(),
		Engine:      AnsweringEngine{engineBody(v.Engine), f.scored},
		Simulated:   v.Simulated,
	}
}

// RestsOn says what a number about sentiment rests on.
type RestsOn struct {
	Items       int64      `json:"items" doc:"Stored items of the window"`
	Scored      int64      `json:"scored"`
	Unscored    int64      `json:"unscored" doc:"Waiting for a score"`
	Excluded    int64      `json:"excluded" doc:"Bots, moderators, empty or foreign texts: shown, not counted"`
	Communities int        `json:"communities" doc:"How many have items at the time of the window"`
	Coverage    string     `json:"coverage" enum:"complete,gap,unknown"`
	NewestItem  *time.Time `json:"newest_item"`
}

// contributing counts the communities whose items reach into the window.
func contributing(all []voxpop.CommunityState, w voxpop.Window) int {
	n := 0
	for i := range all {
		c := &all[i]
		if c.Posts+c.Comments > 0 && c.Oldest.Before(w.To) && !c.Newest.Before(w.From) {
			n++
		}
	}
	return n
}

// restsOn gathers what the tally of a filter rests on.
func (a *API) restsOn(ctx context.Context, f frame, filter voxpop.Filter, t *voxpop.Tally, all []voxpop.CommunityState) (RestsOn, error) {
	concerned := matching(all, filter)
	verdict, err := a.verdict(ctx, f, filter, concerned)
	if err != nil {
		return RestsOn{}, err
	}
	rests := RestsOn{
		Items: t.Items, Scored: t.Scored(), Unscored: t.Unscored(), Excluded: t.Excluded,
		Communities: contributing(concerned, filter.Window), Coverage: string(verdict),
		NewestItem: optional(f.version.Newest),
	}
	if filter.Community != "" || filter.Source != "" {
		rests.NewestItem = optional(newestOf(concerned))
	}
	return rests, nil
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
