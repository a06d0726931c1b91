package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

// community makes a sample of n signs with a net sentiment of net, spread over threads.
func community(n int64, net float64) (s Sample) {
	s.Positive = int64(math.Round(float64(n) * (0.4 + net/2)))
	s.Negative = int64(math.Round(float64(n) * (0.4 - net/2)))
	s.Neutral = n - s.Positive - s.Negative
	s.Threads = spreadSigns(s.Signs)
	s.Authors = s.Threads
	return s
}

func spreadSigns(s Signs) (c voxpop.Cluster) {
	for i := range s.N() {
		g := (i * 27) % voxpop.Buckets
		c.N[g]++
		switch {
		case i < s.Positive:
			c.Sum[g]++
		case i < s.Positive+s.Negative:
			c.Sum[g]--
		}
	}
	return c
}

// By hand: the friendly community shrinks from 80 to 40 %, the other brightens from -50 to 0. Shares:
// -0.4·50 + 0.4·(-25) = -30; nets: 0.4·50 = +20 (the other's mean share is 40 %). Together -10: from 30 to 20.
func TestDecompose(t *testing.T) {
	before := map[string]Sample{"friendly": community(800, 0.5), "other": community(200, -0.5)}
	after := map[string]Sample{"friendly": community(400, 0.5), "other": community(600, 0)}
	c, ok := Decompose(before, after)
	if !ok || math.Abs(c.Before-0.3) > 1e-9 || math.Abs(c.After-0.2) > 1e-9 || math.Abs(c.Mix+0.3) > 1e-9 || math.Abs(c.Within.Mean-0.2) > 1e-9 {
		t.Fatalf("%+v", c)
	}
	if c.Within.Verdict != Higher {
		t.Errorf("within communities: %+v", c.Within)
	}
	if p := c.Communities[0]; p.Community != "friendly" || p.Within != 0 || p.Mix >= 0 {
		t.Errorf("a friendly community that shrank: %+v", p)
	}
}

func TestDecomposeOfOneSide(t *testing.T) {
	c, _ := Decompose(map[string]Sample{"a": community(100, 0.2)}, map[string]Sample{"a": community(100, 0.2), "b": community(100, -0.6)})
	if math.Abs(c.Mix+0.4) > 1e-9 || c.Within.Mean != 0 {
		t.Errorf("a new community is mix: %+v", c)
	}
	c, _ = Decompose(map[string]Sample{"a": community(100, 0.2)}, map[string]Sample{"b": community(100, -0.6)})
	if math.Abs(c.Mix+0.8) > 1e-9 || c.Within.Verdict != TooLittleData {
		t.Errorf("nothing shared: %+v", c)
	}
	if _, ok := Decompose(nil, map[string]Sample{"a": community(5, 0)}); ok {
		t.Error("a change from nothing")
	}
}

func drawStrata(t *rapid.T) map[string]Sample {
	strata := map[string]Sample{}
	for range rapid.IntRange(1, 5).Draw(t, "communities") {
		strata[rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f"}).Draw(t, "name")] = drawBoth(t)
	}
	return strata
}

func TestDecomposeProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := drawStrata(t), drawStrata(t)
		c, ok := Decompose(before, after)
		if !ok {
			return
		}
		if math.Abs(c.Mix+c.Within.Mean-(c.After-c.Before)) > 1e-12 {
			t.Fatalf("parts do not add up: %+v", c)
		}
		var mix, inside float64
		for _, p := range c.Communities {
			mix += p.Mix
			inside += p.Within
		}
		if math.Abs(mix-c.Mix) > 1e-12 || math.Abs(inside-c.Within.Mean) > 1e-12 {
			t.Fatalf("communities do not add up: %+v", c)
		}
		if w := c.Within; !(w.Low <= w.Mean && w.Mean <= w.High) {
			t.Fatalf("out of order: %+v", w)
		}
		if back, _ := Decompose(after, before); math.Abs(back.Mix+c.Mix) > 1e-12 || math.Abs(back.Within.Mean+c.Within.Mean) > 1e-12 {
			t.Fatalf("not a mirror: %+v and %+v", c, back)
		}
	})
}
