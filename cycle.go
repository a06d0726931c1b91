package voxpop

import "time"

// Trigger is what set a cycle off.
type Trigger string

// The triggers.
const (
	TriggerSchedule Trigger = "schedule"
	TriggerAdmin    Trigger = "admin"
	TriggerCommand  Trigger = "command" // voxpop collect
)

// Outcome is how a cycle ended. Empty while it runs.
type Outcome string

// The outcomes.
const (
	OutcomeSuccess     Outcome = "success"
	OutcomePartial     Outcome = "partial"     // some communities failed
	OutcomeFailed      Outcome = "failed"      // every source was refused or unreachable
	OutcomeInterrupted Outcome = "interrupted" // the process died in it
)

// Cycle is one collection pass over all sources.
type Cycle struct {
	ID        string
	Trigger   Trigger
	Requested time.Time
	Started   time.Time // zero until a runner took it up
	Collected time.Time // zero until every source is done; from then on the next cycle may start
	Finished  time.Time // zero until what it brought is stored, scored by the local engine and rolled up
	Outcome   Outcome
	Counts    CycleCounts
	Results   []CommunityResult
}

// Running reports whether the cycle still keeps the next one from starting.
func (c *Cycle) Running() bool { return c.Collected.IsZero() && c.Outcome == "" }

// CycleCounts adds up a cycle.
type CycleCounts struct {
	New       int64 // items stored for the first time
	Updated   int64 // items whose text, score or state changed
	Unchanged int64
	Removed   int64 // items that turned out deleted or removed
	Requests  int64 // HTTP requests made, retries included
	Errors    int64 // communities (or whole sources) that failed
}

// Add adds o to c.
func (c *CycleCounts) Add(o CycleCounts) {
	c.New += o.New
	c.Updated += o.Updated
	c.Unchanged += o.Unchanged
	c.Removed += o.Removed
	c.Requests += o.Requests
	c.Errors += o.Errors
}

// CommunityResult is what a cycle did for one community, or for a whole source when
// Community is empty.
type CommunityResult struct {
	Source    string
	Community string
	Posts     int64 // new ones
	Comments  int64 // new ones
	Updated   int64
	Error     string // empty when all went well; else words an administrator can act on
}

// TaskState is where a task of a cycle stands.
type TaskState string

// The states of a task: pending → done | failed.
const (
	TaskPending TaskState = "pending"
	TaskDone    TaskState = "done"
	TaskFailed  TaskState = "failed"
)

// Task is a small piece of a cycle: one group of communities, one query, one feed.
// A task can be run again at any time; running it twice stores nothing twice.
type Task struct {
	Source      string
	Key         string   // unique within source and cycle, such as "comments:cursor+claude"
	Communities []string // the ones it is for; empty when it is for the whole source
	Payload     []byte   // the source's own JSON
}

// CycleTask is a task as the cycle's ledger holds it.
type CycleTask struct {
	Task
	CycleID  string
	State    TaskState
	Attempts int
	Error    string
	Counts   CycleCounts
}
