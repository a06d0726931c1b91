package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

func TestQuantile(t *testing.T) {
	for df, want := range map[int]float64{0: 1.960, 1: 12.706, 4: 2.776, 6: 2.447, 10: 2.228, 30: 2.042, 63: 1.998} {
		if got := quantile(df); math.Abs(got-want) > 0.0015 {
			t.Errorf("quantile(%d) = %.4f, want %.3f", df, got, want)
		}
	}
}

// spreadOut puts n signs of which pos are positive and neg negative into buckets of one each.
func spreadOut(pos, neg, neutral int) (Signs, voxpop.Cluster) {
	var c voxpop.Cluster
	for i := range pos + neg + neutral {
		c.N[i%voxpop.Buckets]++
		switch {
		case i < pos:
			c.Sum[i%voxpop.Buckets]++
		case i < pos+neg:
			c.Sum[i%voxpop.Buckets]--
		}
	}
	return Signs{int64(pos), int64(neg), int64(neutral)}, c
}

func TestNoSigns(t *testing.T) {
	if _, ok := Net(Signs{}); ok {
		t.Fatal("an estimate out of nothing")
	}
}

func TestOneSign(t *testing.T) {
	s, c := spreadOut(1, 0, 0)
	i, ok := Net(s, c)
	if !ok || i.Mean != 1 || i.High != 1 || i.Low > -0.5 || i.EffectiveN != 1 {
		t.Fatalf("one positive sign: %+v", i)
	}
}

func TestSignsThatAllAgreeAreNotCertain(t *testing.T) {
	s, c := spreadOut(5, 0, 0)
	i, _ := Net(s, c)
	if i.High != 1 || i.Low > 0.3 {
		t.Fatalf("5 of 5 positive reads as sure: %+v", i)
	}
	s, c = spreadOut(0, 0, 5)
	if i, _ = Net(s, c); i.Low > -0.3 || i.High < 0.3 {
		t.Fatalf("5 of 5 neutral reads as sure: %+v", i)
	}
}

func TestOneThreadIsOneWitness(t *testing.T) {
	var c voxpop.Cluster
	c.N[3], c.Sum[3] = 40, 20
	i, _ := Net(Signs{30, 10, 0}, c)
	if i.EffectiveN != 1 {
		t.Fatalf("effective n of a single thread: %v", i.EffectiveN)
	}
}

func TestIndependentSignsKeepTheirNumber(t *testing.T) {
	s, c := spreadOut(30, 14, 20)
	i, _ := Net(s, c)
	if math.Abs(i.EffectiveN-64) > 1e-9 {
		t.Fatalf("effective n of 64 signs in 64 threads: %v", i.EffectiveN)
	}
}

func TestWiderClusteringDecides(t *testing.T) {
	s, loose := spreadOut(32, 32, 0)
	var tight voxpop.Cluster
	for g := range 4 {
		tight.N[g] = 16
		tight.Sum[g] = int32(16 - 32*(g%2))
	}
	a, _ := Net(s, loose, tight)
	b, _ := Net(s, tight)
	if a != b || a.EffectiveN > 5 {
		t.Fatalf("both %+v, tight alone %+v", a, b)
	}
}

func TestUnknownClustersAreAssumed(t *testing.T) {
	i, _ := Net(Signs{60, 20, 20}, voxpop.Cluster{}, voxpop.Cluster{})
	if i.DesignEffect != AssumedDesignEffect || i.EffectiveN != 50 {
		t.Fatalf("without clusters: %+v", i)
	}
}

func drawSample(t *rapid.T) (Signs, voxpop.Cluster) {
	var s Signs
	var c voxpop.Cluster
	for range rapid.IntRange(1, 30).Draw(t, "threads") {
		g := rapid.IntRange(0, voxpop.Buckets-1).Draw(t, "bucket")
		pos := rapid.IntRange(0, 9).Draw(t, "pos")
		neg := rapid.IntRange(0, 9).Draw(t, "neg")
		neu := rapid.IntRange(0, 9).Draw(t, "neu")
		s.Positive, s.Negative, s.Neutral = s.Positive+int64(pos), s.Negative+int64(neg), s.Neutral+int64(neu)
		c.N[g] += int32(pos + neg + neu)
		c.Sum[g] += int32(pos - neg)
	}
	return s, c
}

func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, c := drawSample(t)
		i, ok := Net(s, c)
		if ok != (s.N() > 0) {
			t.Fatalf("ok %v for %d signs", ok, s.N())
		}
		if !ok {
			return
		}
		if !(-1 <= i.Low && i.Low <= i.Mean && i.Mean <= i.High && i.High <= 1) {
			t.Fatalf("out of order: %+v", i)
		}
		if i.High-i.Low <= 0 {
			t.Fatalf("no doubt at all: %+v", i)
		}
		if !(1 <= i.EffectiveN && i.EffectiveN <= float64(s.N())+1e-9) {
			t.Fatalf("effective n %v of %d", i.EffectiveN, s.N())
		}
		m, _ := Net(Signs{s.Negative, s.Positive, s.Neutral}, negate(c))
		if math.Abs(m.Low+i.High) > 1e-9 || math.Abs(m.High+i.Low) > 1e-9 {
			t.Fatalf("not a mirror: %+v and %+v", i, m)
		}
		if w, _ := Net(s, c, single(c)); w.High-w.Low < i.High-i.Low-1e-9 {
			t.Fatalf("a second clustering made it narrower: %+v and %+v", i, w)
		}
	})
}

func negate(c voxpop.Cluster) voxpop.Cluster {
	for g := range c.Sum {
		c.Sum[g] = -c.Sum[g]
	}
	return c
}

func single(c voxpop.Cluster) (all voxpop.Cluster) {
	for g := range c.N {
		all.N[0] += c.N[g]
		all.Sum[0] += c.Sum[g]
	}
	return all
}

// In simulated talk whose threads lean one way, the interval must hold the truth about as
// often as it says.
func TestCover(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	const rounds = 1500
	held := 0
	for range rounds {
		var s Signs
		var c voxpop.Cluster
		for thread := range 120 {
			lean := []float64{0.15, 0.75}[r.IntN(2)] // share of positive signs; mean .45
			for range 1 + r.IntN(12) {
				g := (thread * 37) % voxpop.Buckets
				c.N[g]++
				switch u := r.Float64(); {
				case u < lean:
					s.Positive++
					c.Sum[g]++
				case u < lean+0.2:
					s.Negative++
					c.Sum[g]--
				default:
					s.Neutral++
				}
			}
		}
		const truth = 0.45 - 0.2
		if i, _ := Net(s, c); i.Low <= truth && truth <= i.High {
			held++
		}
	}
	if cover := float64(held) / rounds; cover < 0.93 || cover > 0.98 {
		t.Errorf("clustered intervals hold the truth %.3f of the time, want .93 to .98", cover)
	}
}
