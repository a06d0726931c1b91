package evaluate

import "github.com/voxpop-dev/voxpop"

// Labels are the classes in the order in which they are counted.
var Labels = [3]voxpop.Label{voxpop.Negative, voxpop.Neutral, voxpop.Positive}

func classOf(l voxpop.Label) int { return l.Sign() + 1 }

// Confusion counts texts: by the class that people gave, then by that of the engine, both in the order of Labels.
type Confusion [3][3]int

// Count counts answers against what people say.
func Count(answers []Answer) (c Confusion) {
	for _, a := range answers {
		c[classOf(a.People)][classOf(a.Engine)]++
	}
	return c
}

// Accuracy is the share of texts in which the engine agrees; 0 of none.
func (c *Confusion) Accuracy() float64 {
	right, all := 0, 0
	for i := range c {
		right += c[i][i]
		for _, n := range c[i] {
			all += n
		}
	}
	return ratio(right, all)
}

// MacroF1 is the mean of the three classes' F1.
func (c *Confusion) MacroF1() float64 {
	sum := 0.0
	for k := range c {
		sum += c.Class(k).F1
	}
	return sum / 3
}

// Class says how well one class is found: of what the engine calls so, how much is (precision); of what is so, how much
// it finds (recall); their harmonic mean. 0 where there is nothing to divide by.
type Class struct {
	Label     voxpop.Label `json:"label"`
	Precision float64      `json:"precision"`
	Recall    float64      `json:"recall"`
	F1        float64      `json:"f1"`
	N         int          `json:"n"` // texts that people put into it
}

// Class measures class k of Labels.
func (c *Confusion) Class(k int) Class {
	people, engine := 0, 0
	for j := range c {
		people += c[k][j]
		engine += c[j][k]
	}
	return Class{
		Label:     Labels[k],
		Precision: ratio(c[k][k], engine),
		Recall:    ratio(c[k][k], people),
		F1:        ratio(2*c[k][k], people+engine),
		N:         people,
	}
}

func ratio(part, all int) float64 {
	if all == 0 {
		return 0
	}
	return float64(part) / float64(all)
}
