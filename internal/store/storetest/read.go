package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// spread stores posts and comments of two communities and two sources over nine days, three hours apart.
func spread(t tester, s Store) []voxpop.Item {
	t.Helper()
	var items []voxpop.Item
	for n := range 72 {
		it := post(fmt.Sprintf("t3_%02d", n), at(noon.Add(time.Duration(3*n)*time.Hour+17*time.Minute)), func(it *voxpop.Item) {
			it.Body = []string{"good", "bad", "neither", "spam"}[n%4]
			it.Community = []string{"Cursor", "Claude"}[n%2]
			it.ThreadID, it.Author = fmt.Sprint("t3_", n%5), fmt.Sprint("author", n%7)
			if n%3 > 0 {
				it.Kind, it.ParentID = voxpop.KindComment, it.ThreadID
			}
			if n%8 == 0 {
				it.ID.Source = "forum"
			}
		})
		items = append(items, it)
	}
	for _, source := range []string{"reddit", "forum"} {
		put(t, s, slices.Collect(func(yield func(voxpop.Item) bool) {
			for _, it := range items {
				if it.ID.Source == source && !yield(it) {
					return
				}
			}
		})...)
	}
	catchUp(t, s)
	return items
}

// expected counts the items of a filter by the rules of the suite's engine A.
func expected(items []voxpop.Item, f voxpop.Filter) (sum voxpop.Tally) {
	for _, it := range items {
		if f.Source != "" && it.ID.Source != f.Source || f.Community != "" && it.Community != f.Community || f.Kind != "" && it.Kind != f.Kind ||
			!f.From.IsZero() && it.Created.Before(f.From) || !f.To.IsZero() && !it.Created.Before(f.To) {
			continue
		}
		sum.Items++
		switch {
		case has(it.Body, "spam"):
			sum.Excluded++
		case has(it.Body, "good"):
			sum.Positive, sum.Sum, sum.SumSq = sum.Positive+1, sum.Sum+6123, sum.SumSq+6123*6123
		case has(it.Body, "bad"):
			sum.Negative, sum.Sum, sum.SumSq = sum.Negative+1, sum.Sum-6001, sum.SumSq+6001*6001
		default:
			sum.Neutral++
		}
	}
	return sum
}

// plain is a tally without its clusters.
func plain(t voxpop.Tally) voxpop.Tally {
	t.Threads, t.Authors = voxpop.Cluster{}, voxpop.Cluster{}
	return t
}

func clusterSums(c voxpop.Cluster) (n, sum int64) {
	for i := range c.N {
		n, sum = n+int64(c.N[i]), sum+int64(c.Sum[i])
	}
	return n, sum
}

// windows are the windows over spread that meet days in every way.
var windows = []voxpop.Window{
	{}, {From: noon.AddDate(0, 0, 2)}, {To: noon.AddDate(0, 0, 5)},
	{From: noon.AddDate(0, 0, 1), To: noon.AddDate(0, 0, 1).Add(6 * time.Hour)},
	{From: noon.Add(12 * time.Hour), To: noon.Add(60 * time.Hour)},
	{From: noon.Add(5 * time.Hour), To: noon.Add(20 * time.Hour)},
	{From: noon.Add(5 * time.Hour), To: noon.Add(101 * time.Hour)},
	{From: noon.Add(50 * time.Hour), To: noon.Add(50 * time.Hour)},
}

func filters() []voxpop.Filter {
	var out []voxpop.Filter
	for _, w := range windows {
		for _, source := range []string{"", "reddit", "forum"} {
			for _, community := range []string{"", "Cursor"} {
				for _, kind := range []voxpop.Kind{"", voxpop.KindPost, voxpop.KindComment} {
					out = append(out, voxpop.Filter{Window: w, Source: source, Community: community, Kind: kind})
				}
			}
		}
	}
	return out
}

var readTests = map[string]func(*testing.T, Store){
	"TallyOfEveryFilter": func(t *testing.T, s Store) {
		items := spread(t, s)
		for _, f := range filters() {
			got, want := tally(t, s, f), expected(items, f)
			if plain(got) != want {
				t.Errorf("%+v:\ngot  %+v\nwant %+v", f, plain(got), want)
			}
			for name, c := range map[string]voxpop.Cluster{"threads": got.Threads, "authors": got.Authors} {
				if n, sum := clusterSums(c); n != got.Scored() || sum != got.Positive-got.Negative {
					t.Errorf("%+v: %s cover %d items with sum %d, the tally has %d with %d", f, name, n, sum, got.Scored(), got.Positive-got.Negative)
				}
			}
		}
	},
	"CommunityWithoutCase": func(t *testing.T, s Store) {
		spread(t, s)
		if a, b := tally(t, s, voxpop.Filter{Community: "CURSOR"}), tally(t, s, voxpop.Filter{Community: "Cursor"}); a != b || a.Items == 0 {
			t.Errorf("%+v, %+v", a, b)
		}
		unknown := voxpop.Filter{Community: "nowhere"}
		if _, err := s.Tally(ctx, unknown); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("tally: %v", err)
		}
		if _, err := s.Series(ctx, unknown, voxpop.GrainDay); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("series: %v", err)
		}
		if _, err := s.Items(ctx, unknown, nil, 5); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("items: %v", err)
		}
		if _, err := s.Items(ctx, voxpop.Filter{Community: "Claude", Source: "feed"}, nil, 5); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("community of another source: %v", err)
		}
	},
	"SeriesOfEveryGrain": func(t *testing.T, s Store) {
		items := spread(t, s)
		for _, g := range []voxpop.Grain{voxpop.GrainHour, voxpop.GrainDay, voxpop.GrainWeek} {
			for _, f := range filters() {
				points, err := s.Series(ctx, f, g)
				if err != nil {
					t.Fatal(err)
				}
				var sum voxpop.Tally
				last := time.Time{}
				for _, p := range points {
					if !p.Start.After(last) || !g.Truncate(p.Start).Equal(p.Start) || p.Items == 0 {
						t.Errorf("%s of %+v: point at %v after %v with %d items", g, f, p.Start, last, p.Items)
					}
					last = p.Start
					sum.Add(&p.Tally)
					step := voxpop.Filter{Window: voxpop.Window{From: p.Start, To: g.Next(p.Start)}, Source: f.Source, Community: f.Community, Kind: f.Kind}
					if f.From.After(step.From) {
						step.From = f.From
					}
					if !f.To.IsZero() && f.To.Before(step.To) {
						step.To = f.To
					}
					if want := expected(items, step); plain(p.Tally) != want {
						t.Errorf("%s at %v: %+v, want %+v", g, p.Start, plain(p.Tally), want)
					}
				}
				if sum != tally(t, s, f) {
					t.Errorf("%s of %+v: the points do not add up to the tally", g, f)
				}
			}
		}
		if _, err := s.Series(ctx, voxpop.Filter{}, "year"); !errors.Is(err, voxpop.ErrInvalid) {
			t.Errorf("grain year: %v", err)
		}
	},
	"ItemsOfEveryFilter": func(t *testing.T, s Store) {
		items := spread(t, s)
		newest := slices.Clone(items)
		slices.Reverse(newest)
		for _, f := range filters() {
			var want []string
			for _, it := range newest {
				if expected([]voxpop.Item{it}, f).Items == 1 {
					want = append(want, it.ID.Native)
				}
			}
			if got := list(t, s, f, 7); !slices.Equal(got, want) {
				t.Errorf("%+v:\ngot  %v\nwant %v", f, got, want)
			}
		}
		for label, n := range map[voxpop.Label]int{voxpop.Positive: 18, voxpop.Negative: 18, voxpop.Neutral: 18} {
			if got := list(t, s, voxpop.Filter{Label: label}, 5); len(got) != n {
				t.Errorf("%s: %d items", label, len(got))
			}
		}
		if got := list(t, s, voxpop.Filter{Author: "AUTHOR3"}, 4); len(got) != 10 {
			t.Errorf("by author: %v", got)
		}
		if got := list(t, s, voxpop.Filter{Author: "author3", Source: "forum"}, 4); !slices.Equal(got, []string{"t3_24"}) {
			t.Errorf("by author of a source: %v", got)
		}
		for _, f := range []voxpop.Filter{{Label: "great"}, {Kind: "story"}} {
			if _, err := s.Items(ctx, f, nil, 5); !errors.Is(err, voxpop.ErrInvalid) {
				t.Errorf("%+v: %v", f, err)
			}
		}
		if _, err := s.Items(ctx, voxpop.Filter{}, nil, 0); !errors.Is(err, voxpop.ErrInvalid) {
			t.Errorf("page of 0: %v", err)
		}
	},
	"TiesInOneSecond": func(t *testing.T, s Store) {
		var want []string
		for n := range 9 {
			want = append(want, fmt.Sprint("t3_", n))
		}
		for _, n := range []int{4, 8, 0, 2, 6, 1, 7, 5, 3} {
			put(t, s, post(want[n]))
		}
		catchUp(t, s)
		for page := 1; page < 10; page++ {
			for _, f := range []voxpop.Filter{{}, {Query: "good"}} {
				if got := list(t, s, f, page); !slices.Equal(got, want) {
					t.Errorf("pages of %d of %+v: %v", page, f, got)
				}
			}
		}
	},
	"ItemNotFound": func(t *testing.T, s Store) {
		if _, err := s.Item(ctx, id("t3_none")); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("%v", err)
		}
	},
	"Ledger": func(t *testing.T, s Store) {
		n := int64(12)
		entry := func(community string, kind voxpop.Kind, from time.Time, c voxpop.Continuity) voxpop.LedgerEntry {
			return voxpop.LedgerEntry{Source: "reddit", Community: community, Kind: kind, From: from, To: from.Add(time.Hour), Continuity: c, Recorded: from}
		}
		first := entry("Cursor", "", noon, voxpop.Complete)
		first.Expected, first.Received, first.Reason = &n, 11, "one is missing"
		putBatch(t, s, voxpop.Batch{Ledger: []voxpop.LedgerEntry{
			first, entry("Claude", voxpop.KindPost, later, voxpop.Unknown), entry("", "", later.Add(time.Hour), voxpop.Gap),
		}})
		for name, c := range map[string]struct {
			f    voxpop.Filter
			want int
		}{
			"all": {voxpop.Filter{}, 3}, "source": {voxpop.Filter{Source: "feed"}, 0}, "community": {voxpop.Filter{Community: "CURSOR"}, 2},
			"kind": {voxpop.Filter{Kind: voxpop.KindComment}, 2}, "from": {voxpop.Filter{Window: voxpop.Window{From: later}}, 2},
			"to": {voxpop.Filter{Window: voxpop.Window{To: later}}, 1},
		} {
			if got, err := s.Ledger(ctx, c.f, 10); err != nil || len(got) != c.want {
				t.Errorf("%s: %d entries, %v", name, len(got), err)
			}
		}
		got, err := s.Ledger(ctx, voxpop.Filter{Community: "cursor", Window: voxpop.Window{To: later}}, 1)
		if err != nil || len(got) != 1 {
			t.Fatal(got, err)
		}
		if e := got[0]; e.Expected == nil || *e.Expected != 12 || e.Received != 11 || e.Reason != first.Reason || !e.From.Equal(noon) || !e.Recorded.Equal(noon) {
			t.Errorf("%+v", e)
		}
	},
	"Export": func(t *testing.T, s Store) {
		items := spread(t, s)
		put(t, s, post("t3_gone", at(noon.Add(time.Hour)), state(voxpop.StateDeleted)))
		catchUp(t, s)
		f := voxpop.Filter{Window: voxpop.Window{From: noon.AddDate(0, 0, 2), To: noon.AddDate(0, 0, 6)}, Community: "Claude"}
		var got []voxpop.Item
		for it, err := range s.ExportItems(ctx, f) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, it.Item)
		}
		var want []voxpop.Item
		for _, it := range items {
			if expected([]voxpop.Item{it}, f).Items == 1 {
				want = append(want, it)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("exported %d items, want %d", len(got), len(want))
		}
		all := 0
		for range s.ExportItems(ctx, voxpop.Filter{Textless: true}) {
			all++
		}
		if all != 73 {
			t.Errorf("exported %d with tombstones", all)
		}
		for range s.ExportItems(ctx, voxpop.Filter{}) {
			break // stopping early is no error
		}
		var days voxpop.Tally
		for c, err := range s.ExportCells(ctx, f) {
			if err != nil {
				t.Fatal(err)
			}
			if c.Community != "Claude" || c.Start.Before(f.From) || !c.Start.Before(f.To) || c.Engine != engineA {
				t.Fatalf("cell %+v", c)
			}
			if c.Grain == voxpop.GrainHour && c.Kind == "" {
				days.Add(&c.Tally)
			}
		}
		if days != tally(t, s, f) {
			t.Errorf("exported hour cells do not add up to the tally")
		}
		for _, err := range s.ExportCells(ctx, voxpop.Filter{Community: "nowhere"}) {
			if !errors.Is(err, voxpop.ErrNotFound) {
				t.Errorf("unknown community: %v", err)
			}
		}
		for range s.ExportCells(ctx, voxpop.Filter{}) {
			break
		}
	},
	"ExportCellsInOrder": func(t *testing.T, s Store) {
		items := spread(t, s)
		var sums, last voxpop.Cell
		families := map[string]bool{}
		for c, err := range s.ExportCells(ctx, voxpop.Filter{}) {
			if err != nil {
				t.Fatal(err)
			}
			if c.Start.Before(last.Start) {
				t.Errorf("%v after %v", c.Start, last.Start)
			}
			last = c
			families[fmt.Sprint(c.Source, c.Community, c.Kind)] = true
			if c.Grain == voxpop.GrainDay && c.Community == "" && c.Kind == "" {
				sums.Add(&c.Tally)
			}
		}
		if plain(sums.Tally) != expected(items, voxpop.Filter{}) {
			t.Errorf("the days of whole sources add up to %+v", plain(sums.Tally))
		}
		// Two sources, reddit with both communities and forum with one, each with posts, comments and both.
		if len(families) != 3*5 {
			t.Errorf("families %v", families)
		}
	},
	"PingAndSize": func(t *testing.T, s Store) {
		if err := s.Ping(ctx); err != nil {
			t.Error(err)
		}
		if n, err := s.Size(ctx); err != nil || n < 1000 {
			t.Errorf("%d bytes, %v", n, err)
		}
	},
}
