package redditsim

import (
	"math"
	"time"
)

// World describes what is simulated. Everything that exists follows from it and a seed.
type World struct {
	// Start is the instant (rounded down to a UTC day) before which nothing exists.
	Start time.Time
	// LiveFrom, if set, ends the daily rhythm: from then on about LivePerMinute items
	// (posts and comments together) come evenly every minute, so that a demonstration is
	// lively at any hour.
	LiveFrom      time.Time
	LivePerMinute float64
	Communities   []Community
	Tools         []Tool
	Events        []Event
	Bursts        []Burst
	// Authors is how many people write. Few write much, most write little.
	Authors int
	// EventPeriod, if positive, makes Events happen again and again at this distance.
	EventPeriod time.Duration
}

// Community is a subreddit.
type Community struct {
	Name           string
	Title          string
	PostsPerDay    float64
	CommentsPerDay float64
	// PeakHour is the busiest hour in UTC, 0 to 23.
	PeakHour float64
	// Home is the index + 1 in World.Tools of the tool most talk here is about; 0: none.
	Home   int
	Access Access
	// MovedTo is the new name of a community whose Access is Renamed.
	MovedTo string
}

// Access says how a community answers.
type Access int

// The ways a community can answer.
const (
	Public      Access = iota
	Private            // 403, reason private
	Banned             // 404, reason banned
	Quarantined        // 403, reason quarantined, until opted in through /api/quarantine_optin
	Renamed            // 302 to MovedTo
	Missing            // 302 to the subreddit search, as for a name nobody took
)

// Tool is something people talk about.
type Tool struct {
	Name    string
	Aliases []string // other spellings, used now and then
	Vendor  string
	// Weight is its share of talk in general communities, relative to the others.
	Weight float64
	// Mood is how it is felt about without events: -1 all bad to +1 all good.
	Mood float64
}

// Event is something that happened to a tool and moves what is said about it.
type Event struct {
	Tool int // index in World.Tools
	Kind EventKind
	At   time.Duration // after World.Start
	// Mood is added to the tool's mood at once and fades by half every HalfLife.
	Mood     float64
	HalfLife time.Duration
	// Volume multiplies talk in the tool's home community: 1 doubles it. It fades likewise.
	Volume float64
}

// EventKind names what happened; it selects the phrases people use.
type EventKind string

// The kinds of event.
const (
	Release EventKind = "release"
	Outage  EventKind = "outage"
	Price   EventKind = "price"
	Limits  EventKind = "limits"
	Repair  EventKind = "repair"
)

// Burst is a flood of comments that comes once a day.
type Burst struct {
	Community        string // empty: all of them, by their rates
	FromHour, ToHour float64
	Comments         int
	Length           time.Duration
}

// effect is how much of an event is left at t: 1 at once, 0 before.
func (e *Event) effect(sinceStart, period time.Duration) float64 {
	age := sinceStart - e.At
	if period > 0 && age > period {
		age %= period
	}
	if age < 0 || e.HalfLife <= 0 {
		return 0
	}
	halves := float64(age) / float64(e.HalfLife)
	if halves > 8 {
		return 0
	}
	return math.Exp2(-halves)
}

// mood is how tool is felt about at a time after the start.
func (w *World) mood(tool int, sinceStart time.Duration) float64 {
	m := w.Tools[tool].Mood
	for i := range w.Events {
		if e := &w.Events[i]; e.Tool == tool {
			m += e.Mood * e.effect(sinceStart, w.EventPeriod)
		}
	}
	return max(-1, min(1, m))
}

// volume multiplies the rates of a community whose home tool is the given one.
func (w *World) volume(tool int, sinceStart time.Duration) float64 {
	v := 1.0
	for i := range w.Events {
		if e := &w.Events[i]; e.Tool == tool {
			v += e.Volume * e.effect(sinceStart, w.EventPeriod)
		}
	}
	return v
}
