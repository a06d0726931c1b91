package api

import (
	"context"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// SlugInput names a tool in a path.
type SlugInput struct {
	Slug string `path:"slug" maxLength:"100" doc:"In any case"`
}

// AliasBody is a name of a tool, and when it means it.
type AliasBody struct {
	Text    string   `json:"text"`
	Case    bool     `json:"case" doc:"Exactly so spelled"`
	Require []string `json:"require" nullable:"false" doc:"One of these must stand near"`
	Exclude []string `json:"exclude" nullable:"false" doc:"One of these in the same sentence says that it is something else"`
	Prior   float64  `json:"prior" doc:"How likely the bare alias is the tool, 0 to 1; 0 counts as 1"`
}

// ToolVersionBody is a revision of a tool with numbers of its own.
type ToolVersionBody struct {
	ID       int64     `json:"id"`
	Revision int64     `json:"revision"`
	State    string    `json:"state" enum:"walking,walked,ready,retired"`
	Answers  bool      `json:"answers" doc:"Its numbers are shown"`
	Created  time.Time `json:"created"`
}

// ToolEntry answers tools/{slug}.
type ToolEntry struct {
	ToolDefinition
	MergedSources []string          `json:"merged_sources" nullable:"false" doc:"Tools whose mentions count for it"`
	Reanalysing   bool              `json:"reanalysing" doc:"A newer definition is being examined; until that is done the one before answers"`
	Versions      []ToolVersionBody `json:"versions" nullable:"false" doc:"Newest first"`
	FirstMention  *string           `json:"first_mention" doc:"UTC day of the first counted mention that is stored; null without any"`
	LastMention   *string           `json:"last_mention" doc:"UTC day of the last"`
	EstimateBody
	Window WindowBody `json:"window" doc:"All that is stored"`
	Meta
}

func (a *API) toolEntry(ctx context.Context, in *SlugInput) (*ToolEntry, error) {
	f, err := a.frame(ctx)
	if err != nil {
		return nil, err
	}
	c, t, err := a.entry(ctx, f, "path.slug", in.Slug)
	if err != nil {
		return nil, err
	}
	body := entryBody(c, t)
	body.Meta = f.meta()
	versions, err := a.opt.Tools.ToolVersions(ctx, t.Slug)
	if err != nil {
		return nil, a.asProblem("tool", err)
	}
	for i := range versions {
		v := &versions[i]
		body.Reanalysing = body.Reanalysing || v.State == voxpop.VersionWalking || v.State == voxpop.VersionWalked
		body.Versions = append(body.Versions, versionBody(v))
	}
	return body, a.wholeLife(ctx, f, c.counts(t), body)
}

func versionBody(v *voxpop.ToolVersion) ToolVersionBody {
	return ToolVersionBody{v.ID, v.Revision, string(v.State), v.Answers, v.Created.UTC()}
}

func entryBody(c *catalog, t *voxpop.Tool) *ToolEntry {
	b := &ToolEntry{ToolDefinition: definitionBody(t), MergedSources: []string{}, Versions: []ToolVersionBody{}}
	for i := range c.all {
		if c.all[i].MergedInto == t.Slug {
			b.MergedSources = append(b.MergedSources, c.all[i].Slug)
		}
	}
	slices.Sort(b.MergedSources)
	return b
}

// wholeLife fills in what all stored mentions of a tool add up to.
func (a *API) wholeLife(ctx context.Context, f frame, t *voxpop.Tool, body *ToolEntry) error {
	from, to := f.version.Oldest, f.version.Newest
	if from.IsZero() || to.IsZero() {
		from, to = f.now, f.now
	}
	w := voxpop.Window{From: voxpop.GrainDay.Truncate(from), To: voxpop.GrainHour.Next(voxpop.GrainHour.Truncate(to))}
	body.Window = WindowBody{From: w.From, To: w.To, Anchored: "range"}
	points, err := a.pointsOf(ctx, t.Slug, voxpop.Filter{Window: w}, voxpop.GrainDay)
	if err != nil {
		return err
	}
	var whole voxpop.Tally
	for i := range points {
		p := &points[i]
		if p.Items == 0 {
			continue
		}
		whole.Add(&p.Tally)
		day := p.Start.UTC().Format(time.DateOnly)
		if body.FirstMention == nil {
			body.FirstMention = &day
		}
		body.LastMention = &day
	}
	known, err := a.known(ctx, f)
	if err != nil {
		return err
	}
	body.EstimateBody = knownEstimate(known, t.Slug, whole)
	return nil
}
