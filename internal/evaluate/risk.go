package evaluate

import "slices"

// RiskPoint is what comes of trusting an engine only from a confidence on.
type RiskPoint struct {
	Confidence float64 `json:"confidence"` // answers below it are not trusted
	Coverage   float64 `json:"coverage"`   // share that is trusted
	Risk       float64 `json:"risk"`       // share of the trusted that is wrong; 0 when none is trusted
	RiskBelow  float64 `json:"risk_below"` // share of the others that is wrong; 0 when there are none
}

// RiskCoverage tells risk and coverage at thresholds from 0 to 0.95 in steps of 0.05 (El-Yaniv and Wiener, On the Foundations of
// Noise-free Selective Classification, JMLR 11, 2010).
func RiskCoverage(answers []Answer) []RiskPoint {
	points := make([]RiskPoint, 20)
	for k := range points {
		p := &points[k]
		p.Confidence = float64(k) / 20
		var trusted, wrong, wrongBelow int
		for _, a := range answers {
			switch {
			case a.Confidence >= p.Confidence:
				trusted++
				wrong += count(!a.right())
			default:
				wrongBelow += count(!a.right())
			}
		}
		p.Coverage = ratio(trusted, len(answers))
		p.Risk, p.RiskBelow = ratio(wrong, trusted), ratio(wrongBelow, len(answers)-trusted)
	}
	return points
}

// AreaUnderRisk is the mean risk over all coverages: of the surest answer, of the two surest, and so on (the area under the risk-coverage
// curve). Answers of one confidence are taken together.
func AreaUnderRisk(answers []Answer) float64 {
	sorted := slices.Clone(answers)
	slices.SortFunc(sorted, func(a, b Answer) int {
		switch {
		case a.Confidence > b.Confidence:
			return -1
		case a.Confidence < b.Confidence:
			return 1
		}
		return 0
	})
	var area float64
	wrong := 0
	for i := 0; i < len(sorted); {
		j := i
		for ; j < len(sorted) && sorted[j].Confidence == sorted[i].Confidence; j++ {
			wrong += count(!sorted[j].right())
		}
		area += float64(j-i) * ratio(wrong, j)
		i = j
	}
	return area / float64(max(1, len(sorted)))
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
