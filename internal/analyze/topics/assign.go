package topics

const (
	centerTerms = 60
	// minFit is the least product of claim and likeness to the centre with which an item goes to a theme.
	minFit = 0.25
)

// assign gives each item to the group that claims it with most certainty and is most like it, or to none.
func (s *space) assign(groups []*group) {
	x := s.newSum()
	best := make([]float64, len(s.items))
	owner := make([]int, len(s.items))
	claims := map[int32]float64{}
	for n, g := range groups {
		g.center = s.center(g.members, x, centerTerms)
		s.claimed(g, claims, func(item int32, claim float64) {
			if fit := claim * (0.1 + cosine(s.of[item], g.center)); fit > best[item] {
				best[item], owner[item] = fit, n+1
			}
		})
	}
	for _, g := range groups {
		g.members, g.claims = g.members[:0], g.claims[:0]
	}
	for item, n := range owner {
		if n > 0 && best[item] >= minFit {
			g := groups[n-1]
			g.members = append(g.members, int32(item))
			g.claims = append(g.claims, min(1, best[item]))
		}
	}
}

// threadsOf counts the threads of a group's members.
func (s *space) threadsOf(g *group) int {
	seen := map[int32]bool{}
	for _, m := range g.members {
		seen[s.thread[m]] = true
	}
	return len(seen)
}
