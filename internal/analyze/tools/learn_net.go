package tools

// netLearner holds a net while it is learned, with the squares beside the weights. From the bag of the text alone it learns, with
// the same vectors, the feeling of whole texts; that part is not kept.
type netLearner struct {
	adagrad
	vectors, vectorsSquares         [][width]float32
	net, netSquares                 net
	whole, wholeSquares             [width][3]float32
	wholePriors, wholePriorsSquares [Origins][3]float32

	used    []entry
	in, out [inputs]float32 // what goes in, and the slopes that come out there
}

func newNetLearner(rows int, o options) *netLearner {
	l := &netLearner{adagrad: newAdagrad(o), vectors: make([][width]float32, rows), vectorsSquares: make([][width]float32, rows)}
	normal := func(deviation float64) float32 { return float32(l.random.NormFloat64() * deviation) }
	for i := range l.vectors {
		for k := range l.vectors[i] {
			l.vectors[i][k] = normal(0.1)
		}
	}
	for i := range l.net.Hidden {
		for j := range l.net.Hidden[i] {
			l.net.Hidden[i][j] = normal(0.1)
		}
		for c := range l.net.Direct[i] {
			l.net.Direct[i][c] = normal(0.05)
		}
	}
	for j := range l.net.Out {
		for c := range l.net.Out[j] {
			l.net.Out[j][c] = normal(0.18)
		}
	}
	for k := range l.whole {
		for c := range l.whole[k] {
			l.whole[k][c] = normal(0.25)
		}
	}
	return l
}

func (l *netLearner) run(examples []example) { l.each(examples, l.step) }

func (l *netLearner) step(e *example) {
	l.fill(e)
	if e.overall != none {
		l.learnWhole(e)
	}
	if e.attitude != none {
		l.learnAttitude(e)
	}
	for _, x := range l.used {
		var g [width]float32
		for bag, weight := range x.in {
			if weight != 0 {
				for k := range g {
					g[k] += float32(weight * l.out[bag*width+k])
				}
			}
		}
		v, squares := &l.vectors[x.row], &l.vectorsSquares[x.row]
		for k := range g {
			l.update(&v[k], &squares[k], g[k])
		}
	}
}

// fill adds up the bags, with some cues left out.
func (l *netLearner) fill(e *example) {
	l.used, l.in, l.out = l.used[:0], [inputs]float32{}, [inputs]float32{}
	for _, x := range e.entries {
		if l.random.Float64() < l.dropped {
			continue
		}
		v := &l.vectors[x.row]
		for bag := range x.in {
			x.in[bag] = float32(x.in[bag] * kept(l.dropped))
			if weight := x.in[bag]; weight != 0 {
				for k := range v {
					l.in[bag*width+k] += float32(weight * v[k])
				}
			}
		}
		l.used = append(l.used, x)
	}
	copy(l.in[bags*width:], e.numbers[:])
}

func (l *netLearner) learnWhole(e *example) {
	z := l.wholePriors[e.origin]
	for k := range l.whole {
		for c, w := range &l.whole[k] {
			z[c] += float32(l.in[bagText*width+k] * w)
		}
	}
	g := slopes(z, e.overall, float32(e.weight*l.overall))
	for k := range l.whole {
		for c, w := range &l.whole[k] {
			l.out[bagText*width+k] += float32(g[c] * w)
		}
		l.updateAll(&l.whole[k], &l.wholeSquares[k], &g, l.in[bagText*width+k])
	}
	l.updateAll(&l.wholePriors[e.origin], &l.wholePriorsSquares[e.origin], &g, 1)
}

func (l *netLearner) learnAttitude(e *example) {
	t, squares := &l.net, &l.netSquares
	z, h := t.forward(&l.in, func(int) float32 {
		if l.random.Float64() < l.idle {
			return 0
		}
		return kept(l.idle)
	})
	g := slopes(z, e.attitude, e.weight)
	var back [hidden]float32
	for j, x := range h {
		if x == 0 {
			continue
		}
		for c, w := range &t.Out[j] {
			back[j] += float32(g[c] * w)
		}
		back[j] = float32(back[j] * kept(l.idle))
		l.updateAll(&t.Out[j], &squares.Out[j], &g, x)
		l.update(&t.Bias[j], &squares.Bias[j], back[j])
	}
	for i, x := range &l.in {
		if x != 0 {
			l.out[i] += l.learnInput(i, x, &back, &g)
		}
	}
	l.updateAll(&t.Prior, &squares.Prior, &g, 1)
}

// learnInput moves the weights of input i, which is x, and returns the slope there.
func (l *netLearner) learnInput(i int, x float32, back *[hidden]float32, g *[3]float32) (slope float32) {
	w, squares := &l.net.Hidden[i], &l.netSquares.Hidden[i]
	for j, b := range back {
		if b != 0 {
			slope += float32(b * w[j])
			l.update(&w[j], &squares[j], float32(b*x))
		}
	}
	for c, w := range &l.net.Direct[i] {
		slope += float32(g[c] * w)
	}
	l.updateAll(&l.net.Direct[i], &l.netSquares.Direct[i], g, x)
	return slope
}

// keep rounds what was learned into w as net n.
func (l *netLearner) keep(w *weights, n int) {
	flat := make([]float32, 0, width*len(l.vectors))
	for i := range l.vectors {
		flat = append(flat, l.vectors[i][:]...)
	}
	w.Nets[n] = l.net
	t := &w.Nets[n]
	t.Vectors = unitOf(flat, 1.5)
	for i, x := range flat {
		w.vectors[i/width*across+n*width+i%width] = rounded(x, t.Vectors)
	}
}
