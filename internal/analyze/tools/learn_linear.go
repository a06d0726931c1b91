package tools

// linearLearner holds the linear part while it is learned, with the squares beside the weights.
type linearLearner struct {
	adagrad
	placed, placedSquares   [][3]float32
	numbers, numbersSquares [numbers][3]float32
	prior, priorSquares     [3]float32
	used                    []placedEntry
}

func newLinearLearner(rows int, o options) *linearLearner {
	return &linearLearner{adagrad: newAdagrad(o), placed: make([][3]float32, rows), placedSquares: make([][3]float32, rows)}
}

func (l *linearLearner) run(examples []example) {
	l.each(examples, func(e *example) {
		if e.attitude != none {
			l.step(e)
		}
	})
}

func (l *linearLearner) step(e *example) {
	l.choose(e)
	z := l.prior
	for _, x := range l.used {
		for c, w := range &l.placed[x.row] {
			z[c] += float32(w * x.weight)
		}
	}
	for i, x := range e.numbers {
		for c, w := range &l.numbers[i] {
			z[c] += float32(w * x)
		}
	}
	g := slopes(z, e.attitude, e.weight)
	for _, x := range l.used {
		l.updateAll(&l.placed[x.row], &l.placedSquares[x.row], &g, x.weight)
	}
	for i, x := range e.numbers {
		if x != 0 {
			l.updateAll(&l.numbers[i], &l.numbersSquares[i], &g, x)
		}
	}
	l.updateAll(&l.prior, &l.priorSquares, &g, 1)
}

// choose leaves some cues out.
func (l *linearLearner) choose(e *example) {
	l.used = l.used[:0]
	for _, x := range e.placed {
		if l.random.Float64() >= l.dropped {
			x.weight = float32(x.weight * kept(l.dropped))
			l.used = append(l.used, x)
		}
	}
}

// keep rounds what was learned into w.
func (l *linearLearner) keep(w *weights) {
	flat := make([]float32, 0, 3*len(l.placed))
	for _, x := range l.placed {
		flat = append(flat, x[:]...)
	}
	w.Forces, w.Numbers, w.Prior = unitOf(flat, 1), l.numbers, l.prior
	w.forces = make([][3]int8, len(l.placed))
	for row, x := range l.placed {
		for c := range x {
			w.forces[row][c] = rounded(x[c], w.Forces)
		}
	}
}
