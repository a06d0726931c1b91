package cli

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"sync"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze"
	"github.com/voxpop-dev/voxpop/internal/analyze/tools"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

// seedTools brings the catalog of a store in line with own, or with the program's where that is nil.
func seedTools(ctx context.Context, store *relational.Store, own []voxpop.Tool, log *slog.Logger) error {
	if own == nil {
		own = tools.Catalog()
	}
	added, changed, err := store.SeedTools(ctx, own, tools.Version)
	if err == nil && added+changed > 0 {
		log.Info("The catalog of tools was brought up to date", "added", added, "changed", changed)
	}
	return err
}

// mentions lets the analyze stage find what texts say about tools, by the rules of analyze/tools.
type mentions struct{ log *slog.Logger }

func (mentions) Searches(t voxpop.Tool) []string { return tools.Queries(t) }

// Compile makes a matcher for the definitions that answer and, where others are to take over, one in which these stand in
// their place.
func (m mentions) Compile(c voxpop.Catalog) (analyze.Matcher, error) {
	now, next := definitions{}, definitions{}
	changes := false
	for _, p := range c.Patterns {
		if p.Next {
			changes = true
		} else {
			now[p.Tool.Slug] = p
		}
		if _, known := next[p.Tool.Slug]; !known || p.Next {
			next[p.Tool.Slug] = p
		}
	}
	out := &matcher{now: now, answering: m.compile(c, now)}
	if changes {
		out.next, out.coming = next, m.compile(c, next)
	}
	return out, nil
}

// definitions are patterns by slug.
type definitions map[string]voxpop.Pattern

// compile leaves out definitions that clash with others. Commands refuse such; this is for those that came another way.
func (m mentions) compile(c voxpop.Catalog, by definitions) *tools.Matcher {
	var list []voxpop.Tool
	for _, p := range c.Patterns {
		if by[p.Tool.Slug].Version != p.Version {
			continue
		}
		t := p.Tool
		t.Status, t.MergedInto = voxpop.ToolActive, "" // merged and archived ones keep their own mentions
		list = append(list, t)
	}
	whole, err := tools.Compile(list)
	if err == nil {
		return whole
	}
	m.log.Error("The catalog has definitions that exclude each other; some tools are not looked for", "error", err)
	whole, _ = tools.Compile(nil)
	var kept []voxpop.Tool
	for _, t := range list {
		if more, err := tools.Compile(append(kept[:len(kept):len(kept)], t)); err == nil {
			whole, kept = more, append(kept, t)
		}
	}
	return whole
}

// matcher examines texts.
type matcher struct {
	now, next         definitions // next is nil where nothing is to take over
	answering, coming *tools.Matcher
}

// Examine shares the texts between the processors.
func (m *matcher) Examine(ctx context.Context, e analyze.Engine, texts []analyze.Text) ([]analyze.Examined, error) {
	out := make([]analyze.Examined, len(texts))
	failed := make([]error, min(runtime.GOMAXPROCS(0), len(texts)))
	var wg sync.WaitGroup
	for w := range failed {
		wg.Go(func() {
			score := func(text string) voxpop.Score {
				scores, err := e.Score(ctx, []string{text})
				if err != nil || len(scores) != 1 {
					failed[w] = errors.Join(failed[w], err)
					return voxpop.Score{}
				}
				return scores[0]
			}
			scorer := tools.NewScorer(score)
			for i := w; i < len(texts) && ctx.Err() == nil; i += len(failed) {
				out[i] = m.examine(scorer, texts[i])
			}
		})
	}
	wg.Wait()
	return out, errors.Join(append(failed, ctx.Err())...)
}

func (m *matcher) examine(scorer *tools.Scorer, t analyze.Text) analyze.Examined {
	in := tools.Input{Source: t.Source, Community: t.Community, Kind: t.Kind, Text: t.Plain}
	opinions, relations := scorer.Opinions(t.Plain, m.answering.Find(in))
	var out analyze.Examined
	for _, o := range opinions {
		out.Opinions = append(out.Opinions, voxpop.Opinion{Version: m.now[o.Tool].Version, ToolOpinion: o})
	}
	if m.coming != nil {
		opinions, relations = scorer.Opinions(t.Plain, m.coming.Find(in))
		for _, o := range opinions {
			if p := m.next[o.Tool]; p.Next {
				out.Opinions = append(out.Opinions, voxpop.Opinion{Version: p.Version, ToolOpinion: o})
			}
		}
	}
	out.Relations = relations
	return out
}
