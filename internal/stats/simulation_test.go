package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/voxpop-dev/voxpop"
)

// Simulated talk: threads have moods, people answer each other, and the truth is known. All
// simulations are seeded, so that they give the same answer every time.

// talk is the signs of items in threads and by authors, and what an engine made of them.
type talk struct {
	Sample
	threads map[int][]int // signs by thread
}

func newTalk() *talk { return &talk{threads: map[int][]int{}} }

func (k *talk) say(thread, author, sign int) {
	switch sign {
	case 1:
		k.Positive++
	case -1:
		k.Negative++
	default:
		k.Neutral++
	}
	k.Threads.N[bucketOf(thread)]++
	k.Threads.Sum[bucketOf(thread)] += int32(sign)
	k.Authors.N[bucketOf(author)]++
	k.Authors.Sum[bucketOf(author)] += int32(sign)
	k.threads[thread] = append(k.threads[thread], sign)
}

func bucketOf(id int) int { return int(mixed(uint64(id)) % voxpop.Buckets) }

// mixed is the finishing step of splitmix64.
func mixed(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// sign draws one with these chances of being positive and negative.
func sign(r *rand.Rand, positive, negative float64) int {
	switch u := r.Float64(); {
	case u < positive:
		return 1
	case u < positive+negative:
		return -1
	}
	return 0
}

// moodOf is -1 or +1 for a thread, the same for whoever asks with the same seed.
func moodOf(seed, thread int) float64 { return float64(mixed(uint64(seed)<<32+uint64(thread))%2)*2 - 1 }

// within checks a share of rounds.
func within(t *testing.T, what string, held, rounds int, low, high float64) {
	t.Helper()
	cover := float64(held) / float64(rounds)
	t.Logf("%s: %.3f", what, cover)
	if cover < low || cover > high {
		t.Errorf("%s: %.3f, want %.3f to %.3f", what, cover, low, high)
	}
}

// The error over 64 buckets stands for that of the exact bootstrap over whole threads.
func TestBucketsAgainstClusterBootstrap(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var ratios []float64
	for range 25 {
		k := newTalk()
		for thread := range 300 {
			mood := 0.25 * moodOf(r.IntN(1e6), thread)
			for range 1 + r.IntN(9) {
				k.say(thread, r.IntN(1e6), sign(r, 0.35+mood, 0.3-mood))
			}
		}
		i := must(Net(k.Signs, k.Threads))
		ratios = append(ratios, i.width()/quantile(i.DF)/bootstrap(r, k.threads))
	}
	slices.Sort(ratios)
	t.Logf("standard error over buckets / bootstrap: %.3f to %.3f, median %.3f", ratios[0], ratios[24], ratios[12])
	if median := ratios[12]; median < 0.95 || median > 1.05 || ratios[2] < 0.8 || ratios[22] > 1.2 {
		t.Errorf("the middle 80 %%: %.3f to %.3f, median %.3f", ratios[2], ratios[22], median)
	}
}

// bootstrap is the standard deviation of net sentiment over redrawn sets of whole threads.
func bootstrap(r *rand.Rand, threads map[int][]int) float64 {
	type total struct{ n, sum float64 }
	var all []total
	for thread := range len(threads) {
		var c total
		for _, s := range threads[thread] {
			c.n++
			c.sum += float64(s)
		}
		all = append(all, c)
	}
	var sum, squares float64
	const draws = 400
	for range draws {
		var drawn total
		for range all {
			c := all[r.IntN(len(all))]
			drawn.n += c.n
			drawn.sum += c.sum
		}
		net := drawn.sum / drawn.n
		sum += net
		squares += net * net
	}
	return math.Sqrt((squares - sum*sum/draws) / (draws - 1))
}

// Two tools that are talked about in the same threads by the same people, or in two windows that share
// nothing: the interval of the difference holds the truth as often as it says.
func TestDifferenceCover(t *testing.T) {
	for name, apart := range map[string]int{"shared threads": 0, "apart": 1e6} {
		r := rand.New(rand.NewPCG(3, 4))
		const rounds = 1500
		held, width := 0, 0.0
		for round := range rounds {
			a, b := newTalk(), newTalk()
			for thread := range 150 {
				for range 1 + r.IntN(5) {
					mood := 0.25 * moodOf(round, thread)
					a.say(thread, r.IntN(400), sign(r, 0.4+mood, 0.3-mood))
					mood = 0.25 * moodOf(round, thread+apart)
					b.say(thread+apart, r.IntN(400)+apart, sign(r, 0.5+mood, 0.3-mood))
				}
			}
			d := must(Contrast(a.Sample, b.Sample))
			width += d.High - d.Low
			if d.Low <= 0.1 && 0.1 <= d.High {
				held++
			}
		}
		within(t, fmt.Sprintf("cover of the difference, %s (mean width %.3f)", name, width/rounds), held, rounds, 0.935, 0.98)
	}
}

// Where there is no difference, one is claimed in about one of twenty cases.
func TestFalseVerdicts(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	const rounds = 1500
	quiet := 0
	for round := range rounds {
		var sides [2]*talk
		for s := range sides {
			sides[s] = newTalk()
			for thread := range 80 {
				mood := 0.2 * moodOf(round*2+s, thread)
				for range 1 + r.IntN(6) {
					sides[s].say(thread+s*1000, r.IntN(1e6), sign(r, 0.3+mood, 0.3-mood))
				}
			}
		}
		if must(Contrast(sides[0].Sample, sides[1].Sample)).Verdict == NotDistinguishable {
			quiet++
		}
	}
	within(t, "no verdict where there is no difference", quiet, rounds, 0.935, 0.98)
}

// read is what an engine makes of a true sign: right in so many cases, else too kind or anything.
func read(r *rand.Rand, truth int, right, kind float64) int {
	switch u := r.Float64(); {
	case u < right:
		return truth
	case u < right+kind:
		return 1
	}
	return r.IntN(3) - 1
}

// The engine is much too kind to the tool; 100 to 150 labels put that right.
func TestPredictionPoweredCover(t *testing.T) {
	for _, tuned := range []bool{false, true} {
		r := rand.New(rand.NewPCG(7, 8))
		const rounds = 1000
		held, raw, width := 0, 0, 0.0
		for round := range rounds {
			all := newTalk()
			var labelled []LabelledItem
			for thread := range 400 {
				mood := 0.2 * moodOf(round, thread)
				for range 1 + r.IntN(5) {
					truth := sign(r, 0.3+mood, 0.35-mood)
					predicted := read(r, truth, 0.55, 0.2)
					all.say(thread, r.IntN(1e6), predicted)
					if r.IntN(10) == 0 {
						labelled = append(labelled, LabelledItem{Predicted: predicted, Label: truth, Thread: fmt.Sprint(thread)})
					}
				}
			}
			lambda := 1.0
			if tuned {
				lambda = PowerTuning(labelled, all.N())
			}
			e := must(PredictionPowered(all.Sample, labelled, lambda))
			const truth = -0.05
			width += e.High - e.Low
			if e.Low <= truth && truth <= e.High {
				held++
			}
			if i := must(all.Net()); i.Low <= truth && truth <= i.High {
				raw++
			}
		}
		within(t, fmt.Sprintf("cover with labels, tuned %v (mean width %.3f; without labels %.3f)", tuned, width/rounds, float64(raw)/rounds), held, rounds, 0.935, 0.98)
		if raw > rounds/10 {
			t.Errorf("the simulated engine is not wrong enough to prove anything: %d of %d held", raw, rounds)
		}
	}
}

// Eleven tools, each misread in its own way. Each in turn is left out: the error measured on the
// other ten must cover it, and the difference between two left out.
func TestWidenedCover(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	const rounds, tools = 150, 11
	held, raw, differ := 0, 0, 0
	for range rounds {
		var truth, errors [tools]float64
		var talks [tools]*talk
		for i := range tools {
			truth[i] = 0.4*r.Float64() - 0.2
			errors[i] = 0.15 + 0.1*r.NormFloat64()
			talks[i] = newTalk()
			for thread := range 300 {
				engine := truth[i] + errors[i]
				talks[i].say(thread, r.IntN(1e6), sign(r, 0.3+engine/2, 0.3-engine/2))
			}
		}
		for i := range tools {
			e, _ := MeasuredEngineError(slices.Delete(slices.Clone(errors[:]), i, i+1), nil)
			net := must(talks[i].Net())
			corrected := e.Correction().Apply(net)
			held += number(corrected.Low <= truth[i] && truth[i] <= corrected.High)
			raw += number(net.Low <= truth[i] && truth[i] <= net.High)

			j := (i + 1) % tools
			e, _ = MeasuredEngineError(leaveOut(errors[:], i, j), nil)
			d := must(Contrast(talks[i].Sample, talks[j].Sample)).BetweenTools(e.Correction(), e.Correction())
			differ += number(d.Low <= truth[j]-truth[i] && truth[j]-truth[i] <= d.High)
		}
	}
	within(t, fmt.Sprintf("cover of left-out tools (not widened: %.3f)", float64(raw)/rounds/tools), held, rounds*tools, 0.935, 0.98)
	within(t, "cover of differences of left-out tools", differ, rounds*tools, 0.935, 0.98)
}

func leaveOut(x []float64, i, j int) (rest []float64) {
	for k := range x {
		if k != i && k != j {
			rest = append(rest, x[k])
		}
	}
	return rest
}
