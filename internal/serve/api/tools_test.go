package api

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

// drawTalk fills the fake with items in three communities, and what they say of two tools.
func drawTalk(t *rapid.T, f *fake) {
	f.opinions = map[voxpop.ItemID][]voxpop.ToolOpinion{}
	f.stored, f.relations = nil, nil
	f.version.Number++
	for i := range rapid.IntRange(0, 60).Draw(t, "items") {
		item := voxpop.StoredItem{Item: voxpop.Item{
			ID: voxpop.ItemID{Source: "reddit", Native: fmt.Sprintf("t3_%d", i)}, Kind: voxpop.KindPost,
			Community: rapid.SampledFrom([]string{"Cursor", "coding", "AI"}).Draw(t, "community"),
			Author:    rapid.SampledFrom([]string{"", "ann", "bob", "cid"}).Draw(t, "author"),
			ThreadID:  fmt.Sprint(rapid.IntRange(0, 30).Draw(t, "thread")),
			Upvotes:   rapid.Int64Range(-5, 500).Draw(t, "upvotes"), Comments: rapid.Int64Range(0, 90).Draw(t, "comments"),
			Created: noon.Add(-time.Duration(rapid.IntRange(1, 48*60).Draw(t, "age")) * time.Minute), State: voxpop.StateLive,
		}}
		if rapid.IntRange(0, 30).Draw(t, "waits") > 0 {
			item.Score = &voxpop.Score{Engine: f.version.Engine, Label: voxpop.Neutral}
		}
		f.stored = append(f.stored, item)
		for _, tool := range []string{"cursor", "claude-code"} {
			if rapid.Bool().Draw(t, tool) {
				f.say(&item, tool, float64(rapid.IntRange(-100, 100).Draw(t, "compound"))/100, tool == "cursor" && rapid.Bool().Draw(t, "inferred"))
			}
		}
	}
}

// brute is an estimate computed by hand from the rows that count.
type brute struct {
	n, positive, negative int64
	sum                   float64
}

func (f *fake) brute(tool string, from, to time.Time, counts func(*voxpop.StoredItem, *voxpop.ToolOpinion) bool) (b brute) {
	for i := range f.stored {
		item := &f.stored[i]
		for k := range f.opinions[item.ID] {
			o := &f.opinions[item.ID][k]
			if o.Tool != tool || item.Created.Before(from) || !item.Created.Before(to) || !counts(item, o) {
				continue
			}
			b.n++
			b.sum += o.Score.Compound
			switch {
			case o.Score.Compound >= 0.05:
				b.positive++
			case o.Score.Compound <= -0.05:
				b.negative++
			}
		}
	}
	return b
}

// closes is the end of what changes are read from, by hand: the running hour, or an earlier one that waits for more than a tenth of its scores.
func (f *fake) closes(from, to time.Time) time.Time {
	running := noon.Truncate(time.Hour)
	for at := from; at.Before(to); at = at.Add(time.Hour) {
		items, waiting := 0, 0
		for i := range f.stored {
			if it := &f.stored[i]; it.Created.Truncate(time.Hour).Equal(at) {
				items++
				if it.Score == nil {
					waiting++
				}
			}
		}
		if at.Equal(running) || 10*waiting > items {
			return at
		}
	}
	return to
}

// moved fails when a change is not that of the rows.
func (f *fake) moved(t *rapid.T, tool string, got ChangeBody, from, to time.Time) {
	t.Helper()
	was, is := f.brute(tool, from.Add(from.Sub(to)), from, everything), f.brute(tool, from, f.closes(from, to), everything)
	if got.Points == nil {
		if was.n > 0 && is.n > 0 {
			t.Fatalf("%s: %+v from %+v to %+v", tool, got, was, is)
		}
		return
	}
	net := func(b brute) float64 { return 100 * float64(b.positive-b.negative) / float64(b.n) }
	if was.n == 0 || is.n == 0 || math.Abs(*got.Points-(net(is)-net(was))) > 0.011 {
		t.Fatalf("%s: %v points from %+v to %+v", tool, *got.Points, was, is)
	}
	if got.Mix != nil && math.Abs(*got.Mix+*got.Within-*got.Points) > 0.011 {
		t.Fatalf("%s: %+v", tool, got)
	}
}

func everything(*voxpop.StoredItem, *voxpop.ToolOpinion) bool { return true }

// same fails when an estimate is not what the rows say.
func same(t *rapid.T, what string, got EstimateBody, want brute) {
	t.Helper()
	if got.TotalMentions != want.n || got.PositiveCount != want.positive || got.NegativeCount != want.negative || got.NeutralCount != want.n-want.positive-want.negative {
		t.Fatalf("%s: %+v, want %+v", what, got, want)
	}
	if want.n == 0 {
		if got.NetSentiment != nil || got.Interval != nil || got.AvgSentiment != nil || got.PositivePercentage != nil || got.EffectiveN != nil || !got.SmallSample {
			t.Fatalf("%s: of nothing %+v is said", what, got)
		}
		return
	}
	near := func(x, y, by float64) bool { return math.Abs(x-y) <= by }
	n := float64(want.n)
	if !near(*got.NetSentiment, 100*float64(want.positive-want.negative)/n, 0.0051) || !near(*got.AvgSentiment, want.sum/n, 0.000051) ||
		!near(*got.PositivePercentage, 100*float64(want.positive)/n, 0.0051) || !near(*got.NegativePercentage, 100*float64(want.negative)/n, 0.0051) ||
		!near(*got.PositivePercentage+*got.NegativePercentage+*got.NeutralPercentage, 100, 0.02) {
		t.Fatalf("%s: %+v, want %+v", what, got, want)
	}
	if got.Interval.Low > *got.NetSentiment || got.Interval.High < *got.NetSentiment || *got.EffectiveN > n || want.n < 10 && !got.SmallSample || *got.EffectiveN < 30 && !got.SmallSample {
		t.Fatalf("%s: %+v", what, got)
	}
}

func answered[T any](t rapid.TB, a *API, target string) (body T) {
	t.Helper()
	rec := get(a, target)
	if err := json.Unmarshal(rec.Body.Bytes(), &body); err != nil || rec.Code != 200 {
		t.Fatalf("%s: %d %s", target, rec.Code, rec.Body)
	}
	return body
}

// Whatever the rows are, every number of the answers is what counting them by hand gives.
func TestAnswersAboutToolsEqualTheRows(t *testing.T) {
	a, f := fakeAPI(t)
	rapid.Check(t, func(r *rapid.T) {
		a.ready = newReady(readyBytes) // stale bytes of the case before may be sent while a refill takes long
		drawTalk(r, f)
		a.poll(t.Context())
		to := noon.Truncate(time.Hour).Add(time.Hour)
		hours := rapid.IntRange(1, 30).Draw(r, "hours")
		from := to.Add(-time.Duration(hours) * time.Hour)
		query := fmt.Sprintf("hours=%d", hours)

		s := answered[ToolSentimentBody](r, a, "/api/v1/tools/cursor/sentiment?"+query)
		same(r, "all", s.EstimateBody, f.brute("cursor", from, to, everything))
		same(r, "previous", s.Previous, f.brute("cursor", from.Add(from.Sub(to)), from, everything))
		same(r, "home", s.Home, f.brute("cursor", from, to, func(i *voxpop.StoredItem, _ *voxpop.ToolOpinion) bool { return i.Community == "Cursor" }))
		same(r, "inferred", s.Inferred, f.brute("cursor", from, to, func(_ *voxpop.StoredItem, o *voxpop.ToolOpinion) bool { return o.Inferred }))
		for _, c := range s.ByCommunity {
			same(r, c.Community, c.EstimateBody, f.brute("cursor", from, to, func(i *voxpop.StoredItem, _ *voxpop.ToolOpinion) bool { return i.Community == c.Community }))
		}
		f.moved(r, "cursor", s.Change, from, to)
		if !s.ChangeUntil.Equal(f.closes(from, to)) {
			r.Fatalf("changes until %v, want %v", s.ChangeUntil, f.closes(from, to))
		}
		for _, tool := range answered[ToolsBody](r, a, "/api/v1/tools?"+query).Tools {
			same(r, "listed "+tool.Slug, tool.EstimateBody, f.brute(tool.Slug, from, to, everything))
			f.moved(r, tool.Slug, tool.Change, from, to)
		}
		for _, m := range answered[MoversBody](r, a, "/api/v1/movers?"+query).Movers {
			same(r, "moved "+m.ToolID, m.After, f.brute(m.ToolID, from, f.closes(from, to), everything))
			f.moved(r, m.ToolID, m.ChangeBody, from, to)
		}
		series := answered[TimeseriesBody](r, a, "/api/v1/tools/cursor/timeseries?granularity=day&"+query)
		for _, p := range series.DataPoints {
			same(r, "step", p.estimate(), f.brute("cursor", p.Start, p.End, everything))
		}
	})
}

// estimate is a step as an estimate, with what steps do not tell taken as it must be.
func (p *DataPoint) estimate() EstimateBody {
	e := EstimateBody{
		TotalMentions: p.TotalMentions, PositiveCount: p.PositiveCount, NegativeCount: p.NegativeCount, NeutralCount: p.NeutralCount,
		AvgSentiment: p.AvgSentiment, NetSentiment: p.NetSentiment, Interval: interval(p.Low, p.High), SmallSample: p.SmallSample,
	}
	if n := float64(p.TotalMentions); n > 0 {
		share := func(k int64) *float64 { s := 100 * float64(k) / n; return &s }
		e.PositivePercentage, e.NegativePercentage, e.NeutralPercentage, e.EffectiveN = share(p.PositiveCount), share(p.NegativeCount), share(p.NeutralCount), &n
		if p.SmallSample {
			e.EffectiveN = new(float64)
		}
	}
	return e
}

func TestComparisonsEqualTheRows(t *testing.T) {
	a, f := fakeAPI(t)
	rapid.Check(t, func(r *rapid.T) {
		a.ready = newReady(readyBytes) // stale bytes of the case before may be sent while a refill takes long
		drawTalk(r, f)
		a.poll(t.Context())
		home, inferred := rapid.Bool().Draw(r, "home"), rapid.Bool().Draw(r, "inferred")
		to := noon.Truncate(time.Hour).Add(time.Hour)
		from := to.Add(-60 * time.Hour)
		counts := func(tool string) func(*voxpop.StoredItem, *voxpop.ToolOpinion) bool {
			return func(i *voxpop.StoredItem, o *voxpop.ToolOpinion) bool {
				return (home || tool != "cursor" || i.Community != "Cursor") && (inferred || !o.Inferred)
			}
		}
		in := func(tool, community string) brute {
			return f.brute(tool, from, to, func(i *voxpop.StoredItem, o *voxpop.ToolOpinion) bool {
				return strings.EqualFold("reddit/"+i.Community, community) && counts(tool)(i, o)
			})
		}
		c := answered[CompareBody](r, a, fmt.Sprintf("/api/v1/tools/compare?tools=cursor,claude-code&hours=60&include_home=%v&include_inferred=%v", home, inferred))
		for _, tool := range c.Tools {
			same(r, tool.ToolID, tool.EstimateBody, f.brute(tool.ToolID, from, to, counts(tool.ToolID)))
		}
		var common []string
		var nets [2]float64
		for _, community := range []string{"reddit/ai", "reddit/coding", "reddit/cursor"} {
			x, y := in("cursor", community), in("claude-code", community)
			if x.n < 5 || y.n < 5 {
				continue
			}
			common = append(common, community)
			nets[0] += 100 * float64(x.positive-x.negative) / float64(x.n)
			nets[1] += 100 * float64(y.positive-y.negative) / float64(y.n)
		}
		if fmt.Sprint(common) != fmt.Sprint(c.CommunitiesUsed) {
			r.Fatalf("communities %v, want %v", c.CommunitiesUsed, common)
		}
		d := c.Deltas[0]
		if len(common) == 0 {
			if d.NetDelta != nil || c.Tools[0].Standardised != nil || d.Verdict != "too little data" {
				r.Fatalf("compared without common ground: %+v", d)
			}
			return
		}
		want := (nets[0] - nets[1]) / float64(len(common))
		if math.Abs(*d.NetDelta-want) > 0.0051 || d.Verdict != "no verdict" || d.PAdjusted != nil || !strings.Contains(d.Words, "no verdict: sampling error only") {
			r.Fatalf("%+v, want a difference of %v", d, want)
		}
		if math.Abs(*d.PositiveDelta-*d.NegativeDelta-*d.NetDelta) > 0.02 || math.Abs(c.Tools[0].Standardised.NetSentiment-c.Tools[1].Standardised.NetSentiment-*d.NetDelta) > 0.02 {
			r.Fatalf("parts do not fit: %+v", d)
		}
	})
}

func TestWithoutToolsThereAreNoSuchRoutes(t *testing.T) {
	a, _ := fakeAPI(t, func(o *Options) { o.Tools = nil })
	for _, path := range []string{"/api/v1/tools", "/api/v1/tools/cursor", "/api/v1/movers"} {
		if rec := get(a, path); rec.Code != 404 {
			t.Errorf("%s: %d", path, rec.Code)
		}
	}
}

func TestHotToolPaths(t *testing.T) {
	a, f := fakeAPI(t)
	for path, want := range map[string]string{
		"/api/v1/tools/cursor/sentiment": "GET /api/v1/tools/{slug}/sentiment",
		"/api/v1/tools/cursor":           "GET /api/v1/tools/{slug}",
		"/api/v1/tools/compare":          "GET /api/v1/tools/compare",
	} {
		if rec := get(a, path); rec.Code == 200 && rec.Header().Get("ETag") == "" {
			t.Errorf("%s has no ready bytes", path)
		}
		if !strings.Contains(get(a, "/metrics").Body.String(), `route="`+want+`"`) {
			t.Errorf("%s is not counted as %s", path, want)
		}
	}
	before := get(a, "/api/v1/tools/cursor").Body.String()
	f.set(func() { f.tools[0].Name = "Renamed" })
	if get(a, "/api/v1/tools/cursor").Body.String() != before {
		t.Error("two answers of one data version")
	}
	f.set(func() { f.version.Number++ })
	a.poll(t.Context())
	if !strings.Contains(get(a, "/api/v1/tools/cursor").Body.String(), "Renamed") {
		t.Error("the new version does not show the new name")
	}
}
