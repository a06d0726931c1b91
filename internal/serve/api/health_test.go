package api

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/voxpop-dev/voxpop"
)

func healthOf(t *testing.T, a *API) HealthBody {
	t.Helper()
	var b HealthBody
	rec := get(a, "/api/v1/health")
	if err := json.Unmarshal(rec.Body.Bytes(), &b); err != nil {
		t.Fatalf("%v: %s", err, rec.Body)
	}
	return b
}

func TestDegraded(t *testing.T) {
	cycle := func(o voxpop.Outcome, ago time.Duration) voxpop.Cycle {
		return voxpop.Cycle{ID: "n", Started: noon.Add(-ago), Collected: noon.Add(-ago), Outcome: o, Counts: voxpop.CycleCounts{Errors: 2}}
	}
	tests := []struct {
		name    string
		cycles  []voxpop.Cycle
		sources string
		reason  string // empty: healthy
	}{
		{"well", []voxpop.Cycle{cycle(voxpop.OutcomeSuccess, time.Minute)}, "ok", ""},
		{"starting", nil, "ok", ""},
		{"first cycle runs", []voxpop.Cycle{{ID: "n", Started: noon}}, "ok", "no collection cycle has succeeded yet"},
		{"failed", []voxpop.Cycle{cycle(voxpop.OutcomeFailed, time.Minute), cycle(voxpop.OutcomeSuccess, 20*time.Minute)}, "ok", "failed"},
		{"partial", []voxpop.Cycle{cycle(voxpop.OutcomePartial, time.Minute)}, "ok", "2 communities or sources failed"},
		{"interrupted", []voxpop.Cycle{cycle(voxpop.OutcomeInterrupted, time.Minute), cycle(voxpop.OutcomeSuccess, 20*time.Minute)}, "ok", "interrupted"},
		{"old", []voxpop.Cycle{cycle(voxpop.OutcomeSuccess, 61*time.Minute)}, "ok", "data is old"},
		{"refused", []voxpop.Cycle{cycle(voxpop.OutcomeSuccess, time.Minute)}, "refused", "every source refuses"},
	}
	for _, tt := range tests {
		a, f := fakeAPI(t, func(o *Options) {
			o.Sources = func() []SourceStatus {
				return []SourceStatus{{Name: "reddit", State: tt.sources}, {Name: "feed", State: "unused"}}
			}
		})
		f.cycles = tt.cycles
		b := healthOf(t, a)
		if tt.reason == "" && (b.Status != healthy || len(b.Reasons) != 0) || tt.reason != "" && (b.Status != degraded || !strings.Contains(strings.Join(b.Reasons, "; "), tt.reason)) {
			t.Errorf("%s: %s %q", tt.name, b.Status, b.Reasons)
		}
	}
}

// Who reads health learns who failed and why, in a few words however many there are.
func TestHealthNamesWhatFailed(t *testing.T) {
	c := voxpop.Cycle{ID: "n", Collected: noon.Add(-time.Minute), Outcome: voxpop.OutcomePartial, Counts: voxpop.CycleCounts{Errors: 9}}
	for i, e := range []string{"private (403)", "private (403)", "private (403)", "private (403)", "", "b", "c", "d"} {
		c.Results = append(c.Results, voxpop.CommunityResult{Source: "reddit", Community: "sub" + string(rune('0'+i)), Error: e})
	}
	a, f := fakeAPI(t)
	f.cycles = []voxpop.Cycle{c}
	want := "the last collection cycle was partial: 9 communities or sources failed: " +
		"reddit sub0, reddit sub1, reddit sub2 and 1 more: private (403); reddit sub5: b; reddit sub6: c; and 1 more kinds of trouble"
	if b := healthOf(t, a); len(b.Reasons) != 1 || b.Reasons[0] != want {
		t.Errorf("%q", b.Reasons)
	}
	f.set(func() {
		f.cycles[0].Results = []voxpop.CommunityResult{{Source: "reddit", Error: strings.Repeat("x", 5000)}}
	})
	a.poll(t.Context())
	if b := healthOf(t, a); len(b.Reasons[0]) > 400 {
		t.Errorf("a reason of %d bytes", len(b.Reasons[0]))
	}
}

func TestCyclesAreCountedOnce(t *testing.T) {
	a, f := fakeAPI(t)
	f.cycles = nil
	a.poll(t.Context())
	for i, o := range []voxpop.Outcome{voxpop.OutcomeSuccess, voxpop.OutcomePartial, voxpop.OutcomeFailed} {
		c := voxpop.Cycle{ID: string(rune('a' + i)), Collected: noon.Add(time.Minute), Outcome: o}
		f.set(func() { f.cycles = append([]voxpop.Cycle{c}, f.cycles...) })
		a.poll(t.Context())
		a.poll(t.Context())
	}
	if b := healthOf(t, a); b.Application.CollectionsSucceeded != 2 || b.Application.CollectionsFailed != 1 {
		t.Errorf("%+v", b.Application)
	}
}

func TestHealthDoesNotWaitForASlowDatabase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, f := fakeAPI(t)
		a.poll(t.Context())
		a.polling.Store(true)
		time.Sleep(10 * time.Second) // the poll hangs
		f.set(func() { f.down = voxpop.ErrUnavailable })
		began := time.Now()
		if b := healthOf(t, a); b.Status != unhealthy || b.Database.Connected || time.Since(began) > pingTimeout {
			t.Errorf("%+v after %v", b, time.Since(began))
		}
	})
}

func TestProcess(t *testing.T) {
	p := newProcess()
	for range 1000 {
		p.sample()
	}
	if b := p.body(time.Minute); b.UptimeSeconds != 60 || b.MemoryMB <= 0 || b.CPUPercent < 0 || b.PID <= 0 {
		t.Errorf("%+v", b)
	}
}

// Who is told that a cycle is finished must find its data at once, poll or no poll.
func TestFinishedCycleIsSeenInData(t *testing.T) {
	a, f := fakeAPI(t)
	a.poll(t.Context())
	a.polling.Store(true)
	get(a, statsPath)
	f.set(func() { f.version.Number++ })
	get(a, "/api/v1/admin/cycles/c1", "Authorization", "Bearer "+adminToken)
	if body := get(a, statsPath).Body.String(); !strings.Contains(body, `"data_version":8`) {
		t.Error(body)
	}
}
