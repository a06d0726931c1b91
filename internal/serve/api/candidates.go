package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// CandidatesInput is the query of admin/candidates.
type CandidatesInput struct {
	State string `query:"state" enum:"proposed,approved,rejected,snoozed" default:"proposed"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// BesideBody says in how many items a tool is named beside a candidate.
type BesideBody struct {
	Slug  string `json:"slug"`
	Items int    `json:"items"`
}

// CandidateBody is a name that many write as they write of tools, and that the catalog does not know.
type CandidateBody struct {
	ID          string       `json:"id" doc:"Small letters and digits of the name"`
	Name        string       `json:"name" doc:"As most write it"`
	Spellings   []string     `json:"spellings" nullable:"false"`
	State       string       `json:"state" enum:"proposed,approved,rejected,snoozed"`
	Until       *time.Time   `json:"until" doc:"Of a snoozed one: not proposed before"`
	Decided     *time.Time   `json:"decided" doc:"null while nobody has decided"`
	Items       int          `json:"items" doc:"That name it, in the window"`
	Authors     int          `json:"authors"`
	Threads     int          `json:"threads"`
	Communities int          `json:"communities"`
	First       *time.Time   `json:"first_mention"`
	Last        *time.Time   `json:"last_mention"`
	Beside      []BesideBody `json:"beside" nullable:"false" doc:"Tools named in the same items, most often first"`
	Score       float64      `json:"score" doc:"By which they are ordered"`
	Evidence    []string     `json:"evidence" nullable:"false" doc:"Ids of items that show it best"`
	From        *time.Time   `json:"from" doc:"Begin of the window of the last search that found it"`
	To          *time.Time   `json:"to" doc:"Its end, exclusive"`
}

func candidateBody(c *voxpop.Candidate) CandidateBody {
	b := CandidateBody{
		ID: c.Key, Name: c.Name, Spellings: listOf(c.Spellings), State: string(c.State), Until: optional(c.Until), Decided: optional(c.Decided),
		Items: c.Items, Authors: c.Authors, Threads: c.Threads, Communities: c.Communities, First: optional(c.First), Last: optional(c.Last),
		Beside: []BesideBody{}, Score: c.Score, Evidence: []string{}, From: optional(c.From), To: optional(c.To),
	}
	for _, n := range c.Beside {
		b.Beside = append(b.Beside, BesideBody{n.Tool, n.Items})
	}
	for _, id := range c.Evidence {
		b.Evidence = append(b.Evidence, id.String())
	}
	return b
}

// CandidatesBody answers admin/candidates.
type CandidatesBody struct {
	Candidates []CandidateBody `json:"candidates" nullable:"false" doc:"Best first"`
	Total      int             `json:"total"`
}

// registerCandidates registers what is proposed; the paths below tools are those of older clients.
func (a *API) registerCandidates() {
	const tag = "Administration of tools"
	answerWith(a, a.guarded(op("GET", "/admin/candidates", "candidates", tag, "Names that may be tools", 422), voxpop.RoleRead), a.candidates)
	answerWith(a, a.guarded(op("GET", "/admin/tools/pending", "pending-tools", tag, "Names that may be tools", 422), voxpop.RoleRead), a.candidates)
	for _, p := range [][2]string{{"/admin/candidates/{id}", "candidate"}, {"/admin/tools/{id}", "pending-tool"}} {
		path, id := p[0], p[1]
		commandWith(a, created(a.conflicting(op("POST", path+"/approve", "approve-"+id, tag, "Make a tool of a candidate", 400, 404, 422))), a.approve)
		commandWith(a, a.conflicting(op("POST", path+"/reject", "reject-"+id, tag, "Never propose a name again", 404, 422)), a.reject)
	}
	commandWith(a, a.conflicting(op("POST", "/admin/candidates/{id}/snooze", "snooze-candidate", tag, "Put a candidate off", 400, 404, 422)), a.snooze)
}

func (a *API) candidates(ctx context.Context, in *CandidatesInput) (*CandidatesBody, error) {
	found, err := a.opt.Candidates.Candidates(ctx, voxpop.CandidateState(in.State))
	if err != nil {
		return nil, a.asProblem("candidates", err)
	}
	body := &CandidatesBody{Candidates: []CandidateBody{}, Total: len(found)}
	for i := range found[:min(in.Limit, len(found))] {
		body.Candidates = append(body.Candidates, candidateBody(&found[i]))
	}
	return body, nil
}

// candidate finds one by its id; hyphens and case, as in a slug made of it, do not matter.
func (a *API) candidate(ctx context.Context, id string) (voxpop.Candidate, error) {
	if err := checkText("path.id", id, 200); err != nil {
		return voxpop.Candidate{}, err
	}
	c, err := a.opt.Candidates.Candidate(ctx, strings.ReplaceAll(strings.ToLower(id), "-", ""))
	switch {
	case errors.Is(err, voxpop.ErrNotFound):
		return c, problem(http.StatusNotFound, "path.id: there is no such candidate; GET /api/v1/admin/candidates lists them. Asked for: "+clip(id, 60))
	case err != nil:
		return c, a.asProblem("candidate", err)
	}
	return c, nil
}
