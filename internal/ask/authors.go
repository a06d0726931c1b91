package ask

import "github.com/voxpop-dev/voxpop"

// Voices says how few authors a number rests on. Shares are in percent; all but Distinct are nil
// without a known author.
type Voices struct {
	Distinct   int64
	Top, Top10 *float64
	Effective  *float64 // 1 ÷ Σ share²: how many equally active authors would be as concentrated
}

// Heard reads a tally of authors.
func Heard(t *voxpop.AuthorTally) Voices {
	v := Voices{Distinct: t.Authors}
	if t.Mentions > 0 && t.SumSq > 0 {
		n := float64(t.Mentions)
		v.Top, v.Top10 = points(float64(t.Most)/n), points(float64(t.MostTen)/n)
		effective := round(n*n/float64(t.SumSq), 1)
		v.Effective = &effective
	}
	return v
}
