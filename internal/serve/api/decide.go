package api

import (
	"context"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// CandidateInput names a candidate.
type CandidateInput struct {
	ID string `path:"id" maxLength:"200" doc:"The id of a candidate; case and hyphens do not matter"`
}

// Approval is a tool as it is made of a candidate. What is left out is taken from what was found.
type Approval struct {
	Slug string `json:"slug,omitempty" maxLength:"64" doc:"Made of the name when left out"`
	ToolFields
}

// ApproveInput makes a tool of a candidate.
type ApproveInput struct {
	CandidateInput
	Body *Approval
}

func (a *API) approve(ctx context.Context, in *ApproveInput) (*ToolDefinition, error) {
	if t, is := a.pending(ctx, in.ID); is {
		return a.activate(ctx, t)
	}
	c, err := a.candidate(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	n := NewTool{}
	if in.Body != nil {
		n.Slug, n.ToolFields = in.Body.Slug, in.Body.ToolFields
	}
	if n.Name == nil {
		n.Name = &c.Name
	}
	if n.Aliases == nil {
		n.Aliases = aliasesOf(&c)
	}
	t := n.tool()
	if err := a.mayBeNew(ctx, t); err != nil {
		return nil, err
	}
	t, err = a.opt.Candidates.ApproveCandidate(ctx, c.Key, t, a.entryOf(ctx, "candidates.approve", t.Slug))
	return a.changed("approving a candidate", t, err)
}

// pending finds a tool that was added as a candidate, by its slug.
func (a *API) pending(ctx context.Context, slug string) (voxpop.Tool, bool) {
	t, err := a.toolIn(ctx, "path.id", slug)
	return t, err == nil && t.Status == voxpop.ToolCandidate
}

// activate lets a tool that was added as a candidate be looked for, as it stands.
func (a *API) activate(ctx context.Context, t voxpop.Tool) (*ToolDefinition, error) {
	if err := a.check(ctx, inTool, t); err != nil {
		return nil, err
	}
	t, err := a.opt.Catalog.SetToolStatus(ctx, t.Slug, t.Edit, voxpop.ToolActive, a.entryOf(ctx, "tools.approve", t.Slug))
	return a.changed("approving a tool", t, err)
}

// aliasesOf are the spellings of a candidate; those that differ in case alone are one.
func aliasesOf(c *voxpop.Candidate) []AliasInput {
	out := []AliasInput{{Text: c.Name}}
	seen := map[string]bool{strings.ToLower(c.Name): true}
	for _, s := range c.Spellings {
		if key := strings.ToLower(s); !seen[key] {
			seen[key] = true
			out = append(out, AliasInput{Text: s})
		}
	}
	return out
}

func (a *API) reject(ctx context.Context, in *CandidateInput) (*CandidateBody, error) {
	return a.decide(ctx, in.ID, "rejecting a candidate", func(key string) error {
		return a.opt.Candidates.RejectCandidate(ctx, key, a.entryOf(ctx, "candidates.reject", key))
	})
}

// Snooze says for how long a candidate is put off.
type Snooze struct {
	Days  int    `json:"days,omitempty" minimum:"1" maximum:"365" doc:"30 unless until is given"`
	Until string `json:"until,omitempty" maxLength:"40" doc:"RFC 3339 or YYYY-MM-DD (UTC)"`
}

// SnoozeInput puts a candidate off.
type SnoozeInput struct {
	CandidateInput
	Body *Snooze
}

func (a *API) snooze(ctx context.Context, in *SnoozeInput) (*CandidateBody, error) {
	until, s := a.now().AddDate(0, 0, 30), in.Body
	switch {
	case s != nil && s.Until != "":
		var err error
		if until, err = readTime("body.until", s.Until); err != nil {
			return nil, err
		}
		if s.Days > 0 || !until.After(a.now()) {
			return nil, invalid("body.until", "must be in the future, and without days", s.Until)
		}
	case s != nil && s.Days > 0:
		until = a.now().AddDate(0, 0, s.Days)
	}
	return a.decide(ctx, in.ID, "snoozing a candidate", func(key string) error {
		return a.opt.Candidates.SnoozeCandidate(ctx, key, until, a.entryOf(ctx, "candidates.snooze", key))
	})
}

func (a *API) decide(ctx context.Context, id, operation string, decide func(key string) error) (*CandidateBody, error) {
	c, err := a.candidate(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := decide(c.Key); err != nil {
		return nil, a.refused(operation, err)
	}
	if c, err = a.candidate(ctx, c.Key); err != nil {
		return nil, err
	}
	body := candidateBody(&c)
	return &body, nil
}
