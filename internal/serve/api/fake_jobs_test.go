package api

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// propose gives the fake candidates and re-analyses: one for a change of the catalog, done; one that runs.
func (f *fake) propose() {
	f.candidates = []voxpop.Candidate{{
		Key: "zedpilot", Name: "ZedPilot", Spellings: []string{"ZedPilot", "zedpilot", "Zed Pilot"}, State: voxpop.CandidateProposed, Items: 60, Authors: 40,
		First: noon.Add(-100 * time.Hour), Last: noon, Beside: []voxpop.NamedBeside{{Tool: "cursor", Items: 30}}, Score: 4.5, Evidence: []voxpop.ItemID{{Source: "reddit", Native: "t1_c05"}},
	}, {Key: "foo", Name: "Foo", State: voxpop.CandidateProposed, Items: 51}}
	f.reanalyses = []voxpop.Reanalysis{{
		ID: 1, Requested: noon.Add(-2 * time.Hour), Actor: "catalog", Reason: "tool claude-code was changed", Tools: []string{"claude-code"}, Versions: []int64{2},
		State: voxpop.ReanalysisDone, Started: noon.Add(-2 * time.Hour), Updated: noon.Add(-time.Hour), Finished: noon.Add(-time.Hour), Total: 90, Done: 100, Gone: 3,
		Changes: voxpop.ReanalysisChanges{Items: 7, Flipped: 1, Waiting: 4, Tools: map[string]voxpop.ToolChange{
			"claude-code": {Gained: 5, Lost: 2, Flipped: 1, Before: 10, After: 13, BeforeSigns: -5, AfterSigns: 6},
			"bard":        {Lost: 1, Before: 1, BeforeSigns: 1},
		}},
	}, {
		ID: 2, Requested: noon.Add(-time.Hour), Actor: "ops", State: voxpop.ReanalysisRunning, Started: noon.Add(-10 * time.Minute), Total: 400, Done: 100,
		Window: voxpop.Window{From: noon.Add(-48 * time.Hour)}, DryRun: true,
	}}
}

// job finds a re-analysis; the lock is held.
func (f *fake) job(id int64) (*voxpop.Reanalysis, error) {
	if id > int64(len(f.reanalyses)) {
		return nil, fmt.Errorf("re-analysis %d: %w", id, voxpop.ErrNotFound)
	}
	return &f.reanalyses[id-1], nil
}

func (f *fake) RequestReanalysis(_ context.Context, r voxpop.Reanalysis, audit voxpop.AuditEntry) (voxpop.Reanalysis, error) {
	err := f.command(audit, func() error {
		r.ID, r.Requested, r.State, r.Actor = int64(len(f.reanalyses)+1), noon, voxpop.ReanalysisQueued, audit.Actor
		f.reanalyses = append(f.reanalyses, r)
		return nil
	})
	return r, err
}

func (f *fake) turn(id int64, audit voxpop.AuditEntry, to voxpop.ReanalysisState, check func(*voxpop.Reanalysis) error) (out voxpop.Reanalysis, err error) {
	err = f.command(audit, func() error {
		r, err := f.job(id)
		if err == nil {
			err = check(r)
		}
		if err != nil {
			return err
		}
		r.State = to
		out = *r
		return nil
	})
	return out, err
}

func (f *fake) CancelReanalysis(_ context.Context, id int64, audit voxpop.AuditEntry) (voxpop.Reanalysis, error) {
	return f.turn(id, audit, voxpop.ReanalysisCancelled, func(r *voxpop.Reanalysis) error {
		if len(r.Versions) > 0 || r.State.Over() {
			return fmt.Errorf("cancelling a re-analysis: re-analysis %d is needed by a change of the catalog: %w", id, voxpop.ErrConflict)
		}
		return nil
	})
}

func (f *fake) ResumeReanalysis(_ context.Context, id int64, audit voxpop.AuditEntry) (voxpop.Reanalysis, error) {
	return f.turn(id, audit, voxpop.ReanalysisQueued, func(r *voxpop.Reanalysis) error {
		if r.State != voxpop.ReanalysisCancelled {
			return fmt.Errorf("re-analysis %d is %s: only one that failed or was cancelled can be resumed: %w", id, r.State, voxpop.ErrConflict)
		}
		return nil
	})
}

func (f *fake) Reanalysis(_ context.Context, id int64) (voxpop.Reanalysis, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	r, err := f.job(id)
	if err != nil {
		return voxpop.Reanalysis{}, cmpErr(f.down, err)
	}
	return *r, f.down
}

func (f *fake) Reanalyses(_ context.Context, limit int) ([]voxpop.Reanalysis, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := slices.Clone(f.reanalyses)
	slices.Reverse(out)
	return out[:min(limit, len(out))], f.down
}

// candidates are those of the fake.
type candidates struct{ *fake }

func (f candidates) Candidates(_ context.Context, state voxpop.CandidateState) (out []voxpop.Candidate, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range f.fake.candidates {
		if c.State == state {
			out = append(out, c)
		}
	}
	return out, f.down
}

// find finds a candidate; the lock is held.
func (f candidates) find(key string) *voxpop.Candidate {
	for i := range f.fake.candidates {
		if f.fake.candidates[i].Key == key {
			return &f.fake.candidates[i]
		}
	}
	return nil
}

func (f candidates) Candidate(_ context.Context, key string) (voxpop.Candidate, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if c := f.find(key); c != nil {
		return *c, f.down
	}
	return voxpop.Candidate{}, cmpErr(f.down, voxpop.ErrNotFound)
}

func (f candidates) decided(key string, state voxpop.CandidateState, until time.Time, audit voxpop.AuditEntry) error {
	return f.command(audit, func() error {
		c := f.find(key)
		switch {
		case c == nil:
			return voxpop.ErrNotFound
		case c.State == voxpop.CandidateApproved:
			return fmt.Errorf("candidate %q is a tool already: %w", c.Name, voxpop.ErrConflict)
		}
		c.State, c.Until, c.Decided = state, until, noon
		return nil
	})
}

func (f candidates) ApproveCandidate(_ context.Context, key string, t voxpop.Tool, audit voxpop.AuditEntry) (voxpop.Tool, error) {
	t.Edit, t.Revision = 1, 1
	err := f.decided(key, voxpop.CandidateApproved, time.Time{}, audit)
	if err == nil {
		f.set(func() { f.tools = append(f.tools, t) })
	}
	return t, err
}

func (f candidates) RejectCandidate(_ context.Context, key string, audit voxpop.AuditEntry) error {
	return f.decided(key, voxpop.CandidateRejected, time.Time{}, audit)
}

func (f candidates) SnoozeCandidate(_ context.Context, key string, until time.Time, audit voxpop.AuditEntry) error {
	return f.decided(key, voxpop.CandidateSnoozed, until, audit)
}
