package ask

import (
	"time"

	"github.com/voxpop-dev/voxpop"
)

// LastHours is the window of n whole UTC hours that ends with the running hour of end: that
// hour and the n-1 before it.
func LastHours(end time.Time, n int) voxpop.Window {
	to := voxpop.GrainHour.Truncate(end).Add(time.Hour)
	return voxpop.Window{From: to.Add(-time.Duration(n) * time.Hour), To: to}
}

// WholeHours widens a window to whole UTC hours.
func WholeHours(w voxpop.Window) voxpop.Window {
	from, to := voxpop.GrainHour.Truncate(w.From), voxpop.GrainHour.Truncate(w.To)
	if to.Before(w.To) {
		to = to.Add(time.Hour)
	}
	return voxpop.Window{From: from, To: to}
}

// WholeDay is the first UTC midnight not before t.
func WholeDay(t time.Time) time.Time {
	day := voxpop.GrainDay.Truncate(t)
	if day.Before(t) {
		day = voxpop.GrainDay.Next(day)
	}
	return day
}

// Step is one point of a series: a grain, cut to the window at both ends.
type Step struct {
	Start, End time.Time
	Complete   bool // no running hour in it
	Tally      voxpop.Tally
}

// Steps is how many points Series will return.
func Steps(w voxpop.Window, g voxpop.Grain) int {
	span := w.To.Sub(g.Truncate(w.From))
	length := map[voxpop.Grain]time.Duration{voxpop.GrainDay: 24 * time.Hour, voxpop.GrainWeek: 7 * 24 * time.Hour}[g]
	if length == 0 {
		length = time.Hour
	}
	return int((span + length - 1) / length)
}

// Series lays points out over every step of a window, empty ones included. now decides which
// steps are complete: those that end before its running hour does.
func Series(points []voxpop.Point, w voxpop.Window, g voxpop.Grain, now time.Time) []Step {
	byStart := make(map[int64]*voxpop.Tally, len(points))
	for i := range points {
		at := g.Truncate(points[i].Start).Unix()
		if t := byStart[at]; t != nil {
			t.Add(&points[i].Tally)
			continue
		}
		byStart[at] = &points[i].Tally
	}
	running := voxpop.GrainHour.Truncate(now)
	steps := make([]Step, 0, Steps(w, g))
	for at := g.Truncate(w.From); at.Before(w.To); at = g.Next(at) {
		s := Step{Start: at, End: g.Next(at)}
		if t := byStart[at.Unix()]; t != nil {
			s.Tally = *t
		}
		if s.Start.Before(w.From) {
			s.Start = w.From
		}
		if s.End.After(w.To) {
			s.End = w.To
		}
		s.Complete = !s.End.After(running)
		steps = append(steps, s)
	}
	return steps
}
