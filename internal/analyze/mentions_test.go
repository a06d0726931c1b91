package analyze_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze"
	"github.com/voxpop-dev/voxpop/internal/analyze/vader"
)

// tools is a catalog and its re-analyses in memory.
type tools struct {
	catalog   voxpop.Catalog
	read      int // how often the catalog was read
	queue     []voxpop.Reanalysis
	searches  map[int64][]string
	batches   map[int64][]voxpop.ReanalysisBatch
	commits   map[int64][]voxpop.Analysis
	stale     int // commits that are still refused as stale
	failed    map[int64]string
	cancelled bool
}

func (c *tools) Catalog(context.Context) (voxpop.Catalog, error) {
	c.read++
	return c.catalog, nil
}

func (c *tools) CatalogRevision(context.Context) (int64, error) { return c.catalog.Revision, nil }

func (c *tools) NextReanalysis(context.Context, voxpop.EngineID) (voxpop.Reanalysis, error) {
	if len(c.queue) == 0 {
		return voxpop.Reanalysis{}, voxpop.ErrNotFound
	}
	return c.queue[0], nil
}

func (c *tools) StartReanalysis(_ context.Context, id int64, searches []string) error {
	c.queue[0].State = voxpop.ReanalysisRunning
	c.searches = map[int64][]string{id: searches}
	return nil
}

func (c *tools) ReanalysisItems(_ context.Context, id int64, _ int) (voxpop.ReanalysisBatch, error) {
	if c.cancelled {
		c.queue = nil
		return voxpop.ReanalysisBatch{}, voxpop.ErrConflict
	}
	return c.batches[id][0], nil
}

func (c *tools) CommitReanalysis(_ context.Context, id int64, _ voxpop.EngineID, b voxpop.ReanalysisBatch, done []voxpop.Analysis) (bool, error) {
	if c.stale > 0 {
		c.stale--
		c.catalog.Revision++
		return true, nil
	}
	if c.commits == nil {
		c.commits = map[int64][]voxpop.Analysis{}
	}
	c.commits[id] = append(c.commits[id], done...)
	if c.batches[id] = c.batches[id][1:]; b.End {
		c.queue = c.queue[1:]
	}
	return false, nil
}

func (c *tools) FailReanalysis(_ context.Context, id int64, reason string) error {
	c.queue, c.failed = nil, map[int64]string{id: reason}
	return nil
}

// finder finds slugs in texts, and fails on the word "boom".
type finder struct{ catalog voxpop.Catalog }

func (finder) Compile(c voxpop.Catalog) (analyze.Matcher, error) { return finder{c}, nil }

func (finder) Searches(t voxpop.Tool) []string { return []string{"say " + t.Slug} }

func (f finder) Examine(_ context.Context, _ analyze.Engine, texts []analyze.Text) ([]analyze.Examined, error) {
	out := make([]analyze.Examined, len(texts))
	for i, t := range texts {
		if strings.Contains(t.Plain, "boom") {
			return nil, errors.New("out of luck")
		}
		for _, p := range f.catalog.Patterns {
			if strings.Contains(t.Plain, p.Tool.Slug) {
				out[i].Opinions = append(out[i].Opinions, voxpop.Opinion{Version: p.Version, ToolOpinion: voxpop.ToolOpinion{Tool: p.Tool.Slug}})
			}
		}
	}
	return out, nil
}

func items(texts ...string) (out []voxpop.PendingItem) {
	for i, text := range texts {
		out = append(out, voxpop.PendingItem{RowID: int64(i + 1), TextRevision: 1, Item: voxpop.Item{ID: voxpop.ItemID{Source: "reddit"}, Body: text}})
	}
	return out
}

func twoTools() tools {
	return tools{catalog: voxpop.Catalog{Revision: 7, Patterns: []voxpop.Pattern{
		{Version: 1, Tool: voxpop.Tool{Slug: "alpha"}}, {Version: 2, Tool: voxpop.Tool{Slug: "beta"}}, {Version: 3, Tool: voxpop.Tool{Slug: "beta"}, Next: true}}}}
}

func found(done []voxpop.Analysis) string {
	var out []string
	for _, a := range done {
		for _, o := range a.Opinions {
			out = append(out, fmt.Sprint(a.RowID, ":", o.Tool, o.Version, "@", a.Catalog))
		}
	}
	return strings.Join(out, " ")
}

func TestReanalysisGoesOnToItsEnd(t *testing.T) {
	b := newBacklog(0)
	b.tools = twoTools()
	b.queue = []voxpop.Reanalysis{{ID: 5, State: voxpop.ReanalysisQueued, Tools: []string{"beta"}}}
	b.batches = map[int64][]voxpop.ReanalysisBatch{5: {{Items: items("I like beta a lot", "and alpha, too"), Seen: 2}, {Seen: 1, Gone: []int64{9}, End: true}}}
	b.stale = 1
	yields := 0
	a := &analyze.Analyzer{Backlog: b, Engine: vader.New(), Mentions: finder{}, Yield: func(context.Context) error { yields++; return nil }}
	looked := 0
	if err := a.CatchUp(t.Context(), func(n int) { looked += n }); err != nil {
		t.Fatal(err)
	}
	if got := found(b.commits[5]); got != "1:beta2@8 1:beta3@8 2:alpha1@8" {
		t.Errorf("committed %s", got)
	}
	if got := fmt.Sprint(b.searches); got != "map[5:[say beta]]" {
		t.Errorf("searched for %s", got)
	}
	if looked != 5 || yields != 3 || b.backfill != 1 { // the first batch came twice: it was stale
		t.Errorf("looked at %d items, yielded %d times, back-filled %d times", looked, yields, b.backfill)
	}
}

func TestProposedDefinitionsStandForTheirTools(t *testing.T) {
	b := newBacklog(0)
	b.tools = twoTools()
	proposed := []voxpop.Tool{{Slug: "beta"}, {Slug: "gamma"}}
	b.queue = []voxpop.Reanalysis{{ID: 5, State: voxpop.ReanalysisQueued, DryRun: true, Tools: []string{"beta", "gamma"}, Proposed: proposed}}
	b.batches = map[int64][]voxpop.ReanalysisBatch{5: {{Items: items("I like beta and gamma and alpha"), Seen: 1, End: true}}}
	a := &analyze.Analyzer{Backlog: b, Engine: vader.New(), Mentions: finder{}}
	if err := a.CatchUp(t.Context(), func(int) {}); err != nil {
		t.Fatal(err)
	}
	if got := found(b.commits[5]); got != "1:alpha1@7 1:beta2@7 1:gamma0@7" {
		t.Errorf("committed %s", got)
	}
}

func TestFailedReanalysisHoldsUpNothing(t *testing.T) {
	b := newBacklog(0)
	b.tools = twoTools()
	b.queue = []voxpop.Reanalysis{{ID: 5, State: voxpop.ReanalysisRunning}}
	b.batches = map[int64][]voxpop.ReanalysisBatch{5: {{Items: items("this goes boom in English"), Seen: 1, End: true}}}
	a := &analyze.Analyzer{Backlog: b, Engine: vader.New(), Mentions: finder{}, Log: slog.New(slog.DiscardHandler)}
	if err := a.CatchUp(t.Context(), func(int) {}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.failed[5], "out of luck") || b.backfill != 1 {
		t.Errorf("failed %v, back-filled %d times", b.failed, b.backfill)
	}
	b.queue, b.cancelled = []voxpop.Reanalysis{{ID: 6, State: voxpop.ReanalysisRunning}}, true
	if err := a.CatchUp(t.Context(), func(int) {}); err != nil || b.failed[6] != "" {
		t.Errorf("cancelled in between: %v, %v", err, b.failed)
	}
}

func TestCatalogIsReadWhenItChanges(t *testing.T) {
	eachWay(t, func(t *testing.T, hasty bool) {
		b := newBacklog(2500)
		b.tools = twoTools()
		a := &analyze.Analyzer{Backlog: b, Engine: vader.New(), Mentions: finder{}, Hasty: hasty}
		for range 2 {
			if err := a.CatchUp(t.Context(), func(int) {}); err != nil || b.read != 1 {
				t.Errorf("read %d times, %v", b.read, err)
			}
		}
		b.waiting[9000], b.catalog.Revision = "It is good", 8
		if err := a.CatchUp(t.Context(), func(int) {}); err != nil || b.read != 2 {
			t.Errorf("read %d times, %v", b.read, err)
		}
	})
}
