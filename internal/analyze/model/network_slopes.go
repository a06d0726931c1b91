package model

import "slices"

// one adds the slopes of one text.
func (l *learner) one(r *reading) {
	l.hide(r)
	l.forward(r)
	p := softmax(lastLayer(l.out.weights, &l.seen))
	for c := range p {
		want := l.o.Smooth / 3
		if c == r.class {
			want += 1 - l.o.Smooth
		}
		p[c] = float32((p[c] - want) * r.weight / float32(l.o.Batch))
	}
	l.backward(r, p)
}

// hide chooses what is not seen this time.
func (l *learner) hide(r *reading) {
	l.hiddenOwn, l.hiddenPart = l.hiddenOwn[:0], l.hiddenPart[:0]
	for range r.tokens {
		l.hiddenOwn = append(l.hiddenOwn, l.random.Float64() < l.o.Blind)
		l.hiddenPart = append(l.hiddenPart, l.random.Float64() < l.o.Blind/2)
	}
	for i := range l.open {
		l.open[i] = i >= filters+width || l.random.Float64() >= l.o.Drop
	}
}

func (l *learner) forward(r *reading) {
	n := len(r.tokens)
	size := (n + 2*(window-1)) * width
	l.inputs = slices.Grow(l.inputs[:0], size)[:size]
	clear(l.inputs)
	for i := range r.tokens {
		l.vector(i, &r.tokens[i])
	}
	bias := l.bias.weights
	for f := 0; f < filters; f += 4 {
		l.answer(f, bias[f:f+4], n+window-1)
	}
	scale := 1 / root(n)
	copy(l.seen[:filters], l.answers[:])
	sums := l.seen[filters : filters+width]
	clear(sums)
	for i := range n {
		for k, x := range l.inputs[(i+window-1)*width:][:width] {
			sums[k] += x
		}
	}
	for k := range sums {
		sums[k] = float32(sums[k] * scale)
	}
	keep := float32(1 / (1 - l.o.Drop))
	for i := range filters + width {
		if !l.open[i] {
			l.seen[i] = 0
		} else {
			l.seen[i] = float32(l.seen[i] * keep)
		}
	}
	copy(l.seen[filters+width:], r.dense[:])
}

func (l *learner) vector(i int, t *token) {
	into := l.inputs[(i+window-1)*width:][:width]
	if !l.hiddenPart[i] {
		start, end := l.starts.at(int(t.start)), l.ends.at(int(t.end))
		for k := range depth {
			into[k] = start[k] + end[k]
		}
	}
	if t.own >= 0 && !l.hiddenOwn[i] {
		for k, x := range l.own.at(int(t.own)) {
			into[k] += x
		}
	}
	copy(into[depth:], t.fixed[:])
}

// answer finds the greatest answers of four filters and their places; an answer below 0 is 0 and has none.
func (l *learner) answer(f int, bias []float32, places int) {
	const size = window * width
	w0, w1, w2, w3 := l.conv.at(f)[:size], l.conv.at(f + 1)[:size], l.conv.at(f + 2)[:size], l.conv.at(f + 3)[:size]
	best, at := [4]float32{}, [4]int{-1, -1, -1, -1}
	for p := range places {
		x := l.inputs[p*width:][:size]
		s0, s1, s2, s3 := bias[0], bias[1], bias[2], bias[3]
		for i, v := range x {
			s0 += float32(v * w0[i])
			s1 += float32(v * w1[i])
			s2 += float32(v * w2[i])
			s3 += float32(v * w3[i])
		}
		for k, s := range [4]float32{s0, s1, s2, s3} {
			if s > best[k] {
				best[k], at[k] = s, p
			}
		}
	}
	copy(l.answers[f:], best[:])
	copy(l.places[f:], at[:])
}

func (l *learner) backward(r *reading, p [3]float32) {
	n := len(r.tokens)
	var slope [hidden]float32
	for c, g := range p {
		row, s := l.out.at(c), l.out.slopeOf(c)
		for i, x := range l.seen {
			s[i] += float32(g * x)
			slope[i] += float32(g * row[i])
		}
		s[hidden] += g
	}
	keep := float32(1 / (1 - l.o.Drop))
	l.back = slices.Grow(l.back[:0], len(l.inputs))[:len(l.inputs)]
	clear(l.back)
	biasSlope := l.bias.slopeOf(0)
	for f := range filters {
		at := l.places[f]
		if at < 0 || !l.open[f] {
			continue
		}
		g := float32(slope[f] * keep)
		biasSlope[f] += g
		const size = window * width
		w, s := l.conv.at(f)[:size], l.conv.slopeOf(f)[:size]
		x, b := l.inputs[at*width:][:size], l.back[at*width:][:size]
		for i, v := range x {
			s[i] += float32(g * v)
			b[i] += float32(g * w[i])
		}
	}
	var sums [depth]float32
	scale := float32(keep / root(n))
	for k := range sums {
		if l.open[filters+k] {
			sums[k] = float32(slope[filters+k] * scale)
		}
	}
	for i := range r.tokens {
		l.backToWord(i, &r.tokens[i], &sums)
	}
}

func (l *learner) backToWord(i int, t *token, sums *[depth]float32) {
	g := l.back[(i+window-1)*width:][:depth]
	for k := range g {
		g[k] += sums[k]
	}
	add := func(s []float32) {
		for k, x := range g {
			s[k] += x
		}
	}
	if !l.hiddenPart[i] {
		add(l.starts.slopeOf(int(t.start)))
		add(l.ends.slopeOf(int(t.end)))
	}
	if t.own >= 0 && !l.hiddenOwn[i] {
		add(l.own.slopeOf(int(t.own)))
	}
}
