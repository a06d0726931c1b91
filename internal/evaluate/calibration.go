package evaluate

// bins is in how many parts of equal width confidence is divided.
const bins = 10

// Bin holds the answers with a confidence from Low (included) to High (excluded, but for 1).
type Bin struct {
	Low        float64 `json:"low"`
	High       float64 `json:"high"`
	N          int     `json:"n"`
	Confidence float64 `json:"confidence"` // mean of the answers
	Accuracy   float64 `json:"accuracy"`   // share that is right
}

// Calibrate sorts answers by confidence. ece is the expected calibration error, 0…1: the mean distance of a bin's accuracy from
// its confidence, weighted by its answers.
func Calibrate(answers []Answer) (reliability []Bin, ece float64) {
	reliability = make([]Bin, bins)
	right := [bins]int{}
	for _, a := range answers {
		k := max(0, min(int(a.Confidence*bins), bins-1))
		reliability[k].N++
		reliability[k].Confidence += a.Confidence
		if a.right() {
			right[k]++
		}
	}
	for k := range reliability {
		b := &reliability[k]
		b.Low, b.High = float64(k)/bins, float64(k+1)/bins
		if b.N == 0 {
			continue
		}
		b.Confidence /= float64(b.N)
		b.Accuracy = ratio(right[k], b.N)
		ece += float64(b.N) * max(b.Accuracy-b.Confidence, b.Confidence-b.Accuracy)
	}
	return reliability, ece / float64(max(1, len(answers)))
}
