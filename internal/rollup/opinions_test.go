package rollup

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

func genOpinion(t *rapid.T) Opinion {
	row := genRow(t)
	return Opinion{Kind: row.Kind, Created: row.Created, Thread: row.Thread, Author: row.Author,
		Inferred: rapid.Bool().Draw(t, "inferred"), Sign: int64(row.Label.Sign()), Compound: row.Compound}
}

// Hours add up to the day, clusters included; cells of different kinds and of inferred mentions are apart;
// taking a part away again leaves the rest.
func TestBuildOpinionsAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		opinions := rapid.SliceOfN(rapid.Custom(genOpinion), 0, 60).Draw(t, "opinions")
		opinions = append(opinions, Opinion{Kind: voxpop.KindPost, Created: day.AddDate(0, 0, 1), Thread: "t3_x"})
		cells := BuildOpinions(day, slices.Values(opinions))
		var all voxpop.Tally
		for _, kind := range []voxpop.Kind{voxpop.KindPost, voxpop.KindComment} {
			for _, inferred := range []bool{false, true} {
				var hours, want voxpop.Tally
				for s, c := range cells {
					if s.Grain == voxpop.GrainHour && s.Kind == kind && s.Inferred == inferred {
						hours.Add(c)
					}
				}
				for _, o := range opinions[:len(opinions)-1] {
					if o.Kind == kind && o.Inferred == inferred {
						want.Items++
						want.Sum += o.Compound
					}
				}
				whole := cells[OpinionSlice{voxpop.GrainDay, day, kind, inferred}]
				if whole == nil {
					whole = &voxpop.Tally{}
				}
				if hours != *whole || whole.Items != want.Items || whole.Sum != want.Sum || whole.Scored() != whole.Items {
					t.Fatalf("%s %v: hours %+v, day %+v, want %+v", kind, inferred, hours, *whole, want)
				}
				all.Add(whole)
			}
		}
		rest := all
		part := cells[OpinionSlice{voxpop.GrainDay, day, voxpop.KindPost, false}]
		if part != nil {
			rest.Sub(part)
			rest.Add(part)
		}
		if rest != all {
			t.Fatalf("taken away and added again: %+v, want %+v", rest, all)
		}
	})
}

func TestCombined(t *testing.T) {
	for _, c := range []struct {
		name      string
		compounds []int64
		inferred  []bool
		want      Opinion
	}{
		{"one keeps its own label", []int64{100}, []bool{true}, Opinion{Inferred: true, Sign: 1, Compound: 100}},
		{"mean, rounded away from zero", []int64{1000, 2001}, []bool{true, false}, Opinion{Sign: 1, Compound: 1501}},
		{"below zero alike", []int64{-1000, -2001}, []bool{true, true}, Opinion{Inferred: true, Sign: -1, Compound: -1501}},
		{"opposites", []int64{5000, -5000}, []bool{false, false}, Opinion{}},
		{"the label is that of the mean", []int64{9000, -8500, 600}, []bool{false, true, false}, Opinion{Compound: 367}},
	} {
		var opinions []Opinion
		for i, compound := range c.compounds {
			opinions = append(opinions, Opinion{Compound: compound, Inferred: c.inferred[i], Sign: int64(voxpop.LabelOf(float64(compound) / 10000).Sign())})
		}
		if c.name[:3] == "one" {
			opinions[0].Sign = 1
		}
		if got := Combined(opinions); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestBuildAttention(t *testing.T) {
	at := day.Add(5 * time.Hour)
	got := BuildAttention(day, slices.Values([]Attention{
		{Created: at, Comments: 3, Upvotes: 10}, {Created: at.Add(time.Hour), Upvotes: -4},
		{Created: at, Inferred: true, Comments: 1}, {Created: day.Add(-time.Second), Upvotes: 100},
	}))
	want := map[AttentionSlice]AttentionSum{
		{voxpop.GrainDay, day, false}:                {2, 3, 6},
		{voxpop.GrainHour, at, false}:                {1, 3, 10},
		{voxpop.GrainHour, at.Add(time.Hour), false}: {1, 0, -4},
		{voxpop.GrainDay, day, true}:                 {1, 1, 0},
		{voxpop.GrainHour, at, true}:                 {1, 1, 0},
	}
	if len(got) != len(want) {
		t.Errorf("%d cells, want %d", len(got), len(want))
	}
	for s, w := range want {
		if got[s] != w {
			t.Errorf("%+v: %+v, want %+v", s, got[s], w)
		}
	}
}
