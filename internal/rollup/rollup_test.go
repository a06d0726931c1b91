package rollup

import (
	"slices"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"pgregory.net/rapid"
)

var day = time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)

func genRow(t *rapid.T) Row {
	compound := rapid.Int64Range(-10000, 10000).Draw(t, "compound")
	return Row{
		Kind:     rapid.SampledFrom([]voxpop.Kind{voxpop.KindPost, voxpop.KindComment}).Draw(t, "kind"),
		Created:  day.Add(time.Duration(rapid.IntRange(0, 24*3600-1).Draw(t, "second")) * time.Second),
		Thread:   rapid.StringMatching(`t3_[a-z0-9]{1,6}`).Draw(t, "thread"),
		Author:   rapid.SampledFrom([]string{"", "a", "b", "c"}).Draw(t, "author"),
		Counted:  rapid.Bool().Draw(t, "counted"),
		Scored:   rapid.Bool().Draw(t, "scored"),
		Label:    voxpop.LabelOf(float64(compound) / 10000),
		Compound: compound,
	}
}

// Hours add up to the day and kinds to both kinds, clusters included, in any order of rows.
func TestBuildAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(genRow), 0, 60).Draw(t, "rows")
		cells := Build(day, slices.Values(rows))
		shuffled := rapid.Permutation(rows).Draw(t, "shuffled")
		again := Build(day, slices.Values(shuffled))
		for _, kind := range []voxpop.Kind{"", voxpop.KindPost, voxpop.KindComment} {
			var hours voxpop.Tally
			for s, c := range cells {
				if s.Grain == voxpop.GrainHour && s.Kind == kind {
					hours.Add(c)
				}
			}
			whole := cells[Slice{voxpop.GrainDay, day, kind}]
			if whole == nil {
				whole = &voxpop.Tally{}
			}
			if hours != *whole {
				t.Fatalf("kind %q: hours %+v, day %+v", kind, hours, *whole)
			}
		}
		if len(again) != len(cells) {
			t.Fatalf("order changed the number of cells: %d, %d", len(cells), len(again))
		}
		for s, c := range cells {
			if *again[s] != *c {
				t.Fatalf("order changed %+v", s)
			}
		}
	})
}

func TestBuildCounts(t *testing.T) {
	at := day.Add(5 * time.Hour)
	rows := []Row{
		{Kind: voxpop.KindPost, Created: at, Thread: "t3_a", Author: "x", Counted: true, Scored: true, Label: voxpop.Positive, Compound: 5000},
		{Kind: voxpop.KindComment, Created: at, Thread: "t3_a", Author: "y", Counted: true, Scored: true, Label: voxpop.Negative, Compound: -2500},
		{Kind: voxpop.KindComment, Created: at, Thread: "t3_a", Counted: true},                 // not scored yet
		{Kind: voxpop.KindComment, Created: at, Thread: "t3_a", Scored: true, Compound: 9000},  // a bot
		{Kind: voxpop.KindPost, Created: day.AddDate(0, 0, 1), Thread: "t3_b", Counted: true},  // another day
		{Kind: voxpop.KindPost, Created: day.Add(-time.Second), Thread: "t3_c", Counted: true}, // another day
	}
	got := Build(day, slices.Values(rows))[Slice{voxpop.GrainDay, day, ""}]
	if got.Items != 4 || got.Excluded != 1 || got.Positive != 1 || got.Negative != 1 || got.Neutral != 0 || got.Unscored() != 1 {
		t.Errorf("counts: %+v", got)
	}
	if got.Sum != 2500 || got.SumSq != 25_000_000+6_250_000 {
		t.Errorf("sums: %d %d", got.Sum, got.SumSq)
	}
	b := bucket("t3_a")
	if got.Threads.N[b] != 2 || got.Threads.Sum[b] != 0 {
		t.Errorf("thread bucket: n %d sum %d", got.Threads.N[b], got.Threads.Sum[b])
	}
}

// The bucket of a key is part of the stored data.
func TestBucketIsFixed(t *testing.T) {
	for key, want := range map[string]int{"t3_a": 32, "t3_1lmtlgp": 44} {
		if got := bucket(key); got != want {
			t.Errorf("bucket(%q) = %d, want %d", key, got, want)
		}
	}
	var n [voxpop.Buckets]int
	for i := range 6400 {
		n[bucket("t3_1"+string(rune('a'+i%26))+string(rune('a'+i/26%26))+string(rune('0'+i/676)))]++
	}
	for i, c := range n {
		if c < 50 || c > 170 {
			t.Errorf("bucket %d holds %d of 6400 keys", i, c)
		}
	}
}

func TestClusterRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var c, back voxpop.Cluster
		for range rapid.IntRange(0, 80).Draw(t, "n") {
			b, n := rapid.IntRange(0, voxpop.Buckets-1).Draw(t, "b"), rapid.Int32Range(0, 200).Draw(t, "items")
			c.N[b] += n
			c.Sum[b] += rapid.Int32Range(-n, n).Draw(t, "sum")
		}
		if err := DecodeCluster(EncodeCluster(&c), &back); err != nil || back != c {
			t.Fatalf("err %v, got %+v, want %+v", err, back, c)
		}
	})
}

func FuzzDecodeCluster(f *testing.F) {
	var c voxpop.Cluster
	add(&c, 3, -1)
	f.Add(EncodeCluster(&c))
	f.Add([]byte{64, 1, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		var c voxpop.Cluster
		_ = DecodeCluster(b, &c)
	})
}
