package ask

import (
	"slices"

	"github.com/voxpop-dev/voxpop/internal/stats"
)

// Drivers is which phrases make the difference between two sets of items. All figures are in points or percent with 2 decimals.
type Drivers struct {
	NetA, NetB, Difference *float64 // B minus A; nil for a side without items
	Bars                   []Bar    // the clearest first; they and Rest sum to Difference
	Rest                   *float64
	RestA, RestB           int // items that no bar claims
	Phrases                int // how many that are not empty occurred often enough to be looked at
}

// Bar is a phrase and by how much it moves net sentiment from A to B.
type Bar struct {
	Phrase             string
	Points             float64 // Frequency + Feeling
	Frequency, Feeling float64
	Sure               bool // beyond chance at 5 %, even among all phrases looked at
	A, B               BarSide
}

// BarSide is a phrase on one side.
type BarSide struct {
	Share float64  // percent of all items that have it
	Net   *float64 // of its items that no bar before has claimed; nil without any
	Items []string // some of them, as source/id
}

// DriverItem is an item of a side: its words, with an empty one at each sentence end, and its sign.
type DriverItem = stats.DriverItem

// Explain finds the drivers between two sets of items. Phrases of nothing but empty words are none; nil: no word is.
func Explain(from, to []DriverItem, bars int, empty func(word string) bool) Drivers {
	out := Drivers{NetA: netOf(from), NetB: netOf(to), Bars: []Bar{}}
	found, ok := stats.FindDrivers(from, to, bars, empty)
	if !ok {
		return out
	}
	out.Difference, out.Rest = points(found.To-found.From), points(found.Rest)
	out.RestA, out.RestB, out.Phrases = found.RestFrom, found.RestTo, found.Phrases
	for i := range found.Bars {
		d := &found.Bars[i]
		out.Bars = append(out.Bars, Bar{
			Phrase: d.Phrase, Points: *points(d.Moved), Frequency: *points(d.Frequency), Feeling: *points(d.Feeling), Sure: d.Sure,
			A: barSide(&d.From, len(from)), B: barSide(&d.To, len(to)),
		})
	}
	return out
}

func netOf(items []stats.DriverItem) *float64 {
	if len(items) == 0 {
		return nil
	}
	sum := 0
	for i := range items {
		sum += items[i].Sign
	}
	return points(float64(sum) / float64(len(items)))
}

func barSide(d *stats.DriverSide, all int) BarSide {
	s := BarSide{Share: *points(float64(d.Found) / float64(all)), Items: d.Evidence}
	if d.Items > 0 {
		s.Net = points(d.Net)
	}
	return s
}

// Names are what the compared tools are called, each given by its words, by their first word.
type Names map[string][][]string

// NamesOf sorts names by their first word. One without words is left out.
func NamesOf(names [][]string) Names {
	n := Names{}
	for _, name := range names {
		if len(name) > 0 {
			n[name[0]] = append(n[name[0]], name)
		}
	}
	return n
}

// Hide puts a border (an empty token) in the place of every name. What tools are called tells them apart, but explains nothing. tokens stay as
// they are.
func (n Names) Hide(tokens []string) []string {
	for i := range tokens {
		if n.at(tokens[i:]) > 0 {
			return n.hideFrom(tokens, i)
		}
	}
	return tokens
}

// hideFrom is Hide where the first name is known.
func (n Names) hideFrom(tokens []string, first int) []string {
	out := append(make([]string, 0, len(tokens)), tokens[:first]...)
	for i := first; i < len(tokens); {
		if words := n.at(tokens[i:]); words > 0 {
			out, i = append(out, ""), i+words
		} else {
			out, i = append(out, tokens[i]), i+1
		}
	}
	return out
}

// at is of how many words the longest name is with which tokens begin; 0 when they begin with none.
func (n Names) at(tokens []string) (words int) {
	for _, name := range n[tokens[0]] {
		if len(name) > words && len(name) <= len(tokens) && slices.Equal(name, tokens[:len(name)]) {
			words = len(name)
		}
	}
	return words
}
