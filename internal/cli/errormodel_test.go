package cli

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/shareddata"
	"github.com/voxpop-dev/voxpop/internal/stats"
)

// Every line of the table can be read, and says something that can be.
func TestEngineErrorTable(t *testing.T) {
	n := 0
	for line := range strings.Lines(errorTable) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		n++
		name, version, _ := strings.Cut(strings.Split(line, "\t")[0], "@")
		version, _, _ = strings.Cut(version, "+tools.")
		e := engineError(voxpop.EngineID{Name: name, Version: version})
		if e == nil {
			continue // an engine of before, for scores that are kept
		}
		if e.SD < 0 || e.SD > 1 || e.Bias < -1 || e.Bias > 1 || e.Tools < 2 {
			t.Errorf("%s: %+v", name, e)
		}
	}
	for _, name := range localNames {
		if engineError(newEngine(name).ID()) == nil {
			t.Errorf("%s as it is now is not among the %d lines: run voxpop error-model aitools_dev.ndjson -o internal/cli/engineerror.tsv", name, n)
		}
	}
	if engineError(voxpop.EngineID{Name: "llm", Version: "1"}) != nil {
		t.Error("an engine has an error that nobody measured")
	}
}

// Of the tools that are left out one by one, nearly all lie within what the others let expect.
func TestErrorModelCoversToolsLeftOut(t *testing.T) {
	c := errorModelCmd{Files: []string{shareddata.Path(t, "sentiment", "aitools_dev.ndjson")}, Least: 10}
	by, _, err := c.read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range localNames {
		var errs []float64
		for _, l := range by {
			if len(l.people) >= c.Least {
				errs = append(errs, errorOf(l.people, l.engine[name]))
			}
		}
		held := leftOutCover(errs)
		t.Logf("%s: %d of %d", name, held, len(errs))
		if len(errs) < 10 || float64(held) < 0.85*float64(len(errs)) {
			t.Errorf("%s: %d of %d tools lie within the interval made of the others", name, held, len(errs))
		}
	}
}

func TestErrorOf(t *testing.T) {
	if mean := errorOf([]float64{1, 0, -1, 0}, []float64{1, 1, 0, 1}); mean != 0.75 {
		t.Errorf("%v", mean)
	}
}

// 235 labels drawn from aitools_dev carry the net sentiment of all of its mentions within 10 points.
func TestLabelsCarryPooledNetSentiment(t *testing.T) {
	c := errorModelCmd{Files: []string{shareddata.Path(t, "sentiment", "aitools_dev.ndjson")}}
	by, _, err := c.read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all []stats.LabelledItem
	var said stats.Sample
	truth := 0.0
	for _, target := range slices.Sorted(maps.Keys(by)) {
		l := by[target]
		for i := range l.people {
			all = append(all, stats.LabelledItem{Label: int(l.people[i]), Predicted: int(l.engine[beneath][i])})
			truth += l.people[i]
			said.Positive += int64(max(0, l.engine[beneath][i]))
			said.Negative += int64(max(0, -l.engine[beneath][i]))
		}
	}
	truth /= float64(len(all))
	said.Neutral = int64(len(all)) - said.Positive - said.Negative
	r := rand.New(rand.NewPCG(2, 35))
	const rounds, labels = 200, 235
	held, half := 0, 0.0
	for range rounds {
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		e, ok := stats.PredictionPowered(said, all[:labels], stats.PowerTuning(all[:labels], int64(len(all))))
		if !ok {
			t.Fatal("no estimate")
		}
		half += (e.High - e.Low) / 2 / rounds
		if e.Low <= truth && truth <= e.High {
			held++
		}
	}
	t.Logf("of %d mentions: ±%.1f points, cover %.3f", len(all), 100*half, float64(held)/rounds)
	if half > 0.10 || held < rounds*93/100 {
		t.Errorf("±%.1f points, cover %.3f", 100*half, float64(held)/rounds)
	}
}
