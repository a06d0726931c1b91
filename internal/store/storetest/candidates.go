package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

func candidate(key string, score float64) voxpop.Candidate {
	return voxpop.Candidate{
		Key: key, Name: "Name of " + key, Spellings: []string{key}, State: voxpop.CandidateProposed, Items: 60, Authors: 20, Score: score,
		Window: voxpop.Window{From: noon.AddDate(0, 0, -7), To: noon}, Beside: []voxpop.NamedBeside{{Tool: "cursor", Items: 9}},
		Evidence: []voxpop.ItemID{{Source: "reddit", Native: "t3_a"}},
	}
}

// proposed are the keys of a state, in order.
func proposed(t *testing.T, s Store, state voxpop.CandidateState) (keys []string) {
	t.Helper()
	all, err := s.Candidates(ctx, state)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		keys = append(keys, c.Key)
	}
	return keys
}

var candidateTests = map[string]func(*testing.T, Store){
	"Found again, or not": func(t *testing.T, s Store) {
		must(t, s.SaveCandidates(ctx, []voxpop.Candidate{candidate("a", 1), candidate("b", 2)}))
		wantKeys(t, proposed(t, s, voxpop.CandidateProposed), "b", "a")
		got, err := s.Candidate(ctx, "b")
		if err != nil || got.Name != "Name of b" || got.Beside[0].Items != 9 || !got.To.Equal(noon) || !got.Decided.IsZero() {
			t.Errorf("%+v, %v", got, err)
		}
		must(t, s.SaveCandidates(ctx, []voxpop.Candidate{candidate("a", 3), candidate("c", 2)}))
		wantKeys(t, proposed(t, s, voxpop.CandidateProposed), "a", "c")
		if _, err := s.Candidate(ctx, "b"); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("one that is not found any more: %v", err)
		}
	},
	"Decided": func(t *testing.T, s Store) {
		found := []voxpop.Candidate{candidate("no", 1), candidate("later", 2), candidate("now", 3), candidate("open", 4)}
		must(t, s.SaveCandidates(ctx, found))
		must(t, s.RejectCandidate(ctx, "no", voxpop.AuditEntry{Action: "candidates.reject"}))
		must(t, s.SnoozeCandidate(ctx, "later", time.Now().Add(time.Hour), voxpop.AuditEntry{Action: "candidates.snooze"}))
		must(t, s.SnoozeCandidate(ctx, "now", time.Now().Add(-time.Second), voxpop.AuditEntry{Action: "candidates.snooze"}))
		must(t, s.SaveCandidates(ctx, found))
		wantKeys(t, proposed(t, s, voxpop.CandidateProposed), "open", "now")
		wantKeys(t, proposed(t, s, voxpop.CandidateRejected), "no")
		wantKeys(t, proposed(t, s, voxpop.CandidateSnoozed), "later")
		must(t, s.SaveCandidates(ctx, nil))
		wantKeys(t, proposed(t, s, voxpop.CandidateProposed))
		wantKeys(t, proposed(t, s, voxpop.CandidateRejected), "no")
		if err := s.RejectCandidate(ctx, "none", voxpop.AuditEntry{}); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("rejecting nothing: %v", err)
		}
		audit, err := s.Audit(ctx, 10)
		if err != nil || len(audit) != 3 {
			t.Errorf("%d audit entries, %v", len(audit), err)
		}
	},
	"Approved": func(t *testing.T, s Store) {
		must(t, s.SaveCandidates(ctx, []voxpop.Candidate{candidate("quill", 1), candidate("other", 2)}))
		tool := voxpop.Tool{Slug: "quill", Name: "Quill", Aliases: []voxpop.Alias{{Text: "Quill"}}}
		made, err := s.ApproveCandidate(ctx, "quill", tool, voxpop.AuditEntry{Action: "candidates.approve"})
		if err != nil || made.Status != voxpop.ToolActive || made.Edit == 0 {
			t.Fatalf("%+v, %v", made, err)
		}
		if got, err := s.Tool(ctx, "quill"); err != nil || got.Name != "Quill" {
			t.Errorf("%+v, %v", got, err)
		}
		must(t, s.SaveCandidates(ctx, []voxpop.Candidate{candidate("quill", 1), candidate("other", 2)}))
		wantKeys(t, proposed(t, s, voxpop.CandidateApproved), "quill")
		tool.Slug = "quill-2"
		for name, key := range map[string]string{"approved already": "quill", "a slug that is taken": "other"} {
			if key == "other" {
				tool.Slug = "quill"
			}
			if _, err := s.ApproveCandidate(ctx, key, tool, voxpop.AuditEntry{}); !errors.Is(err, voxpop.ErrConflict) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if got, err := s.Candidate(ctx, "other"); err != nil || got.State != voxpop.CandidateProposed {
			t.Errorf("a refused approval changed it: %+v, %v", got, err)
		}
		if err := s.RejectCandidate(ctx, "quill", voxpop.AuditEntry{}); !errors.Is(err, voxpop.ErrConflict) {
			t.Errorf("rejecting a tool: %v", err)
		}
	},
}

func wantKeys(t *testing.T, got []string, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}
