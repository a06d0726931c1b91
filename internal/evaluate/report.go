package evaluate

import "github.com/voxpop-dev/voxpop"

// Answer is what an engine says of an example, beside what people say.
type Answer struct {
	People     voxpop.Label
	Engine     voxpop.Label
	Confidence float64 // 0…1
}

func (a Answer) right() bool { return a.People == a.Engine }

// Interval is an estimate with its 95 % interval.
type Interval struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Report is how well an engine does on the examples of a file.
type Report struct {
	N           int       `json:"n"`
	Accuracy    Interval  `json:"accuracy"`
	MacroF1     Interval  `json:"macro_f1"`
	Classes     []Class   `json:"classes"`
	Confusion   Confusion `json:"confusion"` // [people][engine], in the order of classes
	ECE         float64   `json:"ece"`
	Reliability []Bin     `json:"reliability"`
}

// Measure reports on answers.
func Measure(answers []Answer) Report {
	c := Count(answers)
	r := Report{N: len(answers), Confusion: c}
	r.Accuracy, r.MacroF1 = bootstrap(answers)
	for k := range Labels {
		r.Classes = append(r.Classes, c.Class(k))
	}
	r.Reliability, r.ECE = Calibrate(answers)
	return r
}
