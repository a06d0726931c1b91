package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

func TestHealthSaysWhichRolesAreAlive(t *testing.T) {
	all := voxpop.Replica{Name: "all", Roles: voxpop.ReplicaRoles}
	pages := voxpop.Replica{Name: "pages", Roles: []voxpop.ReplicaRole{voxpop.ServesAPI}}
	stages := voxpop.Replica{Name: "stages", Roles: []voxpop.ReplicaRole{voxpop.Analyzes}}
	for _, tt := range []struct {
		name     string
		replicas []voxpop.Replica
		since    time.Duration // of the start of the process
		want     ReplicasBody
		reasons  string
	}{
		{"all", []voxpop.Replica{all, pages}, time.Hour, ReplicasBody{2, 1, 1}, ""},
		{"nobody collects", []voxpop.Replica{pages, stages}, time.Hour, ReplicasBody{1, 0, 1}, "nobody collects"},
		{"nobody works", []voxpop.Replica{pages}, time.Hour, ReplicasBody{1, 0, 0}, "nobody collects|nobody analyses"},
		{"starting", []voxpop.Replica{pages}, time.Second, ReplicasBody{1, 0, 0}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			now := noon.Add(-tt.since)
			a, f := fakeAPI(t, func(o *Options) {
				o.Clock = func() time.Time { return now }
				o.Replicas = func(context.Context) ([]voxpop.Replica, error) { return tt.replicas, nil }
			})
			now = noon
			f.cycles = []voxpop.Cycle{{ID: "n", Started: noon, Collected: noon, Outcome: voxpop.OutcomeSuccess}}
			b := healthOf(t, a)
			if b.Replicas == nil || *b.Replicas != tt.want {
				t.Errorf("%+v, want %+v", b.Replicas, tt.want)
			}
			var said []string
			for _, r := range b.Reasons {
				words, _, _ := strings.Cut(r, ":")
				said = append(said, words)
			}
			if got := strings.Join(said, "|"); got != tt.reasons {
				t.Errorf("reasons %q, want %q", b.Reasons, tt.reasons)
			}
			metrics := get(a, "/metrics").Body.String()
			for role, n := range map[string]int{"api": tt.want.API, "collect": tt.want.Collect, "analyze": tt.want.Analyze} {
				if line := `voxpop_replicas{role="` + role + `"} ` + string(rune('0'+n)); !strings.Contains(metrics, line) {
					t.Errorf("no %s in the metrics", line)
				}
			}
		})
	}
}

func TestProbesAnswerNothingElse(t *testing.T) {
	a, _ := fakeAPI(t)
	h := a.Probes()
	for path, want := range map[string]int{
		"/healthz": 200, "/readyz": 200, "/metrics": 200, "/api/v1/health": 200,
		"/": 404, "/api/v1/status": 404, "/api/v1/sentiment/stats": 404, "/api/v1/health/": 404, "/openapi.json": 404,
	} {
		rec := get(h, path)
		if rec.Code != want {
			t.Errorf("%s answers %d, want %d", path, rec.Code, want)
		}
		if want == http.StatusNotFound {
			var p struct{ Detail string }
			if err := json.Unmarshal(rec.Body.Bytes(), &p); err != nil || !strings.Contains(p.Detail, "ROLES") {
				t.Errorf("%s: %s, %v", path, rec.Body, err)
			}
		}
	}
}
