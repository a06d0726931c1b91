package api

import (
	"context"
	"strings"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// mostSampled is how many items of a side the drivers read.
const mostSampled = 2000

// driverSide is one side to be read.
type driverSide struct {
	filter voxpop.ToolFilter
	tool   string // slug; empty: items that do not mention the other side's
	sample voxpop.Sample
	words  map[int64]sampledWords // of its items, as far as they are remembered
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
		other.filter.Tools, other.filter.Without, other.tool = nil, now.tool, ""
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

// readSide reads the sample of a side, with the texts whose words are not remembered.
func (a *API) readSide(ctx context.Context, side *driverSide) (err error) {
	if side.sample, err = a.sample(ctx, side.filter, mostSampled); err != nil {
		return err
	}
	side.words, err = readUnknown(ctx, a, &side.sample, a.words, keyOf, func(w sampledWords) voxpop.ItemID { return w.id })
	return err
}

// wordsOfSide are the items of a side with their words, but for some names.
func (a *API) wordsOfSide(side *driverSide, hidden ask.Names) []ask.DriverItem {
	out := make([]ask.DriverItem, len(side.sample.Items))
	for i := range out {
		item := &side.sample.Items[i]
		out[i] = ask.DriverItem{ID: item.ID.String(), Tokens: hidden.Hide(a.wordsOf(item, side.words)), Sign: item.Sign}
	}
	return out
}
