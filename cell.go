package voxpop

import "time"

// Grain is the length of a cell or of a point of a series.
type Grain string

// The grains. Cells exist by hour and by day; weeks (from Monday) are sums of days.
const (
	GrainHour Grain = "hour"
	GrainDay  Grain = "day"
	GrainWeek Grain = "week"
)

// Truncate returns the start of the grain that holds t, in UTC.
func (g Grain) Truncate(t time.Time) time.Time {
	t = t.UTC()
	switch g {
	case GrainDay:
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	case GrainWeek:
		d := GrainDay.Truncate(t)
		return d.AddDate(0, 0, -(int(d.Weekday())+6)%7)
	}
	return t.Truncate(time.Hour)
}

// Next returns the start of the grain after the one that starts at t.
func (g Grain) Next(t time.Time) time.Time {
	switch g {
	case GrainDay:
		return t.AddDate(0, 0, 1)
	case GrainWeek:
		return t.AddDate(0, 0, 7)
	}
	return t.Add(time.Hour)
}

// Buckets is into how many hash buckets threads (and authors) are spread for clustered errors.
const Buckets = 64

// Cluster holds n and the sum of label signs in fixed hash buckets of thread or author.
// Errors computed over buckets stand for errors clustered by thread or author.
type Cluster struct {
	N   [Buckets]int32
	Sum [Buckets]int32
}

// Tally is what a set of items adds up to. Every field is an exact integer, so that adding
// tallies is associative and a cell rebuilt from rows equals the one it replaces.
type Tally struct {
	Items    int64 // stored items, scored or not, excluded or not
	Excluded int64 // of them bots, moderators, empty or foreign: shown, not counted
	Positive int64
	Negative int64
	Neutral  int64
	Sum      int64 // Σ compound in ten-thousandths (Myriad)
	SumSq    int64 // Σ (compound in ten-thousandths)²
	Threads  Cluster
	Authors  Cluster
}

// Scored is how many items carry a counted score.
func (t *Tally) Scored() int64 { return t.Positive + t.Negative + t.Neutral }

// Unscored is how many countable items still wait for a score.
func (t *Tally) Unscored() int64 { return t.Items - t.Excluded - t.Scored() }

// Add adds o to t.
func (t *Tally) Add(o *Tally) {
	t.Items += o.Items
	t.Excluded += o.Excluded
	t.Positive += o.Positive
	t.Negative += o.Negative
	t.Neutral += o.Neutral
	t.Sum += o.Sum
	t.SumSq += o.SumSq
	t.Threads.add(&o.Threads)
	t.Authors.add(&o.Authors)
}

// Sub takes o, which was added before, out of t again.
func (t *Tally) Sub(o *Tally) {
	t.Items -= o.Items
	t.Excluded -= o.Excluded
	t.Positive -= o.Positive
	t.Negative -= o.Negative
	t.Neutral -= o.Neutral
	t.Sum -= o.Sum
	t.SumSq -= o.SumSq
	for i := range t.Threads.N {
		t.Threads.N[i] -= o.Threads.N[i]
		t.Threads.Sum[i] -= o.Threads.Sum[i]
		t.Authors.N[i] -= o.Authors.N[i]
		t.Authors.Sum[i] -= o.Authors.Sum[i]
	}
}

func (c *Cluster) add(o *Cluster) {
	for i := range c.N {
		c.N[i] += o.N[i]
		c.Sum[i] += o.Sum[i]
	}
}

// Cell is a tally of one hour or UTC day, one engine version and one slice of the items.
// An empty Community or Kind means all of them. Clusters are kept in day cells only.
type Cell struct {
	Grain     Grain // GrainHour or GrainDay
	Start     time.Time
	Source    string
	Community string
	Kind      Kind
	Engine    EngineID
	Tally
}

// Point is one step of a series.
type Point struct {
	Start time.Time
	Tally
}
