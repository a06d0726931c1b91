package ask

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

func say(items *[]DriverItem, n, sign int, text string) {
	for range n {
		*items = append(*items, DriverItem{ID: fmt.Sprint("reddit/", len(*items)), Tokens: strings.Fields(text), Sign: sign})
	}
}

func TestExplain(t *testing.T) {
	var a, b []DriverItem
	for _, s := range []*[]DriverItem{&a, &b} {
		say(s, 200, 1, "works well")
		say(s, 200, -1, "is slow")
	}
	say(&b, 100, -1, "rate limit")
	d := Explain(a, b, 3, nil)
	if *d.NetA != 0 || *d.NetB != -20 || *d.Difference != -20 || len(d.Bars) != 1 {
		t.Fatalf("%+v", d)
	}
	bar := d.Bars[0]
	if bar.Phrase != "rate limit" || bar.Points != -20 || bar.Frequency != -20 || !bar.Sure || bar.A.Share != 0 || bar.A.Net != nil || bar.B.Share != 20 || *bar.B.Net != -100 || bar.B.Items[0] != "reddit/400" {
		t.Errorf("%+v", bar)
	}
	if *d.Rest != 0 || d.RestA != 400 || d.RestB != 400 {
		t.Errorf("%+v", d)
	}
	if d := Explain(nil, b, 3, nil); d.NetA != nil || d.Difference != nil || *d.NetB != -20 || len(d.Bars) != 0 || d.Rest != nil {
		t.Errorf("against nothing: %+v", d)
	}
}

// Bars and rest sum to the difference, which is that of the nets.
func TestExplainAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var sides [2][]DriverItem
		for i := range sides {
			for range rapid.IntRange(1, 12).Draw(t, "groups") {
				text := rapid.SampledFrom([]string{"good tab", "bad tab", "rate limit", "slow", "fast tab"}).Draw(t, "text")
				say(&sides[i], rapid.IntRange(1, 30).Draw(t, "n"), rapid.IntRange(-1, 1).Draw(t, "sign"), text)
			}
		}
		d := Explain(sides[0], sides[1], 10, nil)
		sum := *d.Rest
		for _, b := range d.Bars {
			sum += b.Points
		}
		if math.Abs(sum-*d.Difference) > 0.1 || math.Abs(*d.NetB-*d.NetA-*d.Difference) > 0.011 {
			t.Fatalf("%v is not %v: %+v", sum, *d.Difference, d)
		}
	})
}

func TestJudged(t *testing.T) {
	ids := make([]voxpop.ItemID, 5)
	for i := range ids {
		ids[i] = voxpop.ItemID{Source: "x", Native: fmt.Sprint(i)}
	}
	findings := [][]Finding{
		{{"price", -1}, {"price", -1}, {"speed", 1}}, {{"price", 1}, {"price", -1}}, nil, {{"price", -1}}, {{"speed", 1}, {"other", 1}},
	}
	out := Judged([]string{"speed", "price", "bugs"}, ids, findings, 1)
	if len(out) != 2 || out[0].Name != "speed" || out[0].Positive != 2 || *out[0].Net != 100 || len(out[0].Praise) != 1 {
		t.Fatalf("%+v", out)
	}
	if p := out[1]; p.Total != 3 || p.Negative != 2 || p.Neutral != 1 || *p.Net != -66.67 || !p.Small || p.Blame[0] != ids[0] || p.Undecided[0] != ids[1] || p.Praise != nil {
		t.Errorf("%+v", p)
	}
	if out := Judged([]string{"price"}, nil, nil, 1); out == nil || len(out) > 0 {
		t.Error("of no items, no aspects")
	}
}

func TestHide(t *testing.T) {
	names := [][]string{{"claude"}, {"claude", "code"}, {"cursor"}, {}}
	for text, want := range map[string]string{
		"": "", "claude code is slow": "|is slow", "claude is code": "|is code", "than cursor": "than|", "code claude code claude": "code||", "my precursor": "my precursor",
	} {
		var got string
		for _, token := range NamesOf(names).Hide(strings.Fields(text)) {
			switch {
			case token == "":
				got = strings.TrimSuffix(got, " ") + "|"
			default:
				got += token + " "
			}
		}
		if got = strings.TrimSuffix(got, " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
