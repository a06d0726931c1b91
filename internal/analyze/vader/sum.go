package vader

import (
	"math"
	"math/bits"
	"strconv"
)

// emphasis is what "!" and "?" add to the sum of a text.
func (s *scratch) emphasis() float64 {
	exclamations, questions := 0, 0
	for i := 0; i < len(s.text)-len(padding); i += 8 {
		v := load8(s.text, i)
		exclamations += bits.OnesCount64(between(v, '!', '!'))
		questions += bits.OnesCount64(between(v, '?', '?'))
	}
	added := times(float64(min(exclamations, 4)), 0.292)
	switch {
	case questions > 3:
		added += 0.96
	case questions > 1:
		added += times(float64(questions), 0.18)
	}
	return added
}

// times multiplies. The conversion keeps compilers from fusing the product with a sum that
// follows, which would round differently from one kind of machine to the next.
func times(a, b float64) float64 { return float64(a * b) }

// sum folds the values of all tokens into the four numbers.
func (s *scratch) sum() (neg, neu, pos, compound float64) {
	if len(s.weighed) == 0 {
		return 0, 1, 0, 0
	}
	var total, positive, negative float64
	neutral := float64(len(s.tokens))
	for _, w := range s.weighed {
		total += w.value
		switch {
		case w.value > 0:
			positive += w.value + 1
			neutral--
		case w.value < 0:
			negative += w.value - 1
			neutral--
		}
	}
	emphasis := s.emphasis()
	if total > 0 {
		total += emphasis
	} else if total < 0 {
		total -= emphasis
	}
	compound = total / math.Sqrt(times(total, total)+15)
	compound = max(-1, min(1, compound))

	if positive > -negative {
		positive += emphasis
	} else if positive < -negative {
		negative -= emphasis
	}
	all := positive - negative + neutral
	return round(-negative/all, 1000), round(neutral/all, 1000), round(positive/all, 1000), round(compound, 10000)
}

// round rounds x, -1…+1, to a whole number of 1/scale as Python's round does: by the exact
// binary value. Zero has no sign.
func round(x, scale float64) float64 {
	// Half of scale's steps up, then down to a whole number: right unless x lies so near to
	// the middle of two that the product cannot be trusted.
	shifted := times(x, scale) + 0.5
	floor := math.Floor(shifted)
	if rest := shifted - floor; rest < 1e-9 || rest > 1-1e-9 {
		places := int(math.Log10(scale) + 0.5)
		exact, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'f', places, 64), 64)
		return exact + 0
	}
	return floor/scale + 0
}
