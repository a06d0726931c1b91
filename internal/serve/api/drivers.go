package api

import (
	"context"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// mostSampled is how many items of a side the drivers read.
const mostSampled = 2000

// DriversInput is the query of tools/{slug}/drivers.
type DriversInput struct {
	SlugInput
	WindowedInput
	Against     string `query:"against" maxLength:"200" default:"previous" doc:"What to compare with: previous (the window of the same length before); window (that of against_from and against_to); tool:SLUG (another tool); community:NAME (the same tool there; needs subreddit); rest (items of the window that do not mention the tool)."`
	AgainstFrom string `query:"against_from" maxLength:"40" doc:"With against=window: begin, inclusive: RFC 3339 or YYYY-MM-DD (UTC)."`
	AgainstTo   string `query:"against_to" maxLength:"40" doc:"Its end, exclusive."`
	Limit       int    `query:"limit" minimum:"1" maximum:"50" default:"12" doc:"Bars"`
}

// DriverSideBody is what one side of the comparison is made of.
type DriverSideBody struct {
	Tool      string     `json:"tool" doc:"Slug; empty for items that do not mention the tool"`
	Subreddit string     `json:"subreddit" doc:"Community, or all"`
	Period    PeriodBody `json:"time_period"`
	Items     int        `json:"items" doc:"Items read: 2,000 at most, chosen by a fixed hash"`
	Of        int64      `json:"of" doc:"Items there were to choose from"`
	Sampled   bool       `json:"sampled" doc:"Not all of them were read"`
}

// DriverBasis says what drivers rest on.
type DriverBasis struct {
	A DriverSideBody `json:"a" doc:"What is compared with"`
	B DriverSideBody `json:"b" doc:"The tool in the window"`
}

// BarBody is a phrase and by how much it moves net sentiment from a to b.
type BarBody struct {
	Phrase    string   `json:"phrase" doc:"One to three words, in small letters; names of the tools compared are left out"`
	Points    float64  `json:"points" doc:"frequency + feeling"`
	Direction string   `json:"direction" enum:"up,down,none"`
	Frequency float64  `json:"frequency" doc:"Points because it is said more or less often"`
	Feeling   float64  `json:"feeling" doc:"Points because the items that say it feel otherwise"`
	ShareA    float64  `json:"share_a" doc:"Percent of the items of a that say it"`
	ShareB    float64  `json:"share_b"`
	NetA      *float64 `json:"net_a" doc:"Net sentiment of those items of a that no bar before has claimed; null without any"`
	NetB      *float64 `json:"net_b"`
	Sure      bool     `json:"sure" doc:"Beyond chance at 5 %, even among all phrases looked at; others may be chance"`
	Items     []string `json:"items" nullable:"false" doc:"Items behind it, of b and then of a, as source/id"`
}

// RestBody is what no bar explains.
type RestBody struct {
	Points *float64 `json:"points"`
	ItemsA int      `json:"items_a" doc:"Items that no bar claims"`
	ItemsB int      `json:"items_b"`
}

// DriversBody answers tools/{slug}/drivers.
type DriversBody struct {
	ToolID      string      `json:"tool_id"`
	ToolName    string      `json:"tool_name"`
	Against     string      `json:"against"`
	Basis       DriverBasis `json:"basis"`
	NetA        *float64    `json:"net_a" doc:"Net sentiment of the items read; null without any"`
	NetB        *float64    `json:"net_b"`
	Difference  *float64    `json:"difference" doc:"b minus a, in points"`
	SmallSample bool        `json:"small_sample" doc:"Fewer than 30 items on a side"`
	Bars        []BarBody   `json:"bars" nullable:"false" doc:"The clearest first; with the rest they sum to the difference"`
	Rest        RestBody    `json:"rest"`
	Phrases     int         `json:"phrases" doc:"How many occurred often enough to be looked at"`
	Window      WindowBody  `json:"window"`
	Coverage    string      `json:"coverage" enum:"complete,gap,unknown"`
	Meta
}

// driverSide is one side to be read.
type driverSide struct {
	filter voxpop.ToolFilter
	tool   string // slug; empty: items that do not mention but
	but    string
	sample voxpop.Sample
}

func (a *API) drivers(ctx context.Context, in *DriversInput) (*DriversBody, error) {
	f, filter, all, window, err := a.windowed(ctx, &in.WindowedInput, usualToolHours)
	if err != nil {
		return nil, err
	}
	c, t, err := a.counted(ctx, f, "path.slug", in.Slug)
	if err != nil {
		return nil, err
	}
	now := driverSide{filter: voxpop.ToolFilter{Filter: filter, Tools: []string{t.Slug}}, tool: t.Slug}
	other, err := a.opposite(ctx, f, in, now)
	if err != nil {
		return nil, err
	}
	for _, side := range []*driverSide{&other, &now} {
		if err := a.readSide(ctx, side); err != nil {
			return nil, err
		}
	}
	verdict, err := a.verdict(ctx, f, filter, matching(all, filter))
	if err != nil {
		return nil, err
	}
	d, err := a.explain(ctx, &other.sample, &now.sample, namesOf(c, now.tool, other.tool), in.Limit)
	if err != nil {
		return nil, err
	}
	return &DriversBody{
		ToolID: t.Slug, ToolName: t.Name, Against: in.Against, Basis: DriverBasis{A: other.body(), B: now.body()},
		NetA: d.NetA, NetB: d.NetB, Difference: d.Difference, Bars: barBodies(d.Bars), Rest: RestBody{d.Rest, d.RestA, d.RestB}, Phrases: d.Phrases,
		SmallSample: min(len(other.sample.Items), len(now.sample.Items)) < ask.SmallEffectiveN,
		Window:      window, Coverage: string(verdict), Meta: f.meta(),
	}, nil
}

// explain finds the drivers between two samples. What the tools are called is left out of it.
func (a *API) explain(ctx context.Context, from, to *voxpop.Sample, names []string, bars int) (ask.Drivers, error) {
	d := newDigest("drivers", bars)
	d.text(names...)
	d.sample(from)
	d.sample(to)
	return laborious(ctx, a, d.key(), func() ask.Drivers {
		hidden := make([][]string, len(names))
		for i, name := range names {
			hidden[i] = slices.DeleteFunc(a.opt.Tokens("", name, ""), func(s string) bool { return s == "" })
		}
		return ask.Explain(from, to, func(i *voxpop.SampledItem) []string {
			return ask.Hide(a.opt.Tokens(i.ID.Source, i.Title, i.Body), hidden)
		}, bars)
	})
}

// namesOf are the names and aliases of tools and of those merged into them.
func namesOf(c *catalog, slugs ...string) (names []string) {
	for i := range c.all {
		t := &c.all[i]
		if !slices.Contains(slugs, c.counts(t).Slug) {
			continue
		}
		names = append(names, t.Name)
		for _, alias := range t.Aliases {
			names = append(names, alias.Text)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// opposite is the side that the query compares with.
func (a *API) opposite(ctx context.Context, f frame, in *DriversInput, now driverSide) (driverSide, error) {
	other := now
	kind, name, _ := strings.Cut(in.Against, ":")
	if kind != "window" && in.AgainstFrom+in.AgainstTo != "" {
		return other, invalid("query.against_from", "goes with against=window", in.AgainstFrom)
	}
	switch {
	case in.Against == "previous":
		other.filter.Window = before(now.filter.Window)
	case in.Against == "window":
		w, err := in.against(f)
		other.filter.Window = w
		return other, err
	case in.Against == "rest":
		other.filter.Tools, other.tool, other.but = nil, "", now.tool
	case kind == "tool" && name != "":
		_, t, err := a.counted(ctx, f, "query.against", name)
		if err != nil {
			return other, err
		}
		if t.Slug == now.tool {
			return other, invalid("query.against", "names the tool itself", clip(name, 60))
		}
		other.filter.Tools, other.tool = []string{t.Slug}, t.Slug
	case kind == "community" && name != "":
		return other, a.elsewhere(ctx, f, in, name, &other)
	default:
		return other, invalid("query.against", "must be previous, window, rest, tool:SLUG or community:NAME", clip(in.Against, 60))
	}
	return other, nil
}

// against reads the window of against_from and against_to.
func (in *DriversInput) against(f frame) (voxpop.Window, error) {
	if in.AgainstFrom == "" || in.AgainstTo == "" {
		return voxpop.Window{}, invalid("query.against_from", "against=window needs against_from and against_to", in.AgainstFrom)
	}
	w, err := SpanInput{From: in.AgainstFrom, To: in.AgainstTo}.span(f)
	return ask.WholeHours(w.window()), err
}

// elsewhere makes a side that of another community.
func (a *API) elsewhere(ctx context.Context, f frame, in *DriversInput, name string, other *driverSide) error {
	if in.Subreddit == "" {
		return invalid("query.subreddit", "against=community needs subreddit, which is compared with it", nil)
	}
	there, _, err := a.filter(ctx, f, WhereInput{Subreddit: name, Source: in.Source})
	if err != nil {
		return err
	}
	if strings.EqualFold(there.Community, other.filter.Community) {
		return invalid("query.against", "names the community itself", clip(name, 60))
	}
	other.filter.Community = there.Community
	return nil
}

// readSide reads the sample of a side.
func (a *API) readSide(ctx context.Context, side *driverSide) (err error) {
	if side.sample, err = a.sample(ctx, side.filter, mostSampled); err != nil || side.but == "" {
		return err
	}
	ids := make([]voxpop.ItemID, len(side.sample.Items))
	for i := range side.sample.Items {
		ids[i] = side.sample.Items[i].ID
	}
	opinions, err := a.opt.Opinions.OpinionsOf(ctx, ids)
	if err != nil {
		return a.asProblem("opinions", err)
	}
	side.sample.Items = slices.DeleteFunc(side.sample.Items, func(i voxpop.SampledItem) bool {
		return opinionOn(opinions[i.ID], side.but) != nil
	})
	return nil
}

func (s *driverSide) body() DriverSideBody {
	read := int64(len(s.sample.Items))
	return DriverSideBody{
		Tool: s.tool, Subreddit: orAll(s.filter.Community), Period: periodBody(s.filter.Window),
		Items: len(s.sample.Items), Of: s.sample.Of, Sampled: s.sample.Of > mostSampled || s.but == "" && read < s.sample.Of,
	}
}

func barBodies(bars []ask.Bar) []BarBody {
	out := make([]BarBody, len(bars))
	for i := range bars {
		b := &bars[i]
		direction := "none"
		switch {
		case b.Points > 0:
			direction = "up"
		case b.Points < 0:
			direction = "down"
		}
		out[i] = BarBody{
			Phrase: b.Phrase, Points: b.Points, Direction: direction, Frequency: b.Frequency, Feeling: b.Feeling,
			ShareA: b.A.Share, ShareB: b.B.Share, NetA: b.A.Net, NetB: b.B.Net, Sure: b.Sure,
			Items: slices.Concat([]string{}, b.B.Items, b.A.Items),
		}
	}
	return out
}
