package ask

import (
	"cmp"
	"slices"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/stats"
)

// Preference is two tools and how many items hold the one to be better than the other. The winner has at least as many.
type Preference struct {
	Winner, Loser    string
	Wins, Losses     int64
	Share, Low, High float64 // wins of all, percent, with Wilson's 95 % interval for Wins + Losses independent items
	Small            bool    // fewer than 30 items
	For, Against     []voxpop.ItemID
}

// N is how many items take a side.
func (p *Preference) N() int64 { return p.Wins + p.Losses }

type duel struct{ a, b string }

// Preferences pairs the counts of voxpop.Prefers, the most discussed pairs first. With among it
// leaves out pairs with any other tool.
func Preferences(counts []voxpop.RelationCount, among []string) []Preference {
	found := map[duel]*Preference{}
	for _, c := range counts {
		if c.Kind != voxpop.Prefers || c.From == c.To || !within(among, c.From, c.To) {
			continue
		}
		key := duel{min(c.From, c.To), max(c.From, c.To)}
		p := found[key]
		if p == nil {
			p = &Preference{Winner: key.a, Loser: key.b}
			found[key] = p
		}
		if c.To == key.a {
			p.Wins, p.For = p.Wins+c.Items, append(p.For, c.Evidence...)
		} else {
			p.Losses, p.Against = p.Losses+c.Items, append(p.Against, c.Evidence...)
		}
	}
	out := make([]Preference, 0, len(found))
	for _, p := range found {
		p.settle()
		out = append(out, *p)
	}
	slices.SortFunc(out, func(x, y Preference) int {
		return cmp.Or(cmp.Compare(y.N(), x.N()), cmp.Compare(x.Winner, y.Winner), cmp.Compare(x.Loser, y.Loser))
	})
	return out
}

// settle names the winner and how sure that is.
func (p *Preference) settle() {
	if p.Losses > p.Wins {
		p.Winner, p.Loser = p.Loser, p.Winner
		p.Wins, p.Losses = p.Losses, p.Wins
		p.For, p.Against = p.Against, p.For
	}
	n := p.N()
	p.Small = float64(n) < SmallEffectiveN
	if s, ok := stats.Wilson(p.Wins, n, float64(n)); ok {
		p.Share, p.Low, p.High = *points(s.Share), *points(s.Low), *points(s.High)
	}
}

func within(among []string, a, b string) bool {
	return len(among) == 0 || slices.Contains(among, a) && slices.Contains(among, b)
}

// Flow is how many items tell of going from one tool to another.
type Flow struct {
	From, To string
	Items    int64
	Authors  int64 // distinct known ones
	Evidence []voxpop.ItemID
}

// Balance is what a tool gained and lost by flows.
type Balance struct {
	Tool         string
	Gained, Lost int64
}

// Net is Gained minus Lost.
func (b *Balance) Net() int64 { return b.Gained - b.Lost }

// Flows reads the counts of voxpop.Switched, the largest first, and the balance of every tool in them, the largest gain first.
func Flows(counts []voxpop.RelationCount) (flows []Flow, balances []Balance) {
	flows, balances = []Flow{}, []Balance{}
	sums := map[string]*Balance{}
	of := func(tool string) *Balance {
		if sums[tool] == nil {
			sums[tool] = &Balance{Tool: tool}
		}
		return sums[tool]
	}
	for _, c := range counts {
		if c.Kind != voxpop.Switched || c.From == c.To {
			continue
		}
		flows = append(flows, Flow{c.From, c.To, c.Items, c.Authors, c.Evidence})
		of(c.To).Gained += c.Items
		of(c.From).Lost += c.Items
	}
	for _, b := range sums {
		balances = append(balances, *b)
	}
	slices.SortFunc(flows, func(x, y Flow) int {
		return cmp.Or(cmp.Compare(y.Items, x.Items), cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To))
	})
	slices.SortFunc(balances, func(x, y Balance) int {
		return cmp.Or(cmp.Compare(y.Net(), x.Net()), cmp.Compare(x.Tool, y.Tool))
	})
	return flows, balances
}
