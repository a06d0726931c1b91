package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

// The examples of Newcombe 1998 (Statistics in Medicine 17: 873–890), table II, method 10, whose limits are Wilson's.
func TestSubtract(t *testing.T) {
	for _, c := range []struct {
		a, m, b, n int64
		low, high  float64
	}{
		{56, 70, 48, 80, 0.0524, 0.3339}, {9, 10, 3, 10, 0.1705, 0.8090}, {6, 7, 2, 7, 0.0582, 0.8062},
		{5, 56, 0, 29, -0.0381, 0.1926}, {0, 10, 0, 20, -0.1611, 0.2775}, {10, 10, 0, 20, 0.6791, 1},
	} {
		d := Subtract(wilsonInterval(c.b, c.n), wilsonInterval(c.a, c.m), 0)
		if math.Abs(d.Low-c.low) > 6e-5 || math.Abs(d.High-c.high) > 6e-5 {
			t.Errorf("%d/%d - %d/%d: %.4f to %.4f, want %v to %v", c.a, c.m, c.b, c.n, d.Low, d.High, c.low, c.high)
		}
	}
}

func wilsonInterval(count, n int64) Interval {
	s, _ := Wilson(count, n, float64(n))
	return Interval{Mean: s.Share, Low: s.Low, High: s.High, EffectiveN: float64(n)}
}

// Two normal estimates of 10 ± 1.96·3 and 20 ± 1.96·4 points differ by 10 ± 1.96·5; with a
// correlation of a half the variance is 9 + 16 - 12 = 13.
func TestSubtractNormal(t *testing.T) {
	a := Interval{Mean: .10, Low: .10 - z975*.03, High: .10 + z975*.03, EffectiveN: 500}
	b := Interval{Mean: .20, Low: .20 - z975*.04, High: .20 + z975*.04, EffectiveN: 400}
	d := Subtract(a, b, 0)
	if math.Abs(d.T-2) > 1e-9 || math.Abs(d.P-0.0455) > 1e-4 || d.Verdict != Higher || d.EffectiveN != 400 {
		t.Errorf("independent: %+v", d)
	}
	if d = Subtract(a, b, 0.5); math.Abs(d.T-10/math.Sqrt(13)) > 1e-9 {
		t.Errorf("correlated: %+v", d)
	}
	if d = Subtract(b, a, 0); d.Verdict != Lower {
		t.Errorf("the other way round: %+v", d)
	}
}

func TestVerdicts(t *testing.T) {
	low, lowCluster := spreadOut(10, 40, 14)
	high, highCluster := spreadOut(40, 10, 14)
	bad, good := Sample{Signs: low, Threads: lowCluster}, Sample{Signs: high, Threads: highCluster}
	few, fewCluster := spreadOut(9, 0, 0)
	for _, c := range []struct {
		from, to Sample
		want     Verdict
	}{
		{bad, good, Higher}, {good, bad, Lower}, {good, good, NotDistinguishable},
		{bad, Sample{Signs: few, Threads: fewCluster}, TooLittleData}, {Sample{}, good, TooLittleData},
	} {
		if d, _ := Contrast(c.from, c.to); d.Verdict != c.want {
			t.Errorf("%+v to %+v: %v, want %v", c.from.Signs, c.to.Signs, d.Verdict, c.want)
		}
	}
}

// What two tools share in the same threads says nothing about which is better.
func TestSharedThreadsNarrow(t *testing.T) {
	var a, b, elsewhere Sample
	for g := range voxpop.Buckets {
		mood := g%2*8 - 4 // threads in a good or a bad mood about everything
		tenIn(&a, g, mood)
		tenIn(&b, g, mood+1-g/2%2)
		tenIn(&elsewhere, g, g/2%2*8-4)
	}
	paired, _ := Contrast(a, b)
	plain := Subtract(a.views()[0].Interval, b.views()[0].Interval, 0)
	if paired.High-paired.Low > 0.5*(plain.High-plain.Low) {
		t.Errorf("shared moods count as error: %+v, unpaired %+v", paired, plain)
	}
	here, there := a.views(), elsewhere.views()
	if r := correlation(&here[0], &there[0]); math.Abs(r) > 0.5 {
		t.Errorf("moods of other threads correlate by %v", r)
	}
}

// tenIn adds ten signs that sum to sum.
func tenIn(s *Sample, bucket, sum int) {
	s.Threads.N[bucket] += 10
	s.Threads.Sum[bucket] += int32(sum)
	s.Positive += int64(2 + max(0, sum))
	s.Negative += int64(2 + max(0, -sum))
	s.Neutral += int64(6 - max(sum, -sum))
}

func TestFewSharedBucketsDoNotNarrow(t *testing.T) {
	var a Sample
	for g := range leastShared - 1 {
		a.Threads.N[g], a.Threads.Sum[g] = 4, int32(g%3)
		a.Positive += int64(g % 3)
		a.Neutral += int64(4 - g%3)
	}
	v := a.views()
	if r := correlation(&v[0], &v[0]); r != 0 {
		t.Errorf("a correlation of %v over %d buckets", r, leastShared-1)
	}
}

func drawBoth(t *rapid.T) Sample {
	signs, threads := drawSample(t)
	return Sample{Signs: signs, Threads: threads, Authors: threads}
}

func mirrored(s Sample) Sample {
	s.Positive, s.Negative = s.Negative, s.Positive
	s.Threads, s.Authors = negate(s.Threads), negate(s.Authors)
	return s
}

func TestContrastProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawBoth(t), drawBoth(t)
		d, ok := Contrast(a, b)
		if ok != (a.N() > 0 && b.N() > 0) {
			t.Fatalf("ok %v for %d and %d signs", ok, a.N(), b.N())
		}
		if !ok {
			return
		}
		if !(-2 <= d.Low && d.Low <= d.Mean && d.Mean <= d.High && d.High <= 2) || d.P < 0 || d.P > 1 {
			t.Fatalf("out of order: %+v", d)
		}
		if math.Abs(d.Mean-(b.Mean()-a.Mean())) > 1e-12 {
			t.Fatalf("difference %v of %v and %v", d.Mean, a.Mean(), b.Mean())
		}
		if outside := d.Low > 0 || d.High < 0; outside && d.P > 0.0503 || !outside && d.P < 0.0497 {
			t.Fatalf("p and interval disagree: %+v", d)
		}
		for what, m := range map[string]Difference{"sides": must(Contrast(b, a)), "signs": must(Contrast(mirrored(a), mirrored(b)))} {
			if math.Abs(m.Low+d.High) > 1e-9 || math.Abs(m.High+d.Low) > 1e-9 || math.Abs(m.P-d.P) > 1e-9 {
				t.Fatalf("not a mirror when the %s change: %+v and %+v", what, d, m)
			}
		}
	})
}

func must[T any](x T, _ bool) T { return x }

func TestSampleOf(t *testing.T) {
	c := voxpop.Tally{Positive: 3, Negative: 1, Neutral: 2}
	c.Threads.N[4], c.Authors.Sum[5] = 6, 2
	s := SampleOf(&c)
	s.Add(&s)
	if s.Positive != 6 || s.Negative != 2 || s.Neutral != 4 || s.Threads.N[4] != 12 || s.Authors.Sum[5] != 4 {
		t.Errorf("%+v", s)
	}
}
