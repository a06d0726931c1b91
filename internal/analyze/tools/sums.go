package tools

// sums are the rows of a text's cues and, before each word, the sum of the vectors of all words before, and of all pairs of them.
type sums struct {
	lexical
	wordRows, pairRows []int32
	before             [][across]int32
}

func (w *weights) sums(p *passage) *sums {
	n := len(p.words)
	s := &sums{lexical: p.lexical(), wordRows: make([]int32, n), pairRows: make([]int32, n), before: make([][across]int32, n+1)}
	for i := range n {
		s.wordRows[i], s.pairRows[i] = w.words.row(s.words[i]), none
		if i+1 < n {
			s.pairRows[i] = w.words.row(s.pairs[i])
		}
		s.before[i+1] = s.before[i]
		w.addWhole(&s.before[i+1], s.wordRows[i], 1)
		if i > 0 {
			w.addWhole(&s.before[i+1], s.pairRows[i-1], 1)
		}
	}
	return s
}

func (w *weights) addWhole(to *[across]int32, row, times int32) {
	if row >= 0 {
		for k, x := range w.vectors[int(row)*across : int(row+1)*across] {
			to[k] += times * int32(x)
		}
	}
}

// addRun adds the words of a run, and their pairs, by the sums before its ends.
func (w *weights) addRun(to *[across]float32, s *sums, r run) {
	if r.empty() {
		return
	}
	sum := s.before[r.to]
	for k, x := range s.before[r.from] {
		sum[k] -= x
	}
	if r.from > 0 {
		w.addWhole(&sum, s.pairRows[r.from-1], -1) // it reaches into the run
	}
	for k, x := range sum {
		to[k] += float32(float32(x) * r.weight)
	}
}
