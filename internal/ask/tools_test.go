package ask

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/stats"
)

// talk is a community with so many positive and negative mentions, each in a thread of its own as far as there are buckets.
func talk(community string, home bool, positive, negative int) voxpop.CommunityTally {
	c := voxpop.CommunityTally{Source: "reddit", Community: community, Home: home}
	for i := range positive + negative {
		sign := int32(1)
		if i >= positive {
			sign = -1
		}
		c.Items++
		c.Sum += int64(sign) * 5000
		g := i * 27 % voxpop.Buckets
		c.Threads.N[g]++
		c.Threads.Sum[g] += sign
		c.Authors.N[g]++
		c.Authors.Sum[g] += sign
	}
	c.Positive, c.Negative = int64(positive), int64(negative)
	return c
}

func TestTalkAndItsParts(t *testing.T) {
	both := []voxpop.CommunityTally{talk("Cursor", true, 6, 2), talk("coding", false, 1, 3)}
	all, home := Talk(both)
	if all.Scored() != 12 || home.Scored() != 8 || home.Positive != 6 {
		t.Fatalf("%+v %+v", all, home)
	}
	away := both[1].Tally
	if Without(all, home) != away || len(Away(both)) != 1 || Away(both)[0].Community != "coding" {
		t.Error("what is left is not what is away")
	}
}

func TestPercent(t *testing.T) {
	e := Estimated(&voxpop.Tally{Items: 3, Positive: 1, Neutral: 2})
	p, n, u := e.Percent()
	if *p != 33.33 || *n != 0 || *u != 66.67 {
		t.Errorf("%v %v %v", *p, *n, *u)
	}
	none := Estimated(&voxpop.Tally{})
	if p, n, u := none.Percent(); p != nil || n != nil || u != nil {
		t.Error("shares of nothing")
	}
}

func TestChanged(t *testing.T) {
	before := []voxpop.CommunityTally{talk("a", false, 100, 100)}
	after := []voxpop.CommunityTally{talk("A", false, 180, 20)}
	c := ChangedBy(before, after)
	if *c.Points != 80 || c.Verdict != stats.Higher || *c.P > 0.001 || *c.Low > 80 || *c.High < 80 || *c.Mix != 0 || *c.Within != 80 {
		t.Errorf("%+v", c)
	}
	if c := ChangedBy(nil, after); c.Points != nil || c.Verdict != stats.TooLittleData || c.Mix != nil || c.P != nil {
		t.Errorf("from nothing: %+v", c)
	}
}

func TestMoves(t *testing.T) {
	total := func(positive, negative int) voxpop.Tally { return talk("a", false, positive, negative).Tally }
	before := map[string]voxpop.Tally{"up": total(100, 100), "still": total(100, 100), "few": total(4, 0), "gone": total(9, 9)}
	after := map[string]voxpop.Tally{"up": total(180, 20), "still": total(101, 99), "few": total(0, 4), "new": total(9, 9)}
	moves, n := Moves(Known{}, before, after, 10)
	if n != 3 || len(moves) != 3 || moves[0].Tool != "up" || !moves[0].Significant || moves[1].Tool != "few" || moves[1].Significant || moves[2].Significant {
		t.Fatalf("%+v", moves)
	}
	if moves[1].Adjusted != nil || moves[1].Verdict != stats.TooLittleData || *moves[1].Points != -200 || *moves[0].Adjusted > 0.05 {
		t.Errorf("%+v", moves[:2])
	}
	if few, n := Moves(Known{}, before, after, 1); n != 3 || len(few) != 1 || few[0].Tool != "up" {
		t.Errorf("%d, %+v", n, few)
	}
	if m, n := Moves(Known{}, nil, nil, 10); m == nil || len(m)+n > 0 {
		t.Error("no tools, no list")
	}
	up := moves[0]
	up.Split([]voxpop.CommunityTally{talk("a", false, 100, 100)}, []voxpop.CommunityTally{talk("a", false, 180, 20)})
	if up.Mix == nil || *up.Mix != 0 || *up.Within != *up.Points {
		t.Errorf("one community cannot mix: %+v", up.Change)
	}
}

func TestCompareInWords(t *testing.T) {
	friendly := Contender{Name: "Cursor", Communities: []voxpop.CommunityTally{talk("x", false, 150, 50), talk("y", false, 90, 10), talk("home", true, 500, 0)}}
	harsh := Contender{Name: "Claude Code", Communities: []voxpop.CommunityTally{talk("X", false, 50, 150), talk("y", false, 10, 90)}}
	for _, test := range []struct {
		name   string
		tools  []Contender
		engine *stats.EngineError
		want   string
	}{
		{"unknown engine", []Contender{friendly, harsh}, nil, "Cursor is 130.0 points above Claude Code in 2 equally weighted communities (95 % interval "},
		{"unknown engine says so", []Contender{friendly, harsh}, nil, "; no verdict: sampling error only."},
		{"turned", []Contender{harsh, friendly}, nil, "Claude Code is 130.0 points below Cursor"},
		{"measured engine", []Contender{friendly, harsh}, &stats.EngineError{SD: 0.02, Tools: 20}, "points above Claude Code"},
		{"alike", []Contender{friendly, friendly}, &stats.EngineError{SD: 0.02, Tools: 20}, "; not distinguishable."},
		{"nothing in common", []Contender{friendly, {Name: "Bard", Communities: []voxpop.CommunityTally{talk("z", false, 9, 9)}}}, nil, "Cursor and Bard cannot be compared"},
		{"one in common", []Contender{friendly, {Name: "Bard", Communities: []voxpop.CommunityTally{talk("x", false, 9, 9)}}}, nil, "in 1 community that talks about all of them"},
	} {
		d := Compare(test.tools, test.engine).Deltas[0]
		if !strings.Contains(d.Words, test.want) {
			t.Errorf("%s: %q lacks %q", test.name, d.Words, test.want)
		}
		if (d.Verdict == stats.NoVerdict) != (d.P == nil && d.Net != nil) {
			t.Errorf("%s: %+v", test.name, d)
		}
	}
	if d := Compare([]Contender{friendly, harsh}, &stats.EngineError{SD: 0.02, Tools: 20}).Deltas[0]; d.Verdict != stats.Higher || *d.Low <= 0 || *d.Positive != 65 || *d.Compound != 0.65 {
		t.Errorf("%+v", d)
	}
}

func TestCompareMirrors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) Contender {
			c := Contender{Name: name}
			for _, community := range []string{"x", "y", "z"} {
				c.Communities = append(c.Communities, talk(community, false, rapid.IntRange(0, 40).Draw(t, "positive"), rapid.IntRange(0, 40).Draw(t, "negative")))
			}
			return c
		}
		a, b := draw("A"), draw("B")
		there, back := Compare([]Contender{a, b}, nil), Compare([]Contender{b, a}, nil)
		d, e := there.Deltas[0], back.Deltas[0]
		if (d.Net == nil) != (len(there.Communities) == 0) {
			t.Fatalf("%+v", d)
		}
		if d.Net == nil {
			return
		}
		near := func(x, y float64) bool { return x-y < 0.011 && y-x < 0.011 }
		if !near(*d.Net, -*e.Net) || !near(*d.Low, -*e.High) || !near(*d.Net, there.Standards[0].Net-there.Standards[1].Net) || *d.Low > *d.Net || *d.Net > *d.High {
			t.Fatalf("%v %v: %v…%v and %v", *d.Net, *e.Net, *d.Low, *d.High, there.Standards)
		}
	})
}

func count(kind voxpop.RelationKind, from, to string, n int64) voxpop.RelationCount {
	return voxpop.RelationCount{Kind: kind, From: from, To: to, Items: n, Evidence: []voxpop.ItemID{{Source: "reddit", Native: from + to}}}
}

func TestPreferences(t *testing.T) {
	counts := []voxpop.RelationCount{
		count(voxpop.Prefers, "a", "b", 3), count(voxpop.Prefers, "b", "a", 7), count(voxpop.Prefers, "c", "a", 40),
		count(voxpop.Prefers, "a", "a", 9), count(voxpop.Switched, "a", "b", 9),
	}
	p := Preferences(counts, nil)
	if len(p) != 2 || p[0].Winner != "a" || p[0].Loser != "c" || p[0].Small || p[0].Share != 100 || p[0].High != 100 || p[0].Low < 90 {
		t.Fatalf("%+v", p)
	}
	if q := p[1]; q.Winner != "a" || q.Wins != 7 || q.Losses != 3 || q.Share != 70 || !q.Small || q.For[0].Native != "ba" || q.Against[0].Native != "ab" {
		t.Errorf("%+v", q)
	}
	// Wilson, 7 of 10: 39.68 to 89.22 (Newcombe's method 3).
	if q := p[1]; q.Low != 39.68 || q.High != 89.22 {
		t.Errorf("interval %v to %v", q.Low, q.High)
	}
	if p := Preferences(counts, []string{"a", "b"}); len(p) != 1 || p[0].Loser != "b" {
		t.Errorf("among: %+v", p)
	}
}

func TestFlows(t *testing.T) {
	flows, balances := Flows([]voxpop.RelationCount{count(voxpop.Switched, "a", "b", 2), count(voxpop.Switched, "c", "b", 5), count(voxpop.Switched, "b", "a", 1), count(voxpop.Prefers, "a", "b", 9)})
	if len(flows) != 3 || flows[0].From != "c" || flows[2].Items != 1 {
		t.Fatalf("%+v", flows)
	}
	if fmt.Sprint(balances) != "[{b 7 1} {a 1 2} {c 0 5}]" || balances[0].Net() != 6 {
		t.Errorf("%+v", balances)
	}
}

// What one tool gains another loses.
func TestFlowsBalance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tool := rapid.SampledFrom([]string{"a", "b", "c"})
		var counts []voxpop.RelationCount
		for range rapid.IntRange(0, 8).Draw(t, "flows") {
			counts = append(counts, count(voxpop.Switched, tool.Draw(t, "from"), tool.Draw(t, "to"), rapid.Int64Range(1, 50).Draw(t, "n")))
		}
		_, balances := Flows(counts)
		var sum int64
		for _, b := range balances {
			sum += b.Net()
		}
		if sum != 0 {
			t.Fatalf("%+v", balances)
		}
	})
}

func TestHeard(t *testing.T) {
	v := Heard(&voxpop.AuthorTally{Authors: 3, Mentions: 10, Most: 8, MostTen: 10, SumSq: 66})
	if v.Distinct != 3 || *v.Top != 80 || *v.Top10 != 100 || *v.Effective != 1.5 {
		t.Errorf("%+v", v)
	}
	if v := Heard(&voxpop.AuthorTally{}); v.Top != nil || v.Effective != nil {
		t.Errorf("of nobody: %+v", v)
	}
}

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("word ", 60)
	for text, want := range map[string]string{
		"":                           "",
		"  short \n\n and sweet  ":   "short and sweet",
		"One. Two! " + long + "end.": "One. Two!",
		"A sentence of words, e.g. this one, " + strings.Repeat("goes on, ", 10) + "until here. " + long: "A sentence of words, e.g. this one, " + strings.TrimSpace(strings.Repeat("goes on, ", 10)) + " until here.",
		"It is (cf. J. Doe) fine. it is good. " + long:                                                   "It is (cf. J. Doe) fine. it is good.",
		"He said \"never.\" (Really.) " + long:                                                           `He said "never." (Really.)`,
		strings.Repeat("on and ", 50) + "out. And more":                                                  strings.Repeat("on and ", 50) + "out.",
	} {
		if got := Excerpt(text); got != want {
			t.Errorf("Excerpt(%q)\n got %q\nwant %q", text, got, want)
		}
	}
}

func TestExcerptProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOfN(rapid.RuneFrom([]rune("ab A.!?\n\"é😀")), 0, 2000, -1)).Draw(t, "text")
		whole := strings.Join(strings.Fields(text), " ")
		got := Excerpt(text)
		n := utf8.RuneCountInString(got)
		body, cut := strings.CutSuffix(got, "…")
		switch {
		case n > excerptMost:
			t.Fatalf("%d characters", n)
		case got == whole:
		case !strings.HasPrefix(whole, got) && !(cut && strings.HasPrefix(whole, body)):
			t.Fatalf("%q does not begin %q", got, whole)
		case utf8.RuneCountInString(whole) <= excerptUsual:
			t.Fatalf("a short text was cut: %q", got)
		case n < excerptLeast && strings.Count(got, ".")+strings.Count(got, "!")+strings.Count(got, "?")+strings.Count(got, "…") < 2:
			t.Fatalf("too short: %q", got)
		}
	})
}

func TestHot(t *testing.T) {
	hot := Hot([]voxpop.ToolEngagement{{Tool: "two", Mentions: 2, Upvotes: 9000}, {Tool: "b", Mentions: 3, Comments: 5}, {Tool: "a", Mentions: 4}, {Tool: "c", Mentions: 3, Upvotes: 100}}, 2)
	if len(hot) != 2 || hot[0].Tool != "c" || hot[0].Engagement() != 130 || hot[1].Tool != "a" {
		t.Errorf("%+v", hot)
	}
	if e := ItemEngagement(&voxpop.Item{Comments: 4, Upvotes: -3}); e != 15 {
		t.Errorf("engagement %d", e)
	}
}

func TestRising(t *testing.T) {
	post := func(id string, velocity float64, age int) voxpop.RisingPost {
		p := voxpop.RisingPost{Velocity: velocity}
		p.ID, p.Created = voxpop.ItemID{Source: "reddit", Native: id}, noon.Add(-time.Duration(age)*time.Hour)
		return p
	}
	var ids string
	for _, p := range Rising([]voxpop.RisingPost{post("slow", 1, 0), post("old", 5, 9), post("new", 5, 1), post("b", 5, 9)}) {
		ids += p.ID.Native + " "
	}
	if ids != "new b old slow " {
		t.Error(ids)
	}
}

func TestBranches(t *testing.T) {
	comment := func(id, parent string) voxpop.OpinionItem {
		var c voxpop.OpinionItem
		c.ID, c.ParentID = voxpop.ItemID{Source: "reddit", Native: id}, parent
		return c
	}
	thread := []voxpop.OpinionItem{comment("a", "post"), comment("b", "post"), comment("a1", "a"), comment("x", "missing"), comment("a2", "a"), comment("a11", "a1"), comment("r1", "r2"), comment("r2", "r1")}
	var got string
	for _, b := range Branches(thread) {
		got += fmt.Sprintf("%s%d ", thread[b.Index].ID.Native, b.Depth)
	}
	if got != "a1 a12 a113 a22 b1 x1 r11 r22 " {
		t.Error(got)
	}
}

func TestJudgeSteps(t *testing.T) {
	h := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }
	ledger := []voxpop.LedgerEntry{entry(voxpop.Complete, "", -20, -6, -6), entry(voxpop.Gap, voxpop.KindComment, -6, -5, -5), entry(voxpop.Complete, "", -5, 0, 0)}
	steps := Series(nil, voxpop.Window{From: h(-8), To: h(-2)}, voxpop.GrainHour, noon)
	places := []Place{{Source: "reddit", Community: "cursor"}}
	verdicts := JudgeSteps(ledger, places, steps, noon, time.Hour)
	for i, s := range steps {
		w := voxpop.Window{From: s.Start, To: s.End}
		if want := Judge(ledger, places[0], w, noon, time.Hour); verdicts[i] != want {
			t.Errorf("%v: %s, want %s", s.Start, verdicts[i], want)
		}
	}
	if verdicts[2] != voxpop.Gap || verdicts[0] != voxpop.Complete {
		t.Errorf("%v", verdicts)
	}
	if v := JudgeSteps(ledger, append(places, Place{Source: "reddit", Community: "other"}), steps, noon, time.Hour); v[0] != voxpop.Unknown {
		t.Errorf("with a community that nothing is known of: %v", v)
	}
}

func TestTypical(t *testing.T) {
	s := voxpop.Sample{}
	for i, compound := range []float64{0.9, 0.1, 0.4, 0.5, -0.3, 0.6} {
		sign := 1
		if compound < 0 {
			sign = -1
		}
		s.Items = append(s.Items, voxpop.SampledItem{RowID: int64(i), Compound: compound, Sign: sign})
	}
	if got := Typical(&s, 1, 2); len(got) != 2 || got[0].RowID != 3 || got[1].RowID != 2 && got[1].RowID != 5 {
		t.Errorf("%+v", got)
	}
	if got := Typical(&s, 0, 2); got != nil {
		t.Errorf("of a side without items: %v", got)
	}
}

func TestOneVoiceEach(t *testing.T) {
	var items []voxpop.OpinionItem
	for _, author := range []string{"ann", "ann", "", "", "bob", "cid"} {
		var i voxpop.OpinionItem
		i.Author = author
		items = append(items, i)
	}
	var got string
	for _, i := range OneVoiceEach(items, 4) {
		got += i.Author + ","
	}
	if got != "ann,,,bob," {
		t.Error(got)
	}
}
