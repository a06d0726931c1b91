package api

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// CommunityBody is a community in the list of them.
type CommunityBody struct {
	Source     string     `json:"source"`
	Name       string     `json:"name"`
	Configured bool       `json:"configured" doc:"In today's configuration"`
	Posts      int64      `json:"posts"`
	Comments   int64      `json:"comments"`
	Oldest     *time.Time `json:"oldest"`
	Newest     *time.Time `json:"newest"`
}

// SubredditsBody answers subreddits. How collecting stands is told by coverage alone, so that
// this answer depends on nothing but the data version.
type SubredditsBody struct {
	Subreddits  []string        `json:"subreddits" nullable:"false"`
	Count       int             `json:"count"`
	Communities []CommunityBody `json:"communities" nullable:"false"`
	Meta
}

func (a *API) subreddits(ctx context.Context, _ *struct{}) (*SubredditsBody, error) {
	f, err := a.frame(ctx)
	if err != nil {
		return nil, err
	}
	all, err := a.readCommunities(ctx, f)
	if err != nil {
		return nil, err
	}
	body := &SubredditsBody{Subreddits: []string{}, Communities: []CommunityBody{}, Meta: f.meta()}
	for _, c := range all {
		if !c.Configured && c.Posts+c.Comments == 0 {
			continue
		}
		if !slices.ContainsFunc(body.Subreddits, func(s string) bool { return strings.EqualFold(s, c.Community) }) {
			body.Subreddits = append(body.Subreddits, c.Community)
		}
		body.Communities = append(body.Communities, CommunityBody{
			Source: c.Source, Name: c.Community, Configured: c.Configured,
			Posts: c.Posts, Comments: c.Comments, Oldest: optional(c.Oldest), Newest: optional(c.Newest),
		})
	}
	body.Count = len(body.Subreddits)
	return body, nil
}

// GapBody is a hole in what was collected.
type GapBody struct {
	Kind     string    `json:"kind" doc:"post, comment, or empty for both"`
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	Reason   string    `json:"reason"`
	Repaired bool      `json:"repaired" doc:"Later reading has proved that nothing is missing in it"`
}

// CommunityCoverage is how collecting of one community stands.
type CommunityCoverage struct {
	Source       string     `json:"source"`
	Community    string     `json:"community"`
	Configured   bool       `json:"configured"`
	LastGoodPoll *time.Time `json:"last_good_poll"`
	LastError    string     `json:"last_error"`
	LastFailed   *time.Time `json:"last_failed"`
	NewestItem   *time.Time `json:"newest_item"`
	Posts        int64      `json:"posts"`
	Comments     int64      `json:"comments"`
	Continuity   string     `json:"continuity" enum:"complete,gap,unknown"`
	Blocked      bool       `json:"blocked" doc:"It could not be read when that was tried last: what is missing since is not silence"`
	Received     int64      `json:"received" doc:"Items that polls brought, by the ledger's lines that touch the window; imports count too"`
	Expected     *int64     `json:"expected" doc:"How many the source said there are, of the lines in which it says so; null where it states no count"`
	Gaps         []GapBody  `json:"gaps" nullable:"false" doc:"The newest 50 that touch the window"`
}

// LedgerBody is a line of the ledger.
type LedgerBody struct {
	Source     string    `json:"source"`
	Community  string    `json:"community"`
	Kind       string    `json:"kind"`
	From       time.Time `json:"from"`
	To         time.Time `json:"to"`
	Continuity string    `json:"continuity" enum:"complete,gap,unknown"`
	Expected   *int64    `json:"expected" doc:"Only where the source states a count"`
	Received   int64     `json:"received"`
	Reason     string    `json:"reason"`
	Recorded   time.Time `json:"recorded"`
}

// BacklogBody is how much work waits between collecting and answering.
type BacklogBody struct {
	Pending int64      `json:"pending" doc:"Items that wait to be analysed"`
	Dirty   int64      `json:"dirty" doc:"Days of communities that wait to be recomputed"`
	Again   int64      `json:"again" doc:"Re-analyses that wait or run"`
	Oldest  *time.Time `json:"oldest" doc:"When the oldest pending item was stored"`
}

func backlogBody(b voxpop.Backlog) BacklogBody {
	return BacklogBody{b.Pending, b.Dirty, b.Again, optional(b.Oldest)}
}

// CoverageInput is the query of coverage.
type CoverageInput struct {
	Subreddit string `query:"subreddit" maxLength:"200" doc:"Community, in any case."`
	Source    string `query:"source" maxLength:"40"`
	SpanInput
}

// CoverageBody answers coverage.
type CoverageBody struct {
	Coverage    string              `json:"coverage" enum:"complete,gap,unknown"`
	Communities []CommunityCoverage `json:"communities" nullable:"false"`
	Entries     []LedgerBody        `json:"entries" nullable:"false" doc:"The newest 500 lines of the ledger that touch the window"`
	Backlog     BacklogBody         `json:"backlog"`
	Window      WindowBody          `json:"window"`
	Meta
}

// entriesShown is how many lines of the ledger one answer lists.
const entriesShown = 500

func (a *API) coverageRoute(ctx context.Context, in *CoverageInput) (*CoverageBody, error) {
	f, err := a.frame(ctx)
	if err != nil {
		return nil, err
	}
	window, err := in.resolve(f, usualTrendsHours)
	if err != nil {
		return nil, err
	}
	if _, err := a.readCommunities(ctx, f); err != nil {
		return nil, err
	}
	filter, all, err := a.filter(ctx, f, WhereInput{Subreddit: in.Subreddit, Source: in.Source})
	if err != nil {
		return nil, err
	}
	filter.Window = window.window()
	ledger, err := a.opt.Reader.Ledger(ctx, filter, ledgerLimit)
	if err != nil {
		return nil, a.asProblem("coverage ledger", err)
	}
	backlog, err := a.opt.Backlog.Backlog(ctx)
	if err != nil {
		return nil, a.asProblem("backlog", err)
	}
	concerned := matching(all, filter)
	body := &CoverageBody{
		Communities: make([]CommunityCoverage, len(concerned)),
		Entries:     []LedgerBody{}, Backlog: backlogBody(backlog), Window: window, Meta: f.meta(),
	}
	var verdicts []voxpop.Continuity
	for i, c := range concerned {
		body.Communities[i] = a.communityCoverage(c, ledger, filter.Window)
		if c.Configured || in.Subreddit != "" {
			verdicts = append(verdicts, voxpop.Continuity(body.Communities[i].Continuity))
		}
	}
	body.Coverage = string(ask.Worst(verdicts))
	for _, e := range ledger[:min(len(ledger), entriesShown)] {
		body.Entries = append(body.Entries, LedgerBody{
			e.Source, e.Community, string(e.Kind), e.From.UTC(), e.To.UTC(), string(e.Continuity), e.Expected, e.Received, e.Reason, e.Recorded.UTC(),
		})
	}
	return body, nil
}

func (a *API) communityCoverage(c voxpop.CommunityState, ledger []voxpop.LedgerEntry, w voxpop.Window) CommunityCoverage {
	place := ask.Place{Source: c.Source, Community: c.Community}
	b := CommunityCoverage{
		Source: c.Source, Community: c.Community, Configured: c.Configured,
		LastGoodPoll: optional(c.LastGood), LastError: c.LastError, LastFailed: optional(c.LastFailed), NewestItem: optional(c.Newest),
		Posts: c.Posts, Comments: c.Comments, Gaps: []GapBody{},
		Continuity: string(ask.Judge(ledger, place, w, a.opt.Clock(), a.slack())),
	}
	b.Blocked = c.LastFailed.After(c.LastGood)
	if b.Blocked && c.LastFailed.Before(w.To) {
		b.Continuity = string(voxpop.Gap) // it cannot be read now: never to be taken for silence
	}
	own := slices.DeleteFunc(slices.Clone(ledger), func(e voxpop.LedgerEntry) bool {
		return e.Source != c.Source || e.Community != "" && !strings.EqualFold(e.Community, c.Community)
	})
	for _, e := range own {
		b.count(&e)
		if e.Continuity == voxpop.Gap && len(b.Gaps) < gapsShown {
			b.Gaps = append(b.Gaps, GapBody{string(e.Kind), e.From.UTC(), e.To.UTC(), e.Reason, ask.Repaired(own, place, e)})
		}
	}
	return b
}

// gapsShown is how many gaps of a community one answer lists.
const gapsShown = 50

// count adds a line of the ledger, if it is about this community alone: what was received of a whole source is nobody's.
func (b *CommunityCoverage) count(e *voxpop.LedgerEntry) {
	if e.Community == "" {
		return
	}
	b.Received += e.Received
	if e.Expected != nil {
		sum := *e.Expected
		if b.Expected != nil {
			sum += *b.Expected
		}
		b.Expected = &sum
	}
}
