package model

import (
	"math"
	"math/rand/v2"
	"slices"
)

// NetworkOptions are what is chosen of a network's learning.
type NetworkOptions struct {
	Rounds   int
	Batch    int
	Rate     float32 // Adam's step, which falls to 0
	Blind    float64 // share of words whose own vector is hidden, twice that of their parts
	Drop     float64 // share of the last layer's inputs that are hidden
	Smooth   float32 // share of a label that is spread over all three
	MinCount int     // times that a word occurs to have a vector of its own
	Start    float32 // spread of the first weights
	Seed     uint64
}

// reading is a text as the network learns from it.
type reading struct {
	tokens []token
	dense  [denseCount]float32
	class  int
	weight float32
}

// frequentWords are the short hashes of the words that occur least times or more, in order.
func frequentWords(s *scratch, samples []Sample, least int) []uint32 {
	counts := map[uint32]int{}
	for _, x := range samples {
		s.scan(x.Text)
		for _, w := range s.words[:min(len(s.words), maxRead)] {
			counts[short(w.hash)]++
		}
	}
	var words []uint32
	for w, n := range counts {
		if n >= least {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	return words
}

// read reads a text for learning; memo keeps the tokens of words seen before.
func read(s *scratch, x Sample, words []uint32, memo map[uint64]token) reading {
	s.scan(x.Text)
	r := reading{class: x.Label.Sign() + 1, weight: float32(x.Weight)}
	for _, w := range s.words[:min(len(s.words), maxRead)] {
		t, known := memo[w.hash]
		if !known {
			own := int32(-1)
			if at, found := slices.BinarySearch(words, short(w.hash)); found {
				own = int32(at)
			}
			t = tokenOf(s.small[w.from:w.to], own)
			memo[w.hash] = t
		}
		r.tokens = append(r.tokens, t)
	}
	s.measure(x.Text)
	r.dense = s.dense
	return r
}

// block holds weights in rows and what Adam keeps of each (Kingma & Ba, ICLR 2015). Only the rows that a batch used are changed.
type block struct {
	weights, slope, mean, square []float32
	row                          int
	used                         []int
	isUsed                       []bool
}

func newBlock(rows, row int, spread float32, random *rand.Rand) *block {
	b := &block{row: row, isUsed: make([]bool, rows)}
	n := rows * row
	b.weights, b.slope, b.mean, b.square = make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n)
	for i := range b.weights {
		b.weights[i] = float32(spread * float32(random.NormFloat64()))
	}
	return b
}

func (b *block) at(row int) []float32 { return b.weights[row*b.row : (row+1)*b.row] }

// slopeOf returns where a row's slope is gathered.
func (b *block) slopeOf(row int) []float32 {
	if !b.isUsed[row] {
		b.isUsed[row] = true
		b.used = append(b.used, row)
	}
	return b.slope[row*b.row : (row+1)*b.row]
}

func (b *block) step(rate float32) {
	for _, row := range b.used {
		for i := row * b.row; i < (row+1)*b.row; i++ {
			g := b.slope[i]
			b.mean[i] += float32(0.1 * (g - b.mean[i]))
			b.square[i] += float32(0.001 * (float32(g*g) - b.square[i]))
			b.weights[i] -= float32(rate*b.mean[i]) / (float32(math.Sqrt(float64(b.square[i]))) + 1e-8)
			b.slope[i] = 0
		}
		b.isUsed[row] = false
	}
	b.used = b.used[:0]
}

// learner is a network while it is learned.
type learner struct {
	o                                  NetworkOptions
	words                              []uint32
	own, starts, ends, conv, bias, out *block
	random                             *rand.Rand
	steps                              int

	inputs, back []float32 // the words' vectors with window-1 empty ones on both sides, and their slopes
	answers      [filters]float32
	places       [filters]int
	seen         [hidden]float32
	open         [hidden]bool
	hiddenOwn    []bool
	hiddenPart   []bool
}

func newLearner(o NetworkOptions, words []uint32) *learner {
	random := rand.New(rand.NewPCG(o.Seed, 7))
	l := &learner{o: o, words: words, random: random}
	l.own = newBlock(len(words), depth, o.Start, random)
	l.starts = newBlock(1<<partBits, depth, o.Start, random)
	l.ends = newBlock(1<<partBits, depth, o.Start, random)
	l.conv = newBlock(filters, window*width, float32(1/math.Sqrt(3*window*width)), random)
	l.bias = newBlock(1, filters, 0, random)
	l.out = newBlock(3, hidden+1, 0.04, random)
	return l
}

// learnNetwork learns a network from samples.
func learnNetwork(samples []Sample, o NetworkOptions) *learner {
	s, memo := &scratch{}, map[uint64]token{}
	words := frequentWords(s, samples, o.MinCount)
	readings := make([]reading, len(samples))
	for i, x := range samples {
		readings[i] = read(s, x, words, memo)
	}
	l := newLearner(o, words)
	l.learn(readings)
	return l
}

// learn sees all readings in each round, in an order fixed by the seed.
func (l *learner) learn(readings []reading) {
	total := l.o.Rounds * len(readings)
	done := 0
	for range l.o.Rounds {
		for i, at := range l.random.Perm(len(readings)) {
			l.one(&readings[at])
			done++
			if (i+1)%l.o.Batch == 0 || i == len(readings)-1 {
				l.step(max(0.02, 1-float32(done)/float32(total)))
			}
		}
	}
}

func (l *learner) step(left float32) {
	l.steps++
	t := float64(l.steps)
	rate := l.o.Rate * left * float32(math.Sqrt(1-math.Pow(0.999, t))/(1-math.Pow(0.9, t)))
	for _, b := range []*block{l.own, l.starts, l.ends, l.conv, l.bias, l.out} {
		b.step(rate)
	}
}

// one adds the slopes of one text.
func (l *learner) one(r *reading) {
	l.hide(r)
	l.forward(r)
	p := softmax(lastLayer(l.out.weights, &l.seen), 1)
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

// logits are the last sums of a text with nothing hidden.
func (l *learner) logits(r *reading) [3]float32 {
	o := l.o
	l.o.Drop, l.o.Blind = 0, 0
	l.hide(r)
	l.forward(r)
	l.o = o
	return lastLayer(l.out.weights, &l.seen)
}
