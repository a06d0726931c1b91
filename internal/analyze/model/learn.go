package model

import (
	"math"
	"math/rand/v2"

	"github.com/voxpop-dev/voxpop"
)

// Sample is a labelled text to learn from.
type Sample struct {
	Text   string
	Label  voxpop.Label
	Weight float64 // how much it counts; 1 is usual
}

// example is a sample as it is learned from.
type example struct {
	slots  [groups][]uint32
	dense  [denseCount]float32
	class  int
	weight float32
}

func readExample(s *scratch, x Sample) (e example) {
	s.scan(x.Text)
	s.visit(func(group int, slot uint32) { e.slots[group] = append(e.slots[group], slot) })
	s.measure(x.Text)
	e.dense, e.class, e.weight = s.dense, x.Label.Sign()+1, float32(x.Weight)
	return e
}

// options are what is chosen of the learning.
type options struct {
	Rounds int     // times that all samples are seen
	Rate   float32 // AdaGrad's step
	Decay  float32 // pull of a weight toward 0, at each step that uses it
	Scale  [groups]float32
}

// learned holds weights while they are learned, those of a slot for the three classes together.
type learned struct {
	sparse [groups][]float32
	square [groups][]float32
	dense  [denseCount][3]float32
	denseQ [denseCount][3]float32
}

// learn is multinomial logistic regression by AdaGrad (Duchi et al., JMLR 12, 2011). The order is fixed by a seed. The conversions
// around products keep compilers from fusing them with sums.
func learn(examples []example, o options) *learned {
	l := &learned{}
	for g := range groups {
		l.sparse[g], l.square[g] = make([]float32, 3*slots), make([]float32, 3*slots)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for round := range o.Rounds {
		rate := float32(o.Rate * float32(o.Rounds-round) / float32(o.Rounds))
		for _, i := range random.Perm(len(examples)) {
			l.step(&examples[i], &o, rate)
		}
	}
	return l
}

func (l *learned) step(e *example, o *options, rate float32) {
	used, scale := &e.slots, scales(e, o)
	p := l.probabilities(used, &e.dense, scale)
	p[e.class]--
	for c := range p {
		p[c] = float32(p[c] * e.weight)
	}
	for g := range used {
		slope := [3]float32{float32(p[0] * scale[g]), float32(p[1] * scale[g]), float32(p[2] * scale[g])}
		for _, at := range used[g] {
			w, q := l.sparse[g][3*at:3*at+3], l.square[g][3*at:3*at+3]
			for c := range 3 {
				update(&w[c], &q[c], slope[c], rate, o.Decay)
			}
		}
	}
	for i, x := range e.dense {
		if x != 0 {
			for c := range 3 {
				update(&l.dense[i][c], &l.denseQ[i][c], float32(p[c]*x), rate, o.Decay/10)
			}
		}
	}
}

func update(w, q *float32, slope, rate, decay float32) {
	slope += float32(decay * *w)
	*q += float32(slope * slope)
	*w -= float32(rate*slope) / float32(math.Sqrt(float64(*q)+1e-8))
}

func scales(e *example, o *options) (scale [groups]float32) {
	for g := range scale {
		scale[g] = o.Scale[g] / float32(math.Sqrt(float64(max(1, len(e.slots[g])))))
	}
	return scale
}

func (l *learned) logits(used *[groups][]uint32, dense *[denseCount]float32, scale [groups]float32) (z [3]float32) {
	for g := range used {
		var sum [3]float32
		for _, at := range used[g] {
			w := l.sparse[g][3*at : 3*at+3]
			sum[0], sum[1], sum[2] = sum[0]+w[0], sum[1]+w[1], sum[2]+w[2]
		}
		for c := range z {
			z[c] += float32(sum[c] * scale[g])
		}
	}
	for i, x := range dense {
		for c := range z {
			z[c] += float32(x * l.dense[i][c])
		}
	}
	return z
}

func (l *learned) probabilities(used *[groups][]uint32, dense *[denseCount]float32, scale [groups]float32) [3]float32 {
	return softmax(l.logits(used, dense, scale))
}

// softmax turns logits into likelihoods.
func softmax(z [3]float32) (p [3]float32) {
	most, sum := max(z[0], z[1], z[2]), float32(0)
	for c := range p {
		p[c] = float32(math.Exp(float64(z[c] - most)))
		sum += p[c]
	}
	for c := range p {
		p[c] /= sum
	}
	return p
}
