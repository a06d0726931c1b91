package stats

import "github.com/voxpop-dev/voxpop"

// Sample is the signs of some items and how they cluster. Samples whose threads and authors
// went through the same hash into buckets can be compared as paired (see Contrast).
type Sample struct {
	Signs
	Threads, Authors voxpop.Cluster
}

// SampleOf reads a tally.
func SampleOf(t *voxpop.Tally) Sample {
	return Sample{Signs{t.Positive, t.Negative, t.Neutral}, t.Threads, t.Authors}
}

// Net is the net sentiment of s; ok is false when it has no signs.
func (s *Sample) Net() (i Interval, ok bool) { return Net(s.Signs, s.Threads, s.Authors) }

// Add adds o to s.
func (s *Sample) Add(o *Sample) {
	s.Positive += o.Positive
	s.Negative += o.Negative
	s.Neutral += o.Neutral
	for g := range voxpop.Buckets {
		s.Threads.N[g] += o.Threads.N[g]
		s.Threads.Sum[g] += o.Threads.Sum[g]
		s.Authors.N[g] += o.Authors.N[g]
		s.Authors.Sum[g] += o.Authors.Sum[g]
	}
}

// clusterings are by thread and by author, in this order.
func (s *Sample) clusterings() [2]*voxpop.Cluster { return [2]*voxpop.Cluster{&s.Threads, &s.Authors} }

// A view is an estimate as one clustering shows it. pull is how far each bucket draws the
// estimate away from its mean; the pulls of a view sum to 0.
type view struct {
	Interval
	known  bool // the clustering covers enough to speak
	filled [voxpop.Buckets]bool
	pull   [voxpop.Buckets]float64
}

// views looks at the net sentiment of s by thread and by author.
func (s *Sample) views() (v [2]view) {
	for k, c := range s.clusterings() {
		deff, df, known := designEffect(s.Signs, c)
		if !known {
			continue
		}
		v[k].known = true
		v[k].Interval = interval(s.Signs, deff, df)
		v[k].pullBy(c, 1)
	}
	return v
}

// pullBy adds the pulls of a clustering whose mean enters the estimate with a weight.
func (v *view) pullBy(c *voxpop.Cluster, weight float64) {
	n, sum := totals(c)
	for g, k := range c.N {
		if k > 0 {
			v.filled[g] = true
			v.pull[g] += weight * (float64(c.Sum[g]) - sum/n*float64(k)) / n
		}
	}
}

func totals(c *voxpop.Cluster) (n, sum float64) {
	for g, k := range c.N {
		n += float64(k)
		sum += float64(c.Sum[g])
	}
	return n, sum
}
