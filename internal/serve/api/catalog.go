package api

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"github.com/voxpop-dev/voxpop"
)

// shelf keeps the catalog of one data version.
type shelf struct {
	mu      sync.Mutex
	version int64
	kept    *catalog
}

// catalog is the tools by slug.
type catalog struct {
	all    []voxpop.Tool // by slug
	bySlug map[string]*voxpop.Tool
}

// name is how a tool is called; its slug when it is unknown.
func (c *catalog) name(slug string) string {
	if t := c.bySlug[slug]; t != nil {
		return t.Name
	}
	return slug
}

// counts follows a merged tool to the one that its mentions count for.
func (c *catalog) counts(t *voxpop.Tool) *voxpop.Tool {
	for range len(c.all) {
		into := c.bySlug[t.MergedInto]
		if into == nil {
			break
		}
		t = into
	}
	return t
}

// catalog returns the catalog of the frame's version, read at most once for it.
func (a *API) catalog(ctx context.Context, f frame) (*catalog, error) {
	a.shelf.mu.Lock()
	kept, version := a.shelf.kept, a.shelf.version
	a.shelf.mu.Unlock()
	if kept != nil && version == f.version.Number {
		return kept, nil
	}
	return a.readCatalog(ctx, f)
}

func (a *API) readCatalog(ctx context.Context, f frame) (*catalog, error) {
	if a.opt.Tools == nil {
		return &catalog{}, nil
	}
	all, err := a.opt.Tools.Tools(ctx)
	if err != nil {
		return nil, a.asProblem("tools", err)
	}
	all = slices.Clone(all)
	slices.SortFunc(all, func(x, y voxpop.Tool) int { return cmp.Compare(x.Slug, y.Slug) })
	c := &catalog{all: all, bySlug: make(map[string]*voxpop.Tool, len(all))}
	for i := range all {
		c.bySlug[all[i].Slug] = &all[i]
	}
	a.shelf.mu.Lock()
	defer a.shelf.mu.Unlock()
	a.shelf.kept, a.shelf.version = c, f.version.Number
	return c, nil
}

// entry finds a tool by its slug in any case; location names where the request has it.
func (a *API) entry(ctx context.Context, f frame, location, slug string) (*catalog, *voxpop.Tool, error) {
	if err := checkText(location, slug, 100); err != nil {
		return nil, nil, err
	}
	slug = strings.ToLower(slug)
	c, err := a.catalog(ctx, f)
	if err != nil {
		return nil, nil, err
	}
	if t := c.bySlug[slug]; t != nil {
		return c, t, nil
	}
	// A tool may have been added since the catalog was read: look again before refusing.
	if c, err = a.readCatalog(ctx, f); err != nil {
		return nil, nil, err
	}
	if t := c.bySlug[slug]; t != nil {
		return c, t, nil
	}
	return nil, nil, unknownTool(location, slug)
}

// counted is entry for numbers: a merged tool answers as the one that counts for it.
func (a *API) counted(ctx context.Context, f frame, location, slug string) (*catalog, *voxpop.Tool, error) {
	c, t, err := a.entry(ctx, f, location, slug)
	if err != nil {
		return nil, nil, err
	}
	return c, c.counts(t), nil
}

func unknownTool(location, slug string) error {
	message := "unknown tool; GET /api/v1/tools?status=all lists the known ones"
	return problem(http.StatusNotFound, location+": "+message+". Asked for: "+clip(slug, 60),
		&huma.ErrorDetail{Location: location, Message: message, Value: clip(slug, 60)})
}

// slugs reads a list of slugs with commas, each once and merged ones as those that count for them.
func (a *API) slugs(ctx context.Context, f frame, location, list string, least, most int) (*catalog, []*voxpop.Tool, error) {
	c, err := a.catalog(ctx, f)
	if err != nil {
		return nil, nil, err
	}
	var tools []*voxpop.Tool
	for slug := range strings.SplitSeq(list, ",") {
		if slug = strings.TrimSpace(slug); slug == "" {
			continue
		}
		known, t, err := a.counted(ctx, f, location, slug)
		if err != nil {
			return nil, nil, err
		}
		if c = known; !slices.ContainsFunc(tools, func(o *voxpop.Tool) bool { return o.Slug == t.Slug }) {
			tools = append(tools, t)
		}
	}
	if len(tools) < least || len(tools) > most {
		return nil, nil, invalid(location, fmt.Sprintf("%d to %d different tools by slug, with commas between them", least, most), clip(list, 200))
	}
	return c, tools, nil
}

func slugsOf(tools []*voxpop.Tool) []string {
	out := make([]string, len(tools))
	for i, t := range tools {
		out[i] = t.Slug
	}
	return out
}

// filterTools reads the tools of a filter: one slug or several, all of them known.
func (a *API) filterTools(ctx context.Context, f frame, list string) ([]string, error) {
	if a.opt.Tools == nil || a.opt.Opinions == nil {
		return nil, unknownTool("query.tool", list)
	}
	_, tools, err := a.slugs(ctx, f, "query.tool", list, 1, mostItemTools)
	return slugsOf(tools), err
}
