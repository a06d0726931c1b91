package tools

import (
	_ "embed"
	"sync"

	"github.com/voxpop-dev/voxpop/internal/analyze/fingerprint"
)

// The file that `voxpop train --mentions` writes; docs/model.md has its SHA-256.
//
//go:embed attitude.zst
var attitudeFile []byte

// attitudeWeights are learned from people's labels; the texts are not in them.
var attitudeWeights = sync.OnceValue(func() *weights {
	w, err := readWeights(attitudeFile)
	if err != nil {
		panic(err) // a test reads it
	}
	return w
})

// Learned reports whether a text, cleaned or as written, is one of those that the weights of attitudes were learned from.
func Learned(written string) bool { return attitudeWeights().learned.Has(written) }

// weights tell attitudes: some nets and a linear part, whose logits are averaged. A net has a vector for each cue; those of a bag are
// added up; the sums and the numbers go through one hidden layer, and past it, to three logits.
type weights struct {
	words   vocabulary
	vectors []int8 // of each word or pair, one for each net side by side
	placed  vocabulary
	forces  [][3]int8 // of each placed cue, for the three classes
	fixed
	learned fingerprint.Set
}

const (
	nets   = 3
	width  = 16 // of a net's vector
	hidden = 32
	inputs = bags*width + numbers
	across = nets * width
)

// linearShare is how many nets the linear part counts for.
const linearShare = 2

// fixed is the part of the weights that has a fixed size.
type fixed struct {
	Nets    [nets]net
	Forces  float32 // unit of forces
	Numbers [numbers][3]float32
	Prior   [3]float32 // of the linear part
}

// lean is added to the logits: opinions are rarer than what is neutral, and would be missed too often. It was chosen by
// cross-validation for the mean of the three classes' F1.
var lean = [3]float32{0.2, 0, 0.1}

// attitude returns the one toward target i of p. The cues of p are looked up when the first target asks; they are kept in found.
func (f *findings) attitude(w *weights, p *passage, i int, found **sums) attitude {
	if *found == nil {
		*found = w.sums(p)
	}
	a := f.surroundings(p, i)
	return w.attitude(p, *found, &a)
}

// surroundings are what is to be known of a target.
type surroundings struct {
	target, sentence, clause region
	crowded                  bool // the sentence has other targets outside of the clause; then only that is looked at as the sentence
	numbers                  [numbers]float32
}

// share is how much the text around the clause is about the target.
func (s *surroundings) share() float32 {
	if s.crowded {
		return 0.25
	}
	return 1
}

// surroundings looks around target i of p.
func (f *findings) surroundings(p *passage, i int) surroundings {
	s := surroundings{target: f.scopes[i]}
	s.sentence = p.near(s.target)
	s.clause = p.clauseOf(s.target, s.sentence)
	s.crowded = p.othersBeside(s.clause, s.sentence)
	s.numbers = p.measure(&s, f, i)
	if s.crowded {
		s.sentence = s.clause
	}
	return s
}

func (w *weights) add(to *[across]float32, row int32, weight float32) {
	if row >= 0 {
		for k, x := range w.vectors[int(row)*across : int(row+1)*across] {
			to[k] += float32(float32(x) * weight)
		}
	}
}

// bagged adds up the vectors of each bag, in their units.
func (w *weights) bagged(s *sums, p *passage, a *surroundings) (in [bags][across]float32) {
	for bag, runs := range p.even(a) {
		for _, r := range runs {
			w.addRun(&in[bag], s, r)
		}
	}
	nearWords(a.target, a.sentence, a.clause, func(bag, word int, pair bool, weight float32) {
		w.add(&in[bag], s.wordRows[word], weight)
		if pair {
			w.add(&in[bag], s.pairRows[word], weight)
		}
	})
	return in
}

// attitude returns how likely p is negative, neutral, positive about what a stands around.
func (w *weights) attitude(p *passage, s *sums, a *surroundings) attitude {
	in := w.bagged(s, p, a)
	z := w.linear(p, s, a)
	for c := range z {
		z[c] = float32(z[c] * linearShare)
	}
	for n := range w.Nets {
		for c, x := range w.Nets[n].logits(&in, n, &a.numbers) {
			z[c] += x
		}
	}
	for c := range z {
		z[c] = z[c]/(nets+linearShare) + lean[c]
	}
	return softmax(z)
}

// linear returns the logarithms of the linear part's likelihoods.
func (w *weights) linear(p *passage, s *sums, a *surroundings) [3]float32 {
	z := w.Prior
	p.placed(&s.lexical, a, func(c cue, weight float32) {
		if row := w.placed.row(c); row >= 0 {
			for c, x := range w.forces[row] {
				z[c] += float32(float32(x) * float32(weight*w.Forces))
			}
		}
	})
	for i, x := range a.numbers {
		for c, y := range w.Numbers[i] {
			z[c] += float32(x * y)
		}
	}
	return logs(z)
}
