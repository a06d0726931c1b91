package stats

// Basis says what the width of an interval stands for.
type Basis string

// The bases, from the weakest to the strongest.
const (
	SamplingOnly Basis = "sampling error only"           // nothing is known of the engine's own error
	EngineKnown  Basis = "widened by the engine's error" // measured between tools, elsewhere
	Labelled     Basis = "corrected by labels"           // measured on labelled items of this tool
)

// Verdict is what a difference amounts to.
type Verdict string

// The verdicts.
const (
	Higher             Verdict = "higher"
	Lower              Verdict = "lower"
	NotDistinguishable Verdict = "not distinguishable"
	TooLittleData      Verdict = "too little data"
	NoVerdict          Verdict = "no verdict" // the engine's own error is not known, and does not cancel
)

// verdict reads the interval of d: its two sides are distinguishable when 0 is outside.
func (d Difference) verdict() Verdict {
	switch {
	case d.EffectiveN < SmallEffectiveN:
		return TooLittleData
	case d.Low > 0:
		return Higher
	case d.High < 0:
		return Lower
	}
	return NotDistinguishable
}
