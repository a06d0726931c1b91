package ask

import (
	"github.com/voxpop-dev/voxpop"
)

// Finding is one place where an item praises (+1), blames (-1) or only names (0) a side of a tool.
type Finding struct {
	Aspect string
	Sign   int
}

// Aspect is how one side of a tool is judged. An item counts once, with the sign of the sum of its findings.
type Aspect struct {
	Name                     string
	Estimate                                 // net sentiment is % praised minus % blamed; mean compounds are not known
	Praise, Blame, Undecided []voxpop.ItemID // the first items of each
}

// Judged adds up what items say about the sides of a tool; names gives the order. Sides that no item speaks of are left
// out. How items cluster by thread is not known here, so their intervals assume a design effect (stats.AssumedDesignEffect).
func Judged(names []string, ids []voxpop.ItemID, findings [][]Finding, evidence int) []Aspect {
	out := []Aspect{}
	for _, name := range names {
		a := Aspect{Name: name}
		var t voxpop.Tally
		for i, found := range findings {
			sign, speaks := signOn(name, found)
			if !speaks {
				continue
			}
			t.Items++
			switch {
			case sign > 0:
				t.Positive++
				a.Praise = first(a.Praise, ids[i], evidence)
			case sign < 0:
				t.Negative++
				a.Blame = first(a.Blame, ids[i], evidence)
			default:
				t.Neutral++
				a.Undecided = first(a.Undecided, ids[i], evidence)
			}
		}
		if t.Items > 0 {
			a.Estimate = Estimated(&t)
			out = append(out, a)
		}
	}
	return out
}

// signOn is the sum of signs of what is found on an aspect; speaks is false when nothing is.
func signOn(aspect string, found []Finding) (sum int, speaks bool) {
	for _, f := range found {
		if f.Aspect == aspect {
			sum, speaks = sum+f.Sign, true
		}
	}
	return sum, speaks
}

func first(ids []voxpop.ItemID, id voxpop.ItemID, most int) []voxpop.ItemID {
	if len(ids) >= most {
		return ids
	}
	return append(ids, id)
}
