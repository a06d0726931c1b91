package voxpop

import "time"

// LabelTask is a mention, or a whole text, that people are to label without knowing what any engine says of it.
type LabelTask struct {
	ID     int64
	Item   ItemID
	Tool   string // slug; empty: the feeling of the whole text
	Drawn  bool   // at random; otherwise it was brought in, and says nothing about the items that were not
	Labels []PersonLabel
}

// PersonLabel is what one person says. An empty Label means that the words do not mean the tool.
type PersonLabel struct {
	Person string
	Label  Label
	At     time.Time
}

// Agreed is the label that most people give; ok is false without one, when there are two such, and when most say that the words do not
// mean the tool.
func (t *LabelTask) Agreed() (l Label, ok bool) {
	votes := map[Label]int{}
	for _, p := range t.Labels {
		votes[p.Label]++
	}
	most := votes[""]
	for _, label := range []Label{Negative, Neutral, Positive} {
		switch n := votes[label]; {
		case n > most:
			l, most, ok = label, n, true
		case n == most && n > 0:
			ok = false
		}
	}
	return l, ok
}

// LabelledTask is a labelled task beside what engines say.
type LabelledTask struct {
	LabelTask
	Thread, Author string           // of the item; Author is a hash, empty when unknown
	Community      string           // "source/name"
	Signs          map[EngineID]int // +1, 0, -1
	Answers        EngineID         // the engine that answers
}

// LabelCount is how far a person is with what was drawn and can still be labelled.
type LabelCount struct {
	Labelled int64
	Waiting  int64
}

// LabelDraw asks for tasks.
type LabelDraw struct {
	Window          // zero: all of time
	Tools  []string // slugs; empty: every tool
	Texts  bool     // whole texts instead of mentions
	Count  int
}
