package api

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// HealthBody answers health. The predecessor's fields come first.
type HealthBody struct {
	Status      string            `json:"status" enum:"healthy,degraded,unhealthy"`
	Timestamp   time.Time         `json:"timestamp"`
	Process     ProcessBody       `json:"process"`
	Application ApplicationHealth `json:"application"`
	Database    DatabaseHealth    `json:"database"`
	Reasons     []string          `json:"reasons" nullable:"false" doc:"Why it is not healthy, in words"`
	Version     string            `json:"version"`
	Backlog     BacklogBody       `json:"backlog"`
	Replicas    *ReplicasBody     `json:"replicas,omitempty" doc:"How many living replicas have each role"`
}

// ProcessBody is what the process takes.
type ProcessBody struct {
	UptimeSeconds float64 `json:"uptime_seconds"`
	MemoryMB      float64 `json:"memory_mb" doc:"Resident, where the system tells it; else what Go holds"`
	CPUPercent    float64 `json:"cpu_percent" doc:"Of one core, over the last seconds"`
	PID           int     `json:"pid"`
}

// ApplicationHealth is how collecting goes.
type ApplicationHealth struct {
	LastCollectionAt     *time.Time `json:"last_collection_at" doc:"End of the last cycle that brought something in"`
	CollectionsSucceeded int64      `json:"collections_succeeded" doc:"Since this process started"`
	CollectionsFailed    int64      `json:"collections_failed"`
	DataFreshnessMinutes *float64   `json:"data_freshness_minutes" doc:"Since last_collection_at"`
}

// DatabaseHealth says whether the database answers.
type DatabaseHealth struct {
	Connected bool `json:"connected"`
}

const (
	healthy   = "healthy"
	degraded  = "degraded"
	unhealthy = "unhealthy"
)

func (a *API) healthBody(shot *snapshot) HealthBody {
	now := a.now()
	b := HealthBody{
		Status: healthy, Timestamp: now, Process: a.process.body(now.Sub(a.started)), Reasons: []string{},
		Application: ApplicationHealth{CollectionsSucceeded: shot.succeeded, CollectionsFailed: shot.failed},
		Database:    DatabaseHealth{Connected: shot.connected},
		Version:     a.opt.Version, Backlog: backlogBody(shot.backlog), Replicas: shot.replicasBody(),
	}
	if good := shot.lastGood(); !good.IsZero() {
		b.Application.LastCollectionAt = optional(good)
		minutes := math.Round(max(0, now.Sub(good).Minutes())*10) / 10
		b.Application.DataFreshnessMinutes = &minutes
	}
	if b.Reasons = append(b.Reasons, a.troubles(shot, now)...); len(b.Reasons) > 0 {
		b.Status = degraded
	}
	if !shot.connected {
		b.Status = unhealthy
		b.Reasons = append([]string{"the database does not answer"}, b.Reasons...)
	}
	return b
}

// troubles are the reasons for degraded.
func (a *API) troubles(shot *snapshot, now time.Time) (reasons []string) {
	_, last := shot.running()
	if last != nil {
		switch last.Outcome {
		case voxpop.OutcomeFailed:
			reasons = append(reasons, "the last collection cycle failed: no source could be read"+named(last))
		case voxpop.OutcomePartial:
			reasons = append(reasons, fmt.Sprintf("the last collection cycle was partial: %d communities or sources failed", last.Counts.Errors)+named(last))
		case voxpop.OutcomeInterrupted:
			reasons = append(reasons, "the last collection cycle was interrupted")
		}
	}
	if reason := refusals(a.opt.Sources()); reason != "" {
		reasons = append(reasons, reason)
	}
	if !shot.connected {
		return reasons
	}
	if now.Sub(a.started) >= settleTime {
		reasons = append(reasons, shot.missing()...)
	}
	if a.opt.Interval <= 0 {
		return reasons
	}
	// Before the first cycle the start of the process stands in for it.
	good := shot.lastGood()
	if good.Before(a.started) && shot.newest() == nil {
		good = a.started
	}
	if age := now.Sub(good); age > 2*a.opt.Interval {
		if good.IsZero() {
			return append(reasons, "no collection cycle has succeeded yet")
		}
		reasons = append(reasons, fmt.Sprintf("data is old: nothing was collected for %d minutes, and a cycle is due every %d", int(age.Minutes()), int(a.opt.Interval.Minutes())))
	}
	return reasons
}

// Bounds of what one reason repeats of a cycle's errors.
const (
	errorsNamed    = 3 // different ones
	membersNamed   = 3 // communities of each
	errorShownLong = 200
)

// named says what failed in a cycle and why, beginning with ": "; empty when the cycle does not say.
func named(c *voxpop.Cycle) string {
	var errs []string
	members := map[string][]string{}
	for _, r := range c.Results {
		if r.Error == "" {
			continue
		}
		if members[r.Error] == nil {
			errs = append(errs, r.Error)
		}
		members[r.Error] = append(members[r.Error], strings.TrimSpace(r.Source+" "+r.Community))
	}
	if len(errs) == 0 {
		return ""
	}
	said := make([]string, 0, errorsNamed+1)
	for _, e := range errs[:min(len(errs), errorsNamed)] {
		who := members[e]
		names := strings.Join(who[:min(len(who), membersNamed)], ", ")
		if more := len(who) - membersNamed; more > 0 {
			names += fmt.Sprintf(" and %d more", more)
		}
		said = append(said, names+": "+clip(e, errorShownLong))
	}
	if more := len(errs) - errorsNamed; more > 0 {
		said = append(said, fmt.Sprintf("and %d more kinds of trouble", more))
	}
	return ": " + strings.Join(said, "; ")
}

func refusals(sources []SourceStatus) string {
	used, refused := 0, 0
	for _, s := range sources {
		switch s.State {
		case "ok":
			used++
		case "refused":
			used++
			refused++
		}
	}
	if used > 0 && used == refused {
		return "every source refuses to be read"
	}
	return ""
}

// lastGood is the end of the newest cycle that brought something in; zero when none did.
func (s *snapshot) lastGood() time.Time {
	for i := range s.cycles {
		if o := s.cycles[i].Outcome; o == voxpop.OutcomeSuccess || o == voxpop.OutcomePartial {
			return ended(&s.cycles[i])
		}
	}
	return time.Time{}
}

func (a *API) health(ctx context.Context, _ *struct{}) (*HealthBody, error) {
	b := a.healthBody(a.snapshot(ctx))
	return &b, nil
}

// healthz answers as long as the process does.
func (a *API) healthz(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok") }

// readyz answers whether the database does.
func (a *API) readyz(w http.ResponseWriter, r *http.Request) {
	if a.snapshot(r.Context()).connected {
		plain(w, http.StatusOK, "ready")
		return
	}
	writeProblem(w, r, unavailable())
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n"))
}

// StatusBody answers status, for the page.
type StatusBody struct {
	Health       HealthBody     `json:"health"`
	LastCycle    *CycleBody     `json:"last_cycle"`
	RunningCycle *CycleBody     `json:"running_cycle"`
	NextCycleAt  *time.Time     `json:"next_cycle_at"`
	Backlog      BacklogBody    `json:"backlog"`
	StorageBytes int64          `json:"storage_bytes"`
	Sources      []SourceStatus `json:"sources" nullable:"false"`
	NewestItem   *time.Time     `json:"newest_item"`
	Interval     int64          `json:"interval_seconds" doc:"Between collection cycles; 0 when none are scheduled"`
	Meta
}

func (a *API) status(ctx context.Context, _ *struct{}) (*StatusBody, error) {
	shot := a.snapshot(ctx)
	running, last := shot.running()
	b := &StatusBody{
		Health: a.healthBody(shot), LastCycle: briefly(last), RunningCycle: briefly(running),
		NextCycleAt: optional(a.opt.NextCycle()), Backlog: backlogBody(shot.backlog), StorageBytes: shot.size,
		Sources: append([]SourceStatus{}, a.opt.Sources()...), NewestItem: optional(shot.version.Newest),
		Interval: int64(a.opt.Interval / time.Second), Meta: frame{version: shot.version}.meta(),
	}
	if b.RunningCycle != nil {
		b.RunningCycle.Progress = shot.progress
	}
	return b, nil
}
