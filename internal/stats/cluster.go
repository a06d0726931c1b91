package stats

import "github.com/voxpop-dev/voxpop"

// spread is the variance of one sign: p₊ + p₋ - r².
func spread(s Signs) float64 {
	r := s.Mean()
	return float64(s.Positive+s.Negative)/float64(s.N()) - r*r
}

// designEffect compares the variance over clusters with that of independent signs. It is at
// least 1: a smaller one is luck. One cluster is one witness, however much it says. Signs
// that all agree show no variance to compare; they count as AssumedDesignEffect, or as
// their mean cluster size where that is smaller. df is the degrees of freedom, at least 1.
func designEffect(s Signs, c *voxpop.Cluster) (deff float64, df int, known bool) {
	var groups, n, sum float64
	for g, k := range c.N {
		if k > 0 {
			groups++
			n += float64(k)
			sum += float64(c.Sum[g])
		}
	}
	switch {
	case 2*n < float64(s.N()):
		return 0, 0, false
	case groups == 1:
		return n, 1, true
	}
	independent := spread(s) / (n - 1)
	if independent < 1e-12 {
		return min(AssumedDesignEffect, n/groups), int(groups) - 1, true
	}
	return max(1, residuals(c, sum/n)*groups/(groups-1)/(n*n)/independent), int(groups) - 1, true
}

// residuals is Σ (s_g - r·n_g)².
func residuals(c *voxpop.Cluster, r float64) (sum float64) {
	for g, k := range c.N {
		e := float64(c.Sum[g]) - r*float64(k)
		sum += e * e
	}
	return sum
}
