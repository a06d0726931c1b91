package storetest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// spoken is everything public that says something about tools, read item by item.
func spoken(t tester, s Store, f voxpop.Filter) []voxpop.OpinionItem {
	t.Helper()
	f.Textless = true
	var out []voxpop.OpinionItem
	for cursor := (*voxpop.PageCursor)(nil); ; {
		p, err := s.Items(ctx, f, cursor, 100)
		if err != nil {
			t.Fatalf("items: %v", err)
		}
		var ids []voxpop.ItemID
		for _, it := range p.Items {
			ids = append(ids, it.ID)
		}
		says, err := s.OpinionsOf(ctx, ids)
		if err != nil {
			t.Fatalf("opinions: %v", err)
		}
		for _, it := range p.Items {
			if len(says[it.ID]) > 0 {
				out = append(out, voxpop.OpinionItem{StoredItem: it, Opinions: says[it.ID]})
			}
		}
		if cursor = p.Next; cursor == nil {
			return out
		}
	}
}

// counted is a tally without clusters as a text, so that it can be compared and read.
func counted(t voxpop.Tally) string {
	return fmt.Sprintf("%d items, +%d -%d =%d, sum %d, squares %d", t.Items, t.Positive, t.Negative, t.Neutral, t.Sum, t.SumSq)
}

func count(t *voxpop.Tally, o voxpop.ToolOpinion) {
	t.Items++
	switch o.Score.Label {
	case voxpop.Positive:
		t.Positive++
	case voxpop.Negative:
		t.Negative++
	default:
		t.Neutral++
	}
	m := voxpop.Myriad(o.Score.Compound)
	t.Sum += m
	t.SumSq += m * m
}

// bruteForce compares every number of the store with one counted item by item.
func bruteForce(t tester, s Store, slugs []string, f voxpop.ToolFilter) {
	t.Helper()
	homes := map[string][]string{}
	for _, slug := range slugs {
		homes[slug] = stored(t, s, slug).Home
	}
	sums, engagement := map[string]*voxpop.Tally{}, map[string]*voxpop.ToolEngagement{}
	communities, hours := map[string]*voxpop.Tally{}, map[string]*voxpop.Tally{}
	authors := map[string]map[string]int64{}
	listed := map[string][]string{}
	posts := map[string][]voxpop.OpinionItem{}
	for _, it := range spoken(t, s, f.Filter) {
		place := it.ID.Source + "/" + strings.ToLower(it.Community)
		for _, o := range it.Opinions {
			if !slices.Contains(slugs, o.Tool) || f.Named && o.Inferred || f.Away && slices.Contains(homes[o.Tool], place) {
				continue
			}
			count(at2(sums, o.Tool), o)
			count(at2(communities, o.Tool+" "+place), o)
			count(at2(hours, o.Tool+" "+it.Created.Truncate(time.Hour).Format(time.RFC3339)), o)
			e := at2(engagement, o.Tool)
			e.Tool, e.Mentions, e.Comments, e.Upvotes = o.Tool, e.Mentions+1, e.Comments+it.Comments, e.Upvotes+it.Upvotes
			if it.Author != "" {
				if authors[o.Tool] == nil {
					authors[o.Tool] = map[string]int64{}
				}
				authors[o.Tool][it.Author]++
			}
			if it.State == voxpop.StateLive {
				listed[o.Tool] = append(listed[o.Tool], it.ID.Native)
				if it.Kind == voxpop.KindPost {
					posts[o.Tool] = append(posts[o.Tool], it)
				}
			}
		}
	}
	f.Tools = slugs
	got := toolTally(t, s, f)
	equal(t, "tally", texts(sums, counted), values(got, counted))
	equal(t, "rows", texts(sums, counted), texts(rowsAdded(t, s.CountedMentions(ctx, f)), counted))
	for slug, sum := range got {
		if n := sum.Threads.N; sumOf(n[:]) != sum.Items || sumOf(sum.Authors.N[:]) != sum.Items {
			t.Errorf("clusters of %s do not add up to %d", slug, sum.Items)
		}
	}
	counts, err := s.ToolCounts(ctx, f)
	equal(t, fmt.Sprint("counts ", err), texts(sums, counted), values(counts, counted))
	byCommunity, err := s.ToolCommunities(ctx, f)
	flat := map[string]string{}
	for slug, list := range byCommunity {
		for _, c := range list {
			place := c.Source + "/" + strings.ToLower(c.Community)
			flat[slug+" "+place] = counted(c.Tally)
			if c.Home != slices.Contains(homes[slug], place) {
				t.Errorf("%s of %s: home %v", place, slug, c.Home)
			}
		}
	}
	equal(t, fmt.Sprint("communities ", err), texts(communities, counted), flat)
	series, err := s.ToolSeries(ctx, f, voxpop.GrainHour)
	flat = map[string]string{}
	for slug, points := range series {
		for _, p := range points {
			flat[slug+" "+p.Start.Format(time.RFC3339)] = counted(p.Tally)
		}
	}
	equal(t, fmt.Sprint("series ", err), texts(hours, counted), flat)
	for _, slug := range slugs {
		one := f
		one.Tools = []string{slug}
		want := slices.Sorted(slices.Values(listed[slug]))
		if shown := slices.Sorted(slices.Values(toolItems(t, s, one, voxpop.NegativeFirst, 3))); !slices.Equal(shown, want) && got[slug].Items > 0 {
			t.Errorf("items of %s: %v, want %v", slug, shown, want)
		}
		comparePosts(t, s, one, posts[slug])
	}
	compareRelations(t, s, f)
	if f.Kind != "" {
		return
	}
	attention, err := s.Engagement(ctx, f)
	flat = map[string]string{}
	for _, e := range attention {
		flat[e.Tool] = fmt.Sprint(e)
	}
	equal(t, fmt.Sprint("engagement ", err), texts(engagement, func(e voxpop.ToolEngagement) string { return fmt.Sprint(e) }), flat)
	if f.From.IsZero() && f.To.IsZero() {
		compareAuthors(t, s, f, authors)
	}
}

// comparePosts compares the order of the posts that mention a tool, and that of its pages.
func comparePosts(t tester, s Store, f voxpop.ToolFilter, posts []voxpop.OpinionItem) {
	t.Helper()
	engagement := func(it voxpop.OpinionItem) int64 { return 2*it.Comments + it.Upvotes }
	slices.SortFunc(posts, func(a, b voxpop.OpinionItem) int {
		return cmp.Or(cmp.Compare(engagement(b), engagement(a)), b.Created.Compare(a.Created), cmp.Compare(b.RowID, a.RowID))
	})
	var want, got []string
	for _, it := range posts {
		want = append(want, it.ID.Native)
	}
	for offset := 0; offset == 0 || offset < len(posts); offset += 2 {
		page, total, err := s.ToolPosts(ctx, f, voxpop.EngagementFirst, offset, 2)
		if err != nil || total != len(posts) {
			t.Errorf("posts of %s: %d in all, want %d, %v", f.Tools[0], total, len(posts), err)
			return
		}
		for _, it := range page {
			got = append(got, it.ID.Native)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("posts of %s: %v, want %v", f.Tools[0], got, want)
	}
}

// compareRelations counts the ledger of relations one by one.
func compareRelations(t tester, s Store, f voxpop.ToolFilter) {
	t.Helper()
	for _, kind := range []voxpop.RelationKind{voxpop.Prefers, voxpop.Switched} {
		want, got := map[string]string{}, map[string]string{}
		items := map[string]int{}
		for cursor := (*voxpop.OpinionCursor)(nil); ; {
			p, err := s.Relations(ctx, kind, f, cursor, 50)
			if err != nil {
				t.Fatalf("relations: %v", err)
			}
			for _, r := range p.Items {
				items[r.From+" "+r.To]++
			}
			if cursor = p.Next; cursor == nil {
				break
			}
		}
		for pair, n := range items {
			want[pair] = fmt.Sprint(n)
		}
		counts, err := s.RelationCounts(ctx, kind, f, 2)
		for _, c := range counts {
			got[c.From+" "+c.To] = fmt.Sprint(c.Items)
			if c.Authors < 0 || c.Authors > c.Items || len(c.Evidence) != int(min(2, c.Items)) {
				t.Errorf("%s: %+v", kind, c)
			}
		}
		equal(t, fmt.Sprint(kind, " ", err), want, got)
	}
}

// compareAuthors knows authors of live items only; tombstones keep a hash of theirs.
func compareAuthors(t tester, s Store, f voxpop.ToolFilter, authors map[string]map[string]int64) {
	t.Helper()
	got, err := s.AuthorTallies(ctx, f)
	if err != nil {
		t.Fatalf("authors: %v", err)
	}
	for slug, by := range authors {
		most := slices.MaxFunc(slices.Collect(maps.Values(by)), cmp.Compare[int64])
		if a := got[slug]; a.Authors < int64(len(by)) || a.Most < most || a.MostTen < a.Most || a.Mentions < a.MostTen || a.SumSq < a.Mentions {
			t.Errorf("authors of %s: %+v, want at least %v", slug, a, by)
		}
	}
}

func at2[K comparable, V any](m map[K]*V, k K) *V {
	if m[k] == nil {
		m[k] = new(V)
	}
	return m[k]
}

func texts[V any](m map[string]*V, text func(V) string) map[string]string {
	out := map[string]string{}
	for k, v := range m {
		out[k] = text(*v)
	}
	return out
}

func values[V any](m map[string]V, text func(V) string) map[string]string {
	out := map[string]string{}
	for k, v := range m {
		out[k] = text(v)
	}
	return out
}

func equal(t tester, what string, want, got map[string]string) {
	t.Helper()
	if maps.Equal(want, got) {
		return
	}
	for k, v := range want {
		if got[k] != v {
			t.Errorf("%s: %s is %q, counted one by one %q", what, k, got[k], v)
		}
	}
	for k, v := range got {
		if _, known := want[k]; !known {
			t.Errorf("%s: %s is %q, counted one by one there is none", what, k, v)
		}
	}
}

func sumOf(n []int32) (sum int64) {
	for _, v := range n {
		sum += int64(v)
	}
	return sum
}
