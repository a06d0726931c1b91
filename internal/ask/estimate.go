// Package ask turns what a store adds up into what a reader is told: estimates with their
// doubt, series without holes, windows of whole hours and a verdict on coverage. Pure
// functions; whoever asks reads the store.
package ask

import (
	"math"

	"github.com/voxpop-dev/voxpop"
)

// Below these an estimate is marked as a small sample.
const (
	SmallCount      = 10
	SmallEffectiveN = 30.0
)

// Basis is what the interval of an Estimate covers where nothing is known of the engine: its own errors are not in it.
const Basis = "sampling error only"

// Estimate is how a set of items is felt about. Net, Low, High and EffectiveN are nil when
// nothing is scored.
type Estimate struct {
	Total      int64 // scored items: Positive + Negative + Neutral
	Positive   int64
	Negative   int64
	Neutral    int64
	Avg        float64  // mean compound, -1…+1, 4 decimals; 0 without items
	Net        *float64 // % positive minus % negative, -100…+100 points, 2 decimals
	Low, High  *float64 // its 95 % interval, clustered by thread and author
	EffectiveN *float64 // independent opinions that would say as much, 1 decimal
	Small      bool     // fewer than SmallCount items, or SmallEffectiveN effective ones
	Basis      string   // what the interval covers
	Labels     int      // how many labels corrected it; 0: none did
}

// Percent returns the shares of the three labels in percent, 2 decimals; nil without items.
func (e *Estimate) Percent() (positive, negative, neutral *float64) {
	if e.Total == 0 {
		return nil, nil, nil
	}
	n := float64(e.Total)
	return points(float64(e.Positive) / n), points(float64(e.Negative) / n), points(float64(e.Neutral) / n)
}

// Estimated reads a tally where nothing is known of the engine's error.
func Estimated(t *voxpop.Tally) Estimate { return Known{}.Estimated("", t) }

func points(share float64) *float64 {
	p := round(100*share, 2)
	return &p
}

// round rounds to so many decimals; it never answers -0, which JSON would show.
func round(x float64, decimals int) float64 {
	p := math.Pow10(decimals)
	return math.Round(x*p)/p + 0
}
