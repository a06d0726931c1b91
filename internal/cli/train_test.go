package cli

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/model"
)

// A text whose targets are seen differently has no label of its own; one with several that agree counts once.
func TestTrainingSetOfTargets(t *testing.T) {
	path := filepath.Join(t.TempDir(), "set.tsv")
	lines := "A beats B\tA\tpositive\t0\nA beats B\tB\tnegative\t8\nA and B are great\tA\tpositive\t0\nA and B are great\tB\tpositive\t6\nC is here\tC\tneutral\t0\n"
	if err := os.WriteFile(path, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := (&trainingSet{path, 2}).read(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].Text != "A and B are great" || got[0].Label != voxpop.Positive || got[1].Label != voxpop.Neutral {
		t.Errorf("%+v", got)
	}
}

func TestBalance(t *testing.T) {
	var samples []model.Sample
	for label, n := range map[voxpop.Label]int{voxpop.Negative: 1, voxpop.Neutral: 16, voxpop.Positive: 4} {
		for range n {
			samples = append(samples, model.Sample{Label: label, Weight: 3})
		}
	}
	balance(samples)
	sum, of := 0.0, map[voxpop.Label]float64{}
	for _, s := range samples {
		sum += s.Weight
		of[s.Label] = s.Weight
	}
	if math.Abs(sum-3*21) > 1e-9 {
		t.Errorf("all weigh %v, want %v", sum, 3*21)
	}
	if math.Abs(of[voxpop.Negative]/of[voxpop.Neutral]-4) > 1e-9 || math.Abs(of[voxpop.Positive]/of[voxpop.Neutral]-2) > 1e-9 {
		t.Errorf("weights %v: want 4, 1, 2 to one another", of)
	}
}
