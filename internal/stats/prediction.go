package stats

// PredictionPowered estimates the true net sentiment of items of which all have predictions and some
// labels (PPI++: Angelopoulos, Duchi and Zrnic, 2023, arXiv:2311.01453):
//
//	λ · mean of all predictions + mean of (label - λ · prediction) over the labelled
//
// λ = 1 is the estimate that [Rectifier] and [Correction.Apply] give; it carries over to windows other than that of the
// labels as long as the engine errs alike in both. λ = 0 is the labels alone. With [PowerTuning] it is the
// narrowest of them, for labels drawn at random from the very items of all. all may contain
// the labelled. ok is false without predictions or with fewer than two labels.
func PredictionPowered(all Sample, labelled []LabelledItem, lambda float64) (e Estimate, ok bool) {
	i, ok := all.Net()
	if !ok || len(labelled) < 2 {
		return Estimate{}, false
	}
	mean := i.Mean * lambda
	i.Low, i.High = mean-lambda*i.half(-1), mean+lambda*i.half(+1)
	i.Mean = mean
	return rectify(labelled, lambda).Apply(i), true
}

// PowerTuning is the λ in 0…1 that makes [PredictionPowered] narrowest: cov(label, prediction) over
// (1 + n/N) · var(prediction), with n labels and N predictions (PPI++, example of the mean). 0 when the
// predictions of the labelled do not vary.
func PowerTuning(labelled []LabelledItem, predictions int64) float64 {
	n := float64(len(labelled))
	if n < 2 || predictions <= 0 {
		return 0
	}
	var f, y float64
	for _, l := range labelled {
		f += float64(l.Predicted) / n
		y += float64(l.Label) / n
	}
	var covariance, variance float64
	for _, l := range labelled {
		df := float64(l.Predicted) - f
		covariance += df * (float64(l.Label) - y)
		variance += df * df
	}
	if variance <= 0 {
		return 0
	}
	return max(0, min(1, covariance/variance/(1+n/float64(predictions))))
}
