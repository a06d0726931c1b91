package api

import (
	"math"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// JobParameters is what a re-analysis looks at.
type JobParameters struct {
	DateRange JobRange `json:"date_range"`
	ToolIDs   []string `json:"tool_ids" nullable:"false" doc:"Empty: every item"`
	Engine    *string  `json:"engine" doc:"null: the one that answers"`
	DryRun    bool     `json:"dry_run"`
}

// JobRange is a span of created times.
type JobRange struct {
	Start *time.Time `json:"start" doc:"null: from the first item on"`
	End   *time.Time `json:"end" doc:"Exclusive; null: to the newest item"`
}

// JobProgress is how far a re-analysis has come.
type JobProgress struct {
	Total      int64    `json:"total_count" doc:"Items to look at, as estimated when it started"`
	Processed  int64    `json:"processed_count"`
	Percentage float64  `json:"percentage" doc:"0 to 100; 100 only when it is done"`
	ETASeconds *float64 `json:"eta_seconds" doc:"At the pace since it started; null unless it runs"`
}

// JobTool is what a re-analysis changed for one tool or, dry, would change.
type JobTool struct {
	Gained    int64    `json:"gained" doc:"Items that mention it now and did not before"`
	Lost      int64    `json:"lost"`
	Flipped   int64    `json:"labels_flipped" doc:"Items that mention it as before, with another label"`
	Before    int64    `json:"mentions_before" doc:"Of the items that were looked at"`
	After     int64    `json:"mentions_after"`
	NetBefore *float64 `json:"net_before" doc:"Net sentiment of these in points; null without any"`
	NetAfter  *float64 `json:"net_after"`
}

// JobStatistics is what a re-analysis changed or, dry, would change.
type JobStatistics struct {
	ItemsChanged  int64              `json:"items_changed"`
	LabelsFlipped int64              `json:"labels_flipped" doc:"Items whose own label changed"`
	ToolsGained   int64              `json:"tools_gained" doc:"Mentions found that were not there before"`
	ToolsLost     int64              `json:"tools_lost"`
	NotRescorable int64              `json:"not_rescorable" doc:"Items whose text is gone"`
	Waiting       int64              `json:"waiting" doc:"Items of which nothing is counted here, since their text waits for its analysis in any case"`
	ErrorsCount   int64              `json:"errors_count"`
	ToolsDetected map[string]int64   `json:"tools_detected" doc:"By slug, items that mention the tool now, of those looked at"`
	Tools         map[string]JobTool `json:"tools" doc:"By slug"`
}

// JobBody is a re-analysis.
type JobBody struct {
	ID          int64         `json:"id"`
	Status      string        `json:"status" enum:"queued,running,done,failed,cancelled"`
	TriggerType string        `json:"trigger_type" enum:"manual,automatic" doc:"automatic: a change of the catalog needs it"`
	TriggeredBy string        `json:"triggered_by"`
	Reason      string        `json:"reason"`
	Parameters  JobParameters `json:"parameters"`
	Progress    JobProgress   `json:"progress"`
	Statistics  JobStatistics `json:"statistics"`
	ErrorLog    []string      `json:"error_log" nullable:"false"`
	StartTime   *time.Time    `json:"start_time"`
	EndTime     *time.Time    `json:"end_time"`
	CreatedAt   time.Time     `json:"created_at"`
	UpdatedAt   *time.Time    `json:"updated_at"`
}

// catalogActor is who asks for what a change of the catalog needs.
const catalogActor = "catalog"

func jobBody(r *voxpop.Reanalysis, now time.Time) JobBody {
	b := JobBody{
		ID: r.ID, Status: string(r.State), TriggerType: trigger(r), TriggeredBy: r.Actor, Reason: r.Reason, Parameters: jobParameters(r),
		Progress: jobProgress(r, now), Statistics: jobStatistics(r), ErrorLog: []string{},
		StartTime: optional(r.Started), EndTime: optional(r.Finished), CreatedAt: r.Requested.UTC(), UpdatedAt: optional(r.Updated),
	}
	if r.Error != "" {
		b.ErrorLog = append(b.ErrorLog, r.Error)
	}
	return b
}

func trigger(r *voxpop.Reanalysis) string {
	if r.Actor == catalogActor {
		return "automatic"
	}
	return "manual"
}

func jobParameters(r *voxpop.Reanalysis) JobParameters {
	p := JobParameters{DateRange: JobRange{optional(r.Window.From), optional(r.Window.To)}, ToolIDs: listOf(r.Tools), DryRun: r.DryRun}
	switch {
	case r.Engine.Version != "":
		p.Engine = words(r.Engine.String())
	case r.Engine.Name != "":
		p.Engine = words(r.Engine.Name)
	}
	return p
}

// jobProgress foretells the end by the pace since the start.
func jobProgress(r *voxpop.Reanalysis, now time.Time) JobProgress {
	p := JobProgress{Total: max(r.Total, r.Done), Processed: r.Done}
	switch {
	case r.State == voxpop.ReanalysisDone:
		p.Percentage = 100
	case p.Total > 0:
		p.Percentage = min(99.9, percentOf(r.Done, p.Total))
	}
	if since := now.Sub(r.Started).Seconds(); r.State == voxpop.ReanalysisRunning && r.Done > 0 && since > 0 {
		eta := math.Round(since * float64(p.Total-r.Done) / float64(r.Done))
		p.ETASeconds = &eta
	}
	return p
}

func jobStatistics(r *voxpop.Reanalysis) JobStatistics {
	s := JobStatistics{
		ItemsChanged: r.Changes.Items, LabelsFlipped: r.Changes.Flipped, NotRescorable: r.Gone, Waiting: r.Changes.Waiting,
		ToolsDetected: map[string]int64{}, Tools: map[string]JobTool{},
	}
	if r.Error != "" {
		s.ErrorsCount = 1
	}
	for slug, c := range r.Changes.Tools {
		s.ToolsGained, s.ToolsLost = s.ToolsGained+c.Gained, s.ToolsLost+c.Lost
		s.ToolsDetected[slug] = c.After
		s.Tools[slug] = JobTool{c.Gained, c.Lost, c.Flipped, c.Before, c.After, netOf(c.BeforeSigns, c.Before), netOf(c.AfterSigns, c.After)}
	}
	return s
}

// netOf is net sentiment in points, to two decimals; nil without items.
func netOf(signs, items int64) *float64 {
	if items == 0 {
		return nil
	}
	net := math.Round(1e4*float64(signs)/float64(items)) / 100
	return &net
}
