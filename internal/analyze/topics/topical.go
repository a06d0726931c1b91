package topics

import (
	"math"
	"slices"
)

// spread tells in how many threads n items would be, were they strewn at random over the words of the window.
type spread struct {
	mass  []float64 // share of the window's words in a thread, by class of size
	count []float64 // threads of that class
}

// newSpread puts threads into classes of size, eight to an octave, to make many estimates cheap.
func newSpread(mass []int32) spread {
	const perOctave = 8
	total := 0.0
	by := map[int]int{}
	for _, m := range mass {
		total += float64(m)
		by[int(math.Round(perOctave*math.Log2(float64(m)+1)))]++
	}
	classes := make([]int, 0, len(by))
	for b := range by {
		classes = append(classes, b)
	}
	slices.Sort(classes)
	var s spread
	for _, b := range classes {
		s.mass = append(s.mass, (math.Exp2(float64(b)/perOctave)-1)/max(total, 1))
		s.count = append(s.count, float64(by[b]))
	}
	return s
}

// expect returns the expected number of threads and its standard deviation.
func (s spread) expect(n int) (mean, deviation float64) {
	var variance float64
	for i, m := range s.mass {
		p := -math.Expm1(-float64(n) * m)
		mean += s.count[i] * p
		variance += s.count[i] * p * (1 - p)
	}
	return mean, math.Sqrt(variance)
}

// telling is how many items a thread must have on average for threads to tell what is topical.
const telling = 1.5

// telling reports whether the window's items stand in threads, and not each for itself.
func (c *corpus) telling() bool { return float64(len(c.items)) >= telling*float64(len(c.mass)) }

// measure fills in the figures of the terms.
func (c *corpus) measure(terms []term) {
	s := newSpread(c.mass)
	seen := make([]int32, len(c.mass))
	for i := range terms {
		t := &terms[i]
		for _, p := range t.places {
			if thread := c.thread[p.item]; seen[thread] != int32(i)+1 {
				seen[thread] = int32(i) + 1
				t.threads++
			}
		}
		mean, deviation := s.expect(t.df())
		t.topical = max(0, math.Log2(max(mean-deviation, 1)/float64(t.threads)))
		w := &c.vocab[t.words[len(t.words)-1]]
		t.noun, t.name = w.nounness(), w.capitals()
		t.idf = math.Log(float64(len(c.items)) / float64(t.df()))
		t.nested /= float64(t.df())
	}
}
