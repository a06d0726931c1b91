package tools

import (
	"math"
	"math/rand/v2"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/fingerprint"
)

// Sample is a labelled text to learn from.
type Sample struct {
	Text     string
	Mention  voxpop.Span
	Others   []voxpop.Span // that are mentions, too
	Attitude voxpop.Label  // toward the mention; empty if that is not labelled
	Overall  voxpop.Label  // feeling of the whole text; empty if that is not labelled
	Weight   float64       // how much it counts; 1 is usual
	// Origin is the number of the set, below Origins. In some sets more texts are felt to be opinions than in others, which the feeling
	// of whole texts is learned apart from.
	Origin int
}

// Origins is how many sets there may be.
const Origins = 8

// options are what is chosen of a learning.
type options struct {
	rounds  int     // times that all samples are seen
	rate    float32 // AdaGrad's step at first; a fifth of it at last
	decay   float32 // pull of a weight toward 0, at each step that uses it
	dropped float64 // share of the cues that is left out at each step
	idle    float64 // share of the hidden layer that is
	overall float32 // how much the feeling of a text counts beside the attitude
	seed    uint64
}

// What did best in cross-validation (docs/model.md).
var (
	netOptions    = options{rounds: 3, rate: 0.05, decay: 1e-5, dropped: 0.5, idle: 0.5, overall: 0.3}
	linearOptions = options{rounds: 6, rate: 0.02, decay: 1e-4, dropped: 0.5, seed: 1}
)

// How many samples must have a cue: a word or pair, a placed one.
const (
	leastWords  = 6
	leastPlaced = 3
)

// Learn learns weights and returns them as a file. The same samples in the same order give the same bytes on amd64.
func Learn(samples []Sample) ([]byte, error) {
	read := newExampleReader(samples, leastWords, leastPlaced)
	var examples []example
	texts := make([]string, len(samples))
	for i := range samples {
		texts[i] = samples[i].Text
		if e, ok := read.example(&samples[i]); ok {
			examples = append(examples, e)
		}
	}
	w := learnAll(read, examples)
	w.learned = fingerprint.New(texts...)
	return w.pack()
}

// learnAll learns the nets, which differ by their seeds, and the linear part.
func learnAll(read *exampleReader, examples []example) *weights {
	w := &weights{words: read.words, vectors: make([]int8, len(read.words.cues)*across), placed: read.placed}
	for n := range w.Nets {
		o := netOptions
		o.seed = uint64(n + 1)
		l := newNetLearner(len(read.words.cues), o)
		l.run(examples)
		l.keep(w, n)
	}
	l := newLinearLearner(len(read.placed.cues), linearOptions)
	l.run(examples)
	l.keep(w)
	return w
}

// adagrad makes the steps of AdaGrad (Duchi et al., JMLR 12, 2011): multinomial logistic regression at the end of either part. The
// order is fixed by a seed. The conversions around products keep compilers from fusing them with sums.
type adagrad struct {
	options
	random *rand.Rand
	now    float32 // the present rate
}

func newAdagrad(o options) adagrad {
	return adagrad{options: o, random: rand.New(rand.NewPCG(o.seed, 2))}
}

// each calls step for all examples in each round, in a new order, while the rate falls.
func (a *adagrad) each(examples []example, step func(*example)) {
	for round := range a.rounds {
		for n, i := range a.random.Perm(len(examples)) {
			done := (float32(round) + float32(n)/float32(len(examples))) / float32(a.rounds)
			a.now = float32(a.rate * (1 - float32(0.8*done)))
			step(&examples[i])
		}
	}
}

// update moves a weight; square is the sum of its squared slopes.
func (a *adagrad) update(weight, square *float32, slope float32) {
	slope += float32(a.decay * *weight)
	*square += float32(slope * slope)
	*weight -= float32(a.now*slope) / float32(math.Sqrt(float64(*square)+1e-8))
}

// updateAll moves the three classes' weights by their slopes times x.
func (a *adagrad) updateAll(weights, squares, slopes *[3]float32, x float32) {
	for c := range weights {
		a.update(&weights[c], &squares[c], float32(slopes[c]*x))
	}
}

// kept is by what the rest is multiplied when a share is left out.
func kept(dropped float64) float32 { return float32(1 / (1 - dropped)) }

// slopes are those of the loss by the logits.
func slopes(z [3]float32, class int, weight float32) (g [3]float32) {
	for c, x := range logs(z) {
		g[c] = float32(math.Exp(float64(x)))
	}
	g[class]--
	for c := range g {
		g[c] = float32(g[c] * weight)
	}
	return g
}

// unitOf is the 127th part of the greatest size, or of most where that is less.
func unitOf(weights []float32, most float32) float32 {
	greatest := float32(1e-6)
	for _, x := range weights {
		greatest = max(greatest, x, -x)
	}
	return min(greatest, most) / 127
}

func rounded(x, unit float32) int8 {
	return int8(max(-127, min(127, math.RoundToEven(float64(x/unit)))))
}
