package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// talking is a store in which two tools are talked about in several communities and ways.
func talking(t *testing.T, s Store) {
	t.Helper()
	create(t, s, home(tool("a", "a"), "reddit/cursor"), tool("b", "b"))
	put(t, s,
		post("t3_1", body("a is good"), upvotes(10), comments(4)),
		post("t3_2", body("it is bad")), // inferred
		post("t3_3", body("a- b+ b+>a-"), in("claude"), at(noon.Add(time.Hour))),
		post("t3_4", body("b=>a good"), in("claude"), at(noon.AddDate(0, 0, -1))),
		comment("t1_5", "t3_3", body("a here"), in("claude"), at(noon.Add(2*time.Hour))),
		comment("t1_6", "t3_3", body("nothing"), in("claude"), at(noon.Add(3*time.Hour))),
		post("t3_7", body("spam a"), in("claude")),
	)
	settle(t, s, engineA)
}

func comments(n int64) func(*voxpop.Item) { return func(it *voxpop.Item) { it.Comments = n } }

func one(slug string, change ...func(*voxpop.ToolFilter)) voxpop.ToolFilter {
	f := voxpop.ToolFilter{Tools: []string{slug}}
	for _, c := range change {
		c(&f)
	}
	return f
}

func labelled(l voxpop.Label) func(*voxpop.ToolFilter) {
	return func(f *voxpop.ToolFilter) { f.Label = l }
}

// opinionSheets are the stored cells of opinions.
func opinionSheets(t *testing.T, s Store) []string {
	t.Helper()
	return slices.DeleteFunc(dumpTable(t, s, "tool_sheets", nil), func(row string) bool { return !strings.Contains(row, "family=opinions") })
}

var opinionTests = map[string]func(*testing.T, Store){
	"Numbers": func(t *testing.T, s Store) {
		talking(t, s)
		for name, f := range map[string]voxpop.ToolFilter{
			"all": {}, "named": {Named: true}, "away from home": {Away: true}, "claude": {Filter: voxpop.Filter{Community: "Claude"}},
			"comments": {Filter: voxpop.Filter{Kind: voxpop.KindComment}}, "reddit": {Filter: voxpop.Filter{Source: "reddit"}, Named: true, Away: true},
			"hours": {Filter: voxpop.Filter{Window: voxpop.Window{From: noon, To: noon.Add(2 * time.Hour)}}},
		} {
			t.Log(name)
			bruteForce(t, s, []string{"a", "b"}, f)
		}
		got := toolTally(t, s, voxpop.ToolFilter{})
		if got["a"].Items != 5 || got["a"].Positive != 2 || got["a"].Negative != 2 || got["b"].Items != 2 {
			t.Errorf("%+v", got)
		}
		if got := toolTally(t, s, voxpop.ToolFilter{Named: true, Away: true}); got["a"].Items != 3 {
			t.Errorf("%+v", got)
		}
		e, err := s.Engagement(ctx, voxpop.ToolFilter{Filter: voxpop.Filter{Window: voxpop.Window{From: noon, To: noon.Add(time.Hour)}}})
		if err != nil || len(e) != 1 || e[0] != (voxpop.ToolEngagement{Tool: "a", Mentions: 2, Comments: 4, Upvotes: 15}) || e[0].Engagement() != 43 {
			t.Errorf("%+v, %v", e, err)
		}
		days, err := s.ToolSeries(ctx, one("a"), voxpop.GrainDay)
		if err != nil || len(days["a"]) != 2 || !days["a"][0].Start.Equal(noon.AddDate(0, 0, -1).Truncate(24*time.Hour)) || days["a"][1].Items != 4 {
			t.Errorf("%+v, %v", days, err)
		}
	},
	"UpvotesRefreshEngagementOnly": func(t *testing.T, s Store) {
		talking(t, s)
		cells := opinionSheets(t, s)
		put(t, s, post("t3_1", body("a is good"), upvotes(100), comments(50), observed(later)), post("t3_2", body("it is bad"), upvotes(7), observed(later)),
			comment("t1_6", "t3_3", body("nothing"), in("claude"), at(noon.Add(3*time.Hour)), upvotes(70), observed(later.Add(time.Hour))))
		if n := lifeCount(t, s, "SELECT COUNT(*) FROM dirty"); n != 0 {
			t.Errorf("%d days are marked", n)
		}
		if n := lifeCount(t, s, "SELECT COUNT(*) FROM dirty_engagement"); n != 1 {
			t.Errorf("%d days of engagement are marked, want that of what mentions a tool", n)
		}
		lifeExpectClean(t, s)
		settle(t, s, engineA)
		if e, err := s.Engagement(ctx, one("a")); err != nil || e[0].Upvotes != 100+7+5+5+5 || e[0].Comments != 50 {
			t.Errorf("%+v, %v", e, err)
		}
		if !slices.Equal(cells, opinionSheets(t, s)) {
			t.Error("cells of sentiment changed")
		}
		lifeExpectClean(t, s)
	},
	"Lists": func(t *testing.T, s Store) {
		talking(t, s)
		for name, c := range map[string]struct {
			f     voxpop.ToolFilter
			order voxpop.ItemOrder
			want  string
		}{
			"newest":         {one("a"), voxpop.NewestFirst, "[t1_5 t3_3 t3_2 t3_1 t3_4]"},
			"best first":     {one("a"), voxpop.PositiveFirst, "[t3_1 t3_4 t1_5 t3_2 t3_3]"},
			"worst first":    {one("a"), voxpop.NegativeFirst, "[t3_3 t3_2 t1_5 t3_1 t3_4]"},
			"positive":       {one("a", labelled(voxpop.Positive)), voxpop.NewestFirst, "[t3_1 t3_4]"},
			"named, away":    {voxpop.ToolFilter{Tools: []string{"a"}, Named: true, Away: true}, voxpop.NewestFirst, "[t1_5 t3_3 t3_4]"},
			"posts":          {voxpop.ToolFilter{Tools: []string{"a"}, Filter: voxpop.Filter{Kind: voxpop.KindPost, Community: "claude"}}, voxpop.NewestFirst, "[t3_3 t3_4]"},
			"before an hour": {voxpop.ToolFilter{Tools: []string{"a"}, Filter: voxpop.Filter{Window: voxpop.Window{To: noon}}}, voxpop.NewestFirst, "[t3_4]"},
		} {
			for _, page := range []int{1, 2, 10} {
				if got := fmt.Sprint(toolItems(t, s, c.f, c.order, page)); got != c.want {
					t.Errorf("%s by %d: %s, want %s", name, page, got, c.want)
				}
			}
		}
		p, err := s.ToolItems(ctx, one("a", labelled(voxpop.Negative)), voxpop.NegativeFirst, nil, 1)
		if err != nil {
			t.Fatal(err)
		}
		says := p.Items[0].Opinions
		if len(says) != 2 || says[0].Tool != "a" || says[0].Score.Compound != -0.7 || says[0].Score.Label != voxpop.Negative || says[0].Score.Engine != engineA ||
			says[0].Score.Confidence != 0.5 || len(says[0].Mentions) != 2 || says[0].Mentions[0].Alias != "a" || says[0].Mentions[0].Span != (voxpop.Span{Start: 3, End: 4}) || says[0].Inferred {
			t.Errorf("%+v", says)
		}
		for _, err := range []error{
			func() error { _, err := s.ToolItems(ctx, voxpop.ToolFilter{}, voxpop.NewestFirst, nil, 5); return err }(),
			func() error { _, err := s.ToolItems(ctx, one("a"), "best", nil, 5); return err }(),
			func() error {
				_, err := s.ToolItems(ctx, one("a", labelled("great")), voxpop.NewestFirst, nil, 5)
				return err
			}(),
			func() error { _, err := s.ToolSeries(ctx, one("a"), "minute"); return err }(),
			func() error { _, err := s.RelationCounts(ctx, "hates", one("a"), 1); return err }(),
		} {
			if !errors.Is(err, voxpop.ErrInvalid) {
				t.Errorf("%v", err)
			}
		}
		if _, err := s.ToolTally(ctx, one("nope")); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("%v", err)
		}
	},
	"PostsByEngagement": func(t *testing.T, s Store) {
		talking(t, s)
		names := func(f voxpop.ToolFilter, order voxpop.ItemOrder, offset, limit int) string {
			items, total, err := s.ToolPosts(ctx, f, order, offset, limit)
			out := []string{}
			for _, it := range items {
				out = append(out, it.ID.Native)
			}
			return fmt.Sprint(out, " of ", total, " ", err)
		}
		put(t, s, post("t3_4", body("b=>a good"), in("claude"), at(noon.AddDate(0, 0, -1)), upvotes(900), comments(1), observed(later)))
		settle(t, s, engineA)
		for name, c := range map[string][2]string{
			"all":       {names(one("a"), voxpop.EngagementFirst, 0, 10), "[t3_4 t3_1 t3_3 t3_2] of 4 <nil>"},
			"a page":    {names(one("a"), voxpop.EngagementFirst, 1, 2), "[t3_1 t3_3] of 4 <nil>"},
			"beyond":    {names(one("a"), voxpop.EngagementFirst, 9, 2), "[] of 4 <nil>"},
			"newest":    {names(one("a"), voxpop.NewestFirst, 0, 10), "[t3_3 t3_2 t3_1 t3_4] of 4 <nil>"},
			"named":     {names(voxpop.ToolFilter{Tools: []string{"a"}, Named: true, Away: true}, voxpop.EngagementFirst, 0, 10), "[t3_4 t3_3] of 2 <nil>"},
			"in a time": {names(voxpop.ToolFilter{Tools: []string{"a"}, Filter: voxpop.Filter{Window: voxpop.Window{To: noon}}}, voxpop.EngagementFirst, 0, 10), "[t3_4] of 1 <nil>"},
			"comments":  {names(voxpop.ToolFilter{Tools: []string{"a"}, Filter: voxpop.Filter{Kind: voxpop.KindComment}}, voxpop.EngagementFirst, 0, 10), "[] of 0 <nil>"},
		} {
			if c[0] != c[1] {
				t.Errorf("%s: %s, want %s", name, c[0], c[1])
			}
		}
		for _, order := range []voxpop.ItemOrder{voxpop.PositiveFirst, ""} {
			if _, _, err := s.ToolPosts(ctx, one("a"), order, 0, 1); !errors.Is(err, voxpop.ErrInvalid) {
				t.Errorf("order %q: %v", order, err)
			}
		}
		if _, err := s.Expire(ctx, time.Now().Add(time.Hour), 100); err != nil {
			t.Fatal(err)
		}
		settle(t, s, engineA)
		if got := names(one("a"), voxpop.EngagementFirst, 0, 10); got != "[] of 0 <nil>" {
			t.Errorf("without text: %s", got)
		}
	},
	"EditedTextLosesItsMentions": func(t *testing.T, s Store) {
		talking(t, s)
		put(t, s, post("t3_1", body("c is good"), observed(later)), post("t3_3", body("b only"), in("claude"), at(noon.Add(time.Hour)), observed(later.Add(time.Hour))))
		if got := toolItems(t, s, one("a"), voxpop.NewestFirst, 10); slices.Contains(got, "t3_1") || slices.Contains(got, "t3_3") {
			t.Errorf("what was said before the edit is shown: %v", got)
		}
		settle(t, s, engineA)
		lifeExpectClean(t, s)
		if got := toolTally(t, s, voxpop.ToolFilter{}); got["a"].Items != 3 || got["b"].Items != 2 {
			t.Errorf("%+v", got)
		}
		if r, err := s.RelationCounts(ctx, voxpop.Prefers, voxpop.ToolFilter{}, 5); err != nil || len(r) != 0 {
			t.Errorf("%+v, %v", r, err)
		}
	},
	"GoneTextsKeepTheirOpinions": func(t *testing.T, s Store) {
		talking(t, s)
		before := toolTally(t, s, voxpop.ToolFilter{})
		if _, err := s.Expire(ctx, time.Now().Add(time.Hour), 100); err != nil {
			t.Fatal(err)
		}
		settle(t, s, engineA)
		if after := toolTally(t, s, voxpop.ToolFilter{}); after["a"] != before["a"] || after["b"] != before["b"] {
			t.Errorf("%+v, was %+v", after, before)
		}
		if got := toolItems(t, s, one("a"), voxpop.NewestFirst, 10); len(got) != 0 {
			t.Errorf("listed without text: %v", got)
		}
		bruteForce(t, s, []string{"a", "b"}, voxpop.ToolFilter{})
		lifeExpectClean(t, s)
		if r, err := s.RelationCounts(ctx, voxpop.Switched, voxpop.ToolFilter{}, 5); err != nil || len(r) != 1 {
			t.Errorf("%+v, %v", r, err)
		}
	},
	"Relations": func(t *testing.T, s Store) {
		talking(t, s)
		put(t, s, post("t3_8", body("b>a and b>a"), at(noon.Add(4*time.Hour))), post("t3_9", body("a>b"), at(noon.Add(5*time.Hour))))
		settle(t, s, engineA)
		counts, err := s.RelationCounts(ctx, voxpop.Prefers, voxpop.ToolFilter{}, 1)
		if got := fmt.Sprint(counts, err); got != "[{prefers a b 2 1 [reddit/t3_8]} {prefers b a 1 1 [reddit/t3_9]}] <nil>" {
			t.Error(got)
		}
		counts, err = s.RelationCounts(ctx, voxpop.Switched, one("a"), 3)
		if got := fmt.Sprint(counts, err); got != "[{switched b a 1 1 [reddit/t3_4]}] <nil>" {
			t.Error(got)
		}
		var got []string
		for cursor := (*voxpop.OpinionCursor)(nil); ; {
			p, err := s.Relations(ctx, voxpop.Prefers, voxpop.ToolFilter{}, cursor, 1)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range p.Items {
				got = append(got, fmt.Sprint(r.Item.Native, " ", r.From, " ", r.To, " ", r.Community, " ", r.Span))
			}
			if cursor = p.Next; cursor == nil {
				break
			}
		}
		if fmt.Sprint(got) != "[t3_9 b a Cursor {3 4} t3_8 a b Cursor {3 4} t3_3 a b claude {5 6}]" {
			t.Error(got)
		}
		m := merge(t, s, "a", "b")
		settle(t, s, engineA)
		if counts, err = s.RelationCounts(ctx, voxpop.Prefers, voxpop.ToolFilter{}, 1); err != nil || len(counts) != 0 {
			t.Errorf("a tool over itself: %+v, %v", counts, err)
		}
		if _, err := s.UndoMerge(ctx, m.ID, byAdmin); err != nil {
			t.Fatal(err)
		}
		settle(t, s, engineA)
		if counts, err = s.RelationCounts(ctx, voxpop.Prefers, voxpop.ToolFilter{}, 1); err != nil || len(counts) != 2 {
			t.Errorf("undone: %+v, %v", counts, err)
		}
	},
	"Trending": func(t *testing.T, s Store) {
		talking(t, s)
		seen := func(native string, created, when time.Time, up, answers int64) {
			put(t, s, post(native, body("a"), at(created), observed(when), upvotes(up), comments(answers)))
		}
		start := noon.Add(-3 * time.Hour)
		seen("t3_fast", start, noon, 10, 0)
		seen("t3_fast", start, noon.Add(30*time.Minute), 20, 5) // 20 in half an hour
		seen("t3_slow", start, noon, 10, 0)
		seen("t3_slow", start, noon.Add(time.Hour), 13, 0)
		seen("t3_old", start.AddDate(0, 0, -1), noon, 0, 0)
		seen("t3_old", start.AddDate(0, 0, -1), noon.Add(time.Hour), 40, 0) // 40 an hour, halved
		seen("t3_sinking", start, noon, 10, 0)
		seen("t3_sinking", start, noon.Add(time.Hour), 5, 0)
		seen("t3_ancient", start.AddDate(0, 0, -8), noon, 10, 0)
		seen("t3_ancient", start.AddDate(0, 0, -8), noon.Add(time.Hour), 9999, 0)
		settle(t, s, engineA)
		got, err := s.Trending(ctx, voxpop.Filter{Window: voxpop.Window{To: start}}, 5)
		if err != nil || len(got) != 1 {
			t.Errorf("the end is not in the window: %+v, %v", got, err)
		}
		got, err = s.Trending(ctx, voxpop.Filter{Window: voxpop.Window{To: start.Add(time.Second)}}, 5)
		if err != nil || len(got) != 3 || got[0].ID.Native != "t3_fast" || got[1].ID.Native != "t3_old" || got[2].ID.Native != "t3_slow" {
			t.Fatalf("%+v, %v", got, err)
		}
		if f := got[0]; f.GainedUpvotes != 10 || f.GainedComments != 5 || f.Between != 30*time.Minute || f.Velocity < 39.9 || f.Velocity > 40 || len(f.Opinions) != 1 {
			t.Errorf("%+v", f)
		}
		if got[1].Velocity < 19.9 || got[1].Velocity > 20 {
			t.Errorf("%v", got[1].Velocity)
		}
		if got, err = s.Trending(ctx, voxpop.Filter{Community: "claude", Window: voxpop.Window{To: later}}, 5); err != nil || len(got) != 0 {
			t.Errorf("%+v, %v", got, err)
		}
	},
	"Thread": func(t *testing.T, s Store) {
		talking(t, s)
		th, err := s.Thread(ctx, id("t3_3"), 1)
		if err != nil || th.Post.ID.Native != "t3_3" || len(th.Post.Opinions) != 2 || len(th.Comments) != 1 || th.Comments[0].ID.Native != "t1_5" || !th.More {
			t.Errorf("%+v, %v", th, err)
		}
		if th, err = s.Thread(ctx, id("t3_3"), 2); err != nil || len(th.Comments) != 2 || th.More {
			t.Errorf("%+v, %v", th, err)
		}
		if _, err = s.Thread(ctx, id("t3_nope"), 2); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("%v", err)
		}
	},
	"Sample": func(t *testing.T, s Store) {
		create(t, s, tool("a", "a"))
		for n := range 12 {
			put(t, s, post(fmt.Sprint("t3_", n), body([]string{"a is good", "a- is good", "nothing bad"}[n%3])))
		}
		settle(t, s, engineA)
		all, err := s.Sample(ctx, one("a"), 100)
		if err != nil || all.Of != 8 || len(all.Items) != 8 || all.Items[0].Body != "" {
			t.Fatalf("%+v, %v", all, err)
		}
		texts, err := s.SampleTexts(ctx, all.Items)
		if err != nil || len(texts) != 8 || texts[0].Body == "" || texts[0].RowID != all.Items[0].RowID || texts[7].ID.Native == "" {
			t.Fatalf("%+v, %v", texts, err)
		}
		few, err := s.Sample(ctx, one("a"), 3)
		if err != nil || few.Of != 8 || !slices.Equal(few.Items, all.Items[:3]) {
			t.Errorf("%+v is not the begin of %+v, %v", few, all, err)
		}
		bad, err := s.Sample(ctx, one("a", labelled(voxpop.Negative)), 100)
		if err != nil || bad.Of != 4 || bad.Items[0].Sign != -1 || bad.Items[0].Compound != -0.7 {
			t.Errorf("%+v, %v", bad, err)
		}
		whole, err := s.Sample(ctx, voxpop.ToolFilter{}, 100)
		if err != nil || whole.Of != 12 {
			t.Errorf("%+v, %v", whole, err)
		}
		seen := map[int64]bool{}
		for _, it := range whole.Items {
			seen[it.RowID] = true
		}
		if len(seen) != 12 {
			t.Errorf("%d different items", len(seen))
		}
		rest, err := s.Sample(ctx, voxpop.ToolFilter{Without: "a"}, 100)
		if err != nil || rest.Of != 4 || len(rest.Items) != 4 {
			t.Errorf("without a: %+v, %v", rest, err)
		}
		if _, err := s.Sample(ctx, voxpop.ToolFilter{Tools: []string{"a", "a"}}, 1); !errors.Is(err, voxpop.ErrInvalid) {
			t.Errorf("two tools: %v", err)
		}
		put(t, s, post(texts[0].ID.Native, body("a is something else"), observed(later)), post(texts[1].ID.Native, state(voxpop.StateDeleted), observed(later)))
		if left, err := s.SampleTexts(ctx, all.Items); err != nil || len(left) != 6 {
			t.Errorf("%d texts are left, want those that are as they were; %v", len(left), err)
		}
		settle(t, s, engineA)
		if now, err := s.Sample(ctx, one("a"), 100); err != nil || now.Of != 8 || len(now.Items) != 7 {
			t.Errorf("%+v, %v", now, err)
		}
	},
	"MatchPreview": func(t *testing.T, s Store) {
		talking(t, s)
		natives := func(searches, home []string, w voxpop.Window, limit int) string {
			items, reached, err := s.MatchPreview(ctx, searches, home, w, limit)
			out := []string{}
			for _, it := range items {
				out = append(out, it.ID.Native)
			}
			if !reached.IsZero() {
				out = append(out, "and more")
			}
			return fmt.Sprint(out, err)
		}
		for name, c := range map[string][2]string{
			"by words":       {natives([]string{"b", "nothing"}, nil, voxpop.Window{}, 10), "[t1_6 t3_3 t3_4] <nil>"},
			"newest":         {natives([]string{"b", "nothing"}, nil, voxpop.Window{}, 2), "[t1_6 t3_3 and more] <nil>"},
			"with a home":    {natives([]string{"b"}, []string{"reddit/cursor"}, voxpop.Window{}, 10), "[t3_3 t3_1 t3_2 t3_4] <nil>"},
			"in a window":    {natives([]string{"b"}, nil, voxpop.Window{From: noon}, 10), "[t3_3] <nil>"},
			"no such things": {natives([]string{"zzz"}, []string{"reddit/zzz"}, voxpop.Window{}, 10), "[] <nil>"},
		} {
			if c[0] != c[1] {
				t.Errorf("%s: %s, want %s", name, c[0], c[1])
			}
		}
		if _, _, err := s.MatchPreview(ctx, []string{"-b"}, nil, voxpop.Window{}, 10); !errors.Is(err, voxpop.ErrInvalid) {
			t.Errorf("%v", err)
		}
	},
}
