package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"github.com/voxpop-dev/voxpop"
)

// directory keeps the list of communities of one data version.
type directory struct {
	mu      sync.Mutex
	version int64
	all     []voxpop.CommunityState
}

// communities returns the communities of the frame's version, read at most once for it.
func (a *API) communities(ctx context.Context, f frame) ([]voxpop.CommunityState, error) {
	a.dir.mu.Lock()
	all, version := a.dir.all, a.dir.version
	a.dir.mu.Unlock()
	if all != nil && version == f.version.Number {
		return all, nil
	}
	return a.readCommunities(ctx, f)
}

func (a *API) readCommunities(ctx context.Context, f frame) ([]voxpop.CommunityState, error) {
	all, err := a.opt.Reader.Communities(ctx)
	if err != nil {
		return nil, a.asProblem("communities", err)
	}
	// A file that was imported is a road in, not a place: nothing lives under its name.
	all = slices.DeleteFunc(all, func(c voxpop.CommunityState) bool {
		return !c.Configured && c.Posts+c.Comments == 0 && c.LastError == ""
	})
	slices.SortFunc(all, func(x, y voxpop.CommunityState) int {
		if c := strings.Compare(x.Source, y.Source); c != 0 {
			return c
		}
		return strings.Compare(strings.ToLower(x.Community), strings.ToLower(y.Community))
	})
	a.dir.mu.Lock()
	defer a.dir.mu.Unlock()
	a.dir.all, a.dir.version = all, f.version.Number
	return all, nil
}

// WhereInput is the part of a query that names a slice of the items.
type WhereInput struct {
	Subreddit string `query:"subreddit" maxLength:"200" doc:"Community, in any case; community is another name for this parameter."`
	Source    string `query:"source" maxLength:"40" doc:"Source, such as reddit or hackernews."`
	Kind      string `query:"kind" enum:"post,comment"`
}

// filter checks the names and returns the filter with the community as its source spells it,
// and all communities.
func (a *API) filter(ctx context.Context, f frame, in WhereInput) (voxpop.Filter, []voxpop.CommunityState, error) {
	all, err := a.communities(ctx, f)
	if err != nil {
		return voxpop.Filter{}, nil, err
	}
	filter := voxpop.Filter{Source: in.Source, Kind: voxpop.Kind(in.Kind)}
	if !resolves(all, &filter, in) {
		// A community may have come since the list was read: look again before refusing.
		if all, err = a.readCommunities(ctx, f); err != nil {
			return voxpop.Filter{}, nil, err
		}
		if !resolves(all, &filter, in) {
			return voxpop.Filter{}, nil, unknownPlace(all, in)
		}
	}
	return filter, all, nil
}

// resolves sets the filter's community, and reports whether source and community are known.
func resolves(all []voxpop.CommunityState, filter *voxpop.Filter, in WhereInput) bool {
	known := in.Source == "" && in.Subreddit == ""
	for _, c := range all {
		if in.Source != "" && c.Source != in.Source {
			continue
		}
		if in.Subreddit == "" {
			return true
		}
		if strings.EqualFold(c.Community, in.Subreddit) {
			filter.Community = c.Community
			return true
		}
	}
	return known
}

func unknownPlace(all []voxpop.CommunityState, in WhereInput) error {
	var sources []string
	for _, c := range all {
		if !slices.Contains(sources, c.Source) {
			sources = append(sources, c.Source)
		}
	}
	if in.Source != "" && !slices.Contains(sources, in.Source) {
		return invalid("query.source", "unknown source; known: "+strings.Join(sources, ", "), in.Source)
	}
	message := "unknown community; GET /api/v1/subreddits lists the known ones"
	return problem(http.StatusNotFound, "query.subreddit: "+message+". Asked for: "+clip(in.Subreddit, 60),
		&huma.ErrorDetail{Location: "query.subreddit", Message: message, Value: clip(in.Subreddit, 60)})
}

// matching returns the communities that a filter concerns.
func matching(all []voxpop.CommunityState, filter voxpop.Filter) []voxpop.CommunityState {
	var concerned []voxpop.CommunityState
	for _, c := range all {
		if filter.Source != "" && c.Source != filter.Source || filter.Community != "" && !strings.EqualFold(c.Community, filter.Community) {
			continue
		}
		concerned = append(concerned, c)
	}
	return concerned
}
