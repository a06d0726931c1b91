package stats

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

func TestMovers(t *testing.T) {
	one := community
	movers := Movers([]Candidate{
		{"still", one(500, 0.1), one(500, 0.12)},
		{"fell", one(500, 0.4), one(500, -0.1)},
		{"rose", one(500, 0), one(500, 0.3)},
		{"tiny", one(5, -0.6), one(5, 0.6)},
		{"new", Sample{}, one(500, 0)},
	})
	var order []string
	for _, m := range movers {
		order = append(order, m.Key)
		if m.Moved != (m.Key == "fell" || m.Key == "rose") {
			t.Errorf("%s moved: %v (adjusted p %v)", m.Key, m.Moved, m.Adjusted)
		}
		if m.Key == "tiny" && (m.Verdict != TooLittleData || m.Adjusted != 1) {
			t.Errorf("tiny: %+v", m)
		}
	}
	if got := fmt.Sprint(order); got != "[fell rose tiny still]" {
		t.Errorf("order %v", got)
	}
}

// Of 60 tools 15 move by 30 points. On average no more than 5 % of those that are called did not, and most that did are.
func TestMoversFalseDiscoveries(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	const rounds = 60
	var falseShare, found float64
	for round := range rounds {
		var candidates []Candidate
		for k := range 60 {
			shift := 0.0
			if k < 15 {
				shift = 0.3
			}
			var sides [2]Sample
			for side := range sides {
				here := newTalk()
				for thread := range 100 {
					mood := 0.2*moodOf(round*1000+k*2+side, thread) + shift*float64(side)/2
					for range 1 + r.IntN(4) {
						here.say(thread+side*1000, r.IntN(1e6), sign(r, 0.3+mood, 0.3-mood))
					}
				}
				sides[side] = here.Sample
			}
			candidates = append(candidates, Candidate{fmt.Sprintf("%02d", k), sides[0], sides[1]})
		}
		called, wrong := 0, 0
		for _, m := range Movers(candidates) {
			called += number(m.Moved)
			wrong += number(m.Moved && m.Key >= "15")
		}
		falseShare += float64(wrong) / float64(max(1, called)) / rounds
		found += float64(called-wrong) / 15 / rounds
	}
	t.Logf("false among the called %.3f, found %.3f", falseShare, found)
	if falseShare > 0.06 || found < 0.7 {
		t.Errorf("false among the called %.3f, found %.3f", falseShare, found)
	}
}
