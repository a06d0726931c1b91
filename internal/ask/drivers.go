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
	Phrases                int // how many occurred often enough to be looked at
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

// Explain finds the drivers between two sets of items.
func Explain(from, to []DriverItem, bars int) Drivers {
	out := Drivers{NetA: netOf(from), NetB: netOf(to), Bars: []Bar{}}
	found, ok := stats.FindDrivers(from, to, bars)
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

// Hide puts a border (an empty token) in the place of every name, each given by its words. What tools are called tells them
// apart, but explains nothing.
func Hide(tokens []string, names [][]string) []string {
	out := make([]string, 0, len(tokens))
	for i := 0; i < len(tokens); {
		longest := 0
		for _, name := range names {
			if len(name) > longest && i+len(name) <= len(tokens) && slices.Equal(name, tokens[i:i+len(name)]) {
				longest = len(name)
			}
		}
		if longest == 0 {
			out, i = append(out, tokens[i]), i+1
			continue
		}
		out, i = append(out, ""), i+longest
	}
	return out
}
