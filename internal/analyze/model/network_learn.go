package model

import (
	"math"
	"math/rand/v2"
)

// networkOptions are what is chosen of a network's learning.
type networkOptions struct {
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

// learner is a network while it is learned.
type learner struct {
	o                                  networkOptions
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

func newLearner(o networkOptions, words []uint32) *learner {
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
func learnNetwork(samples []Sample, o networkOptions) *learner {
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
