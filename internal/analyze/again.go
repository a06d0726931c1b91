package analyze

import (
	"context"
	"errors"

	"github.com/voxpop-dev/voxpop"
)

// Reanalyses hands out what is to be examined again, and takes the results.
type Reanalyses interface {
	NextReanalysis(ctx context.Context, engine voxpop.EngineID) (voxpop.Reanalysis, error)
	StartReanalysis(ctx context.Context, id int64, searches []string) error
	ReanalysisItems(ctx context.Context, id int64, limit int) (voxpop.ReanalysisBatch, error)
	CommitReanalysis(ctx context.Context, id int64, engine voxpop.EngineID, b voxpop.ReanalysisBatch, done []voxpop.Analysis) (stale bool, err error)
	FailReanalysis(ctx context.Context, id int64, reason string) error
}

// again does one batch of the oldest re-analysis and returns how many items it looked at; at least 1 while there is any. One that cannot
// be done is ended, so that it does not hold up others.
func (a *Analyzer) again(ctx context.Context) (int, error) {
	r, err := a.Backlog.NextReanalysis(ctx, a.Engine.ID())
	if errors.Is(err, voxpop.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	if a.Yield != nil {
		if err := a.Yield(ctx); err != nil {
			return 0, err
		}
	}
	n, err := a.reanalyze(ctx, r)
	switch {
	case err == nil || errors.Is(err, voxpop.ErrUnavailable) || ctx.Err() != nil:
		return n, err
	case errors.Is(err, voxpop.ErrConflict): // cancelled meanwhile
		return 1, nil
	}
	if a.Log != nil {
		a.Log.Error("A re-analysis failed", "id", r.ID, "reason", r.Reason, "error", err)
	}
	return 1, a.Backlog.FailReanalysis(ctx, r.ID, err.Error())
}

func (a *Analyzer) reanalyze(ctx context.Context, r voxpop.Reanalysis) (int, error) {
	m, err := a.matcherFor(ctx, r)
	if err != nil {
		return 0, err
	}
	if r.State == voxpop.ReanalysisQueued {
		if err := a.Backlog.StartReanalysis(ctx, r.ID, a.searches(m.catalog, r)); err != nil {
			return 0, err
		}
	}
	b, err := a.Backlog.ReanalysisItems(ctx, r.ID, batchSize)
	if err != nil {
		return 0, err
	}
	done, err := a.analyze(ctx, m.matching, b.Items)
	if err != nil {
		return 0, err
	}
	_, err = a.Backlog.CommitReanalysis(ctx, r.ID, a.Engine.ID(), b, done)
	return max(1, int(b.Seen)), err // of a stale batch nothing is stored, and it comes again
}

// proposing is a matcher for a re-analysis, with the catalog that it was made of.
type proposing struct {
	matching
	catalog voxpop.Catalog
}

// matcherFor is the matcher for a re-analysis: that of now or, where definitions are proposed, one of the catalog with these.
func (a *Analyzer) matcherFor(ctx context.Context, r voxpop.Reanalysis) (proposing, error) {
	if a.Mentions == nil {
		return proposing{}, nil
	}
	if len(r.Proposed) == 0 && r.State != voxpop.ReanalysisQueued {
		m, err := a.matcher(ctx)
		return proposing{matching: m}, err
	}
	catalog, err := a.Backlog.Catalog(ctx)
	if err != nil {
		return proposing{}, err
	}
	catalog = proposed(catalog, r.Proposed)
	m, err := a.compile(catalog)
	return proposing{m, catalog}, err
}

// proposed is a catalog in which definitions stand for those of the same tools.
func proposed(c voxpop.Catalog, tools []voxpop.Tool) voxpop.Catalog {
	for _, t := range tools {
		p := voxpop.Pattern{Tool: t}
		kept := make([]voxpop.Pattern, 0, len(c.Patterns)+1)
		for _, old := range c.Patterns {
			if old.Tool.Slug != t.Slug {
				kept = append(kept, old)
			} else if p.Version == 0 || !old.Next {
				p.Version, p.Until = old.Version, old.Until
			}
		}
		c.Patterns = append(kept, p)
	}
	return c
}

// searches find what the tools of a re-analysis can match, by any of their definitions that are looked for.
func (a *Analyzer) searches(c voxpop.Catalog, r voxpop.Reanalysis) []string {
	wanted := map[string]bool{}
	for _, slug := range r.Tools {
		wanted[slug] = true
	}
	seen := map[string]bool{}
	var out []string
	for _, p := range c.Patterns {
		if !wanted[p.Tool.Slug] {
			continue
		}
		for _, q := range a.Mentions.Searches(p.Tool) {
			if !seen[q] {
				seen[q] = true
				out = append(out, q)
			}
		}
	}
	return out
}
