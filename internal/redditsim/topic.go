package redditsim

import (
	"strconv"
	"time"
)

// topic is what one item is about and how its writer feels.
type topic struct {
	world *World
	tool  int // index in World.Tools; -1: none
	other int // the tool it is compared with, differs from tool
	mood  int // +1 positive, -1 negative, 0 neither
	event EventKind
	day   int // after the start of the world
}

const (
	offTopic      = 0.12 // posts of general communities about no tool
	homeTalk      = 0.85 // talk of a home community that is about its tool
	sameTool      = 0.8  // comments about the tool of their post
	eventTalk     = 0.75 // talk about an event at its height
	feelingsShare = 0.68 // items with a feeling when the tool's mood is even
)

// topicOf draws the topic of an item from its seed. r goes on to write its text.
func (w *World) topicOf(it *item, sinceStart time.Duration, r *random) topic {
	t := topic{world: w, tool: -1, other: -1, day: int(sinceStart / (24 * time.Hour))}
	if len(w.Tools) == 0 {
		return t
	}
	if !it.isPost() {
		head := w.topicOf(it.post, sinceStart-time.Duration(it.created-it.post.created)*time.Second, newRandom(it.post.seed))
		t.tool = head.tool
		if !r.chance(sameTool) {
			t.tool = w.drawTool(int(it.community), r)
		}
	} else {
		t.tool = w.drawTool(int(it.community), r)
	}
	if t.tool < 0 {
		t.mood = feel(0, r)
		return t
	}
	t.other = w.drawOther(t.tool, r)
	t.event = w.drawEvent(t.tool, sinceStart, r)
	t.mood = feel(w.mood(t.tool, sinceStart), r)
	return t
}

// feel draws how one writer feels about something with the given mood.
func feel(mood float64, r *random) int {
	positive := feelingsShare * (0.54 + 0.46*mood)
	negative := feelingsShare * (0.46 - 0.46*mood)
	switch x := r.float(); {
	case x < positive:
		return 1
	case x < positive+negative:
		return -1
	}
	return 0
}

func (w *World) drawTool(community int, r *random) int {
	if home := w.Communities[community].Home; home > 0 && r.chance(homeTalk) {
		return home - 1
	}
	if r.chance(offTopic) {
		return -1
	}
	var all float64
	for i := range w.Tools {
		all += w.Tools[i].Weight
	}
	x := r.float() * all
	for i := range w.Tools {
		if x -= w.Tools[i].Weight; x < 0 {
			return i
		}
	}
	return len(w.Tools) - 1
}

func (w *World) drawOther(tool int, r *random) int {
	if len(w.Tools) < 2 {
		return tool
	}
	return (tool + 1 + r.below(len(w.Tools)-1)) % len(w.Tools)
}

// drawEvent says which event of the tool the item is about, if any.
func (w *World) drawEvent(tool int, sinceStart time.Duration, r *random) EventKind {
	for i := range w.Events {
		e := &w.Events[i]
		if e.Tool == tool && r.chance(eventTalk*e.effect(sinceStart, w.EventPeriod)) {
			return e.Kind
		}
	}
	return ""
}

// slot gives the words of the slots that depend on the topic.
func (t *topic) slot(name string, r *random) (string, bool) {
	switch name {
	case "tool":
		return t.name(t.tool, r), true
	case "other":
		return t.name(t.other, r), true
	case "vendor":
		if t.tool >= 0 {
			return t.world.Tools[t.tool].Vendor, true
		}
		return "the vendor", true
	case "few":
		return strconv.Itoa(2 + r.below(5)), true
	case "number":
		return strconv.Itoa(7 + r.below(60)), true
	case "big":
		return strconv.Itoa(100*(1+r.below(9)) + r.below(100)), true
	case "version":
		return t.version(), true
	case "hash":
		return strconv.FormatUint(r.next()%(1<<28), 16), true
	}
	return "", false
}

// version is the tool's current one: it moves on every few days.
func (t *topic) version() string {
	tool := max(0, t.tool)
	return strconv.Itoa(1+tool*3%5) + "." + strconv.Itoa(tool+t.day/(4+tool%3))
}

func (t *topic) name(tool int, r *random) string {
	if tool < 0 {
		return "this tool"
	}
	it := &t.world.Tools[tool]
	if n := len(it.Aliases); n > 0 && r.chance(0.15) {
		return it.Aliases[r.below(n)]
	}
	return it.Name
}
