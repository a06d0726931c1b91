package aspects

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/voxpop-dev/voxpop"
)

func show(text string, fs []Finding) string {
	var out []string
	runes := []rune(text)
	for _, f := range fs {
		out = append(out, fmt.Sprintf("%s%+d %s", f.Aspect, f.Sign, string(runes[f.Cue.Start:f.Cue.End])))
	}
	return strings.Join(out, "; ")
}

func TestFind(t *testing.T) {
	for text, want := range map[string]string{
		"":                                "",
		"It is expensive.":                "price-1 expensive",
		"It is not expensive.":            "price+1 expensive",
		"It is not only expensive.":       "price-1 expensive",
		"It is less expensive now.":       "price+1 expensive",
		"Way too expensive, but fast.":    "price-1 expensive; speed+1 fast",
		"Is it expensive?":                "price+0 expensive",
		"Why is it so slow?":              "speed-1 slow",
		"The price is ridiculous.":        "price-1 price",
		"The price is great!":             "price+1 price",
		"A price was named.":              "price+0 price",
		"The price is too high.":          "price-1 price",
		"The low latency is nice.":        "speed+1 low latency",
		"The quality dropped.":            "quality-1 quality",
		"No bugs so far.":                 "bugs+1 bugs",
		"It helped me to fix a bug.":      "",
		"It keeps crashing 😡 and hangs.":  "bugs-1 crashing; bugs-1 hangs",
		"Prices crashed last week.":       "price+0 Prices",
		"I hit the limit every day.":      "limits-1 hit the limit",
		"Generous limits.":                "limits+1 Generous limits",
		"The rate limits are strict.":     "limits-1 rate limits",
		"Customer support is terrible.":   "support-1 Customer support",
		"It supports Python.":             "",
		"Feel free to ask.":               "",
		"It runs for free.":               "price+1 free",
		"It is user-friendly.":            "usability+1 user-friendly",
		"A private repo.":                 "",
		"It sends telemetry.":             "privacy-1 telemetry",
		"Dumb question.":                  "",
		"Very useful.":                    "quality+1 useful",
		"A useful thing.":                 "",
		"Stable Diffusion":                "",
		"I am looking for a fast one.":    "speed+0 fast",
		"If it was cheaper I would buy.":  "price+0 cheaper",
		"Reply as fast as possible.":      "",
		"The speed is impressive.":        "speed+1 speed",
		"low hallucination":               "quality+1 hallucination",
		"It is neither smooth or snappy.": "speed-1 snappy",
	} {
		if got := show(text, Find(text)); got != want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
}

// mentions finds the names of made-up tools, as the tools stage would.
func mentions(text string) []voxpop.Mention {
	var out []voxpop.Mention
	for i := range text {
		for _, name := range []string{"Zap", "Quux"} {
			if strings.HasPrefix(text[i:], name) {
				start := utf8.RuneCountInString(text[:i])
				out = append(out, voxpop.Mention{Tool: strings.ToLower(name), Span: voxpop.Span{Start: start, End: start + len(name)}})
			}
		}
	}
	return out
}

func TestAbout(t *testing.T) {
	for text, want := range map[string]string{
		"Zap is expensive.":                               "zap price-1",
		"Zap is cheaper than Quux.":                       "zap price+1; quux price-1",
		"It is so much faster than Quux.":                 "quux speed-1",
		"Zap is as fast as Quux.":                         "zap speed+1; quux speed+1",
		"Zap is not as fast as Quux.":                     "zap speed-1; quux speed+1",
		"Zap is fast, but Quux is buggy.":                 "zap speed+1; quux bugs-1",
		"I tried Zap. It's slow and crashes.":             "zap speed-1; zap bugs-1",
		"I tried Zap. It looks new. It's slow.":           "",
		"I use Zap with fast memory.":                     "",
		"Zap is a fast model.":                            "zap speed+1",
		"the buggy new Zap":                               "",
		"It works perfectly with Zap.":                    "zap bugs+1",
		"Zap is nice, and my neighbours drive slow cars.": "",
		"Nobody is named here, and all is expensive.":     "",
		"«Größe» — Zap ist, well, slow.":                  "zap speed-1",
	} {
		var got []string
		for _, s := range About(text, mentions(text)) {
			got = append(got, fmt.Sprintf("%s %s%+d", s.Tool, s.Aspect, s.Sign))
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%q\n got %s\nwant %s", text, strings.Join(got, "; "), want)
		}
	}
}

func TestInferredMentionsWithoutSpanAreNotLookedAt(t *testing.T) {
	if got := About("It's slow.", []voxpop.Mention{{Tool: "zap", Inferred: true}}); len(got) > 0 {
		t.Errorf("%+v", got)
	}
}

func TestEveryCueIsFound(t *testing.T) {
	aspects := map[Aspect]bool{}
	for _, a := range All() {
		aspects[a] = true
	}
	seen := map[string]Aspect{}
	for _, list := range cues {
		for _, c := range list {
			phrase := strings.Join(c.words, " ")
			if other, twice := seen[phrase]; twice {
				t.Errorf("%q is a cue of %s and of %s", phrase, other, c.aspect)
			}
			seen[phrase] = c.aspect
			if !aspects[c.aspect] {
				t.Errorf("%q is of the unknown aspect %q", phrase, c.aspect)
			}
			text := "so " + phrase
			found := Find(text)
			if len(found) != 1 || found[0].Aspect != c.aspect || found[0].Cue.End-found[0].Cue.Start != len(phrase) {
				t.Errorf("%q is not found as a whole: %s", phrase, show(text, found))
			}
		}
	}
}

func FuzzAbout(f *testing.F) {
	f.Add("Zap isn't slow.\nQuux's «price» is ridiculous\xff?")
	f.Add("as fast as")
	f.Add("than than expensive Zap")
	f.Fuzz(func(t *testing.T, text string) {
		n := utf8.RuneCountInString(text)
		for _, x := range Find(text) {
			if x.Sign < -1 || x.Sign > 1 || x.Cue.Start < x.Clause.Start || x.Cue.End > x.Clause.End || x.Cue.Start >= x.Cue.End || x.Clause.End > n {
				t.Fatalf("%+v in %d code points", x, n)
			}
		}
		About(text, append(mentions(text), voxpop.Mention{Tool: "x", Span: voxpop.Span{Start: -3, End: 1 << 30}}))
	})
}

func BenchmarkAbout(b *testing.B) {
	text := strings.Repeat("I tried Zap for a week and it's slower than Quux, but the price is fine and it never crashed. ", 10)
	m := mentions(text)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		About(text, m)
	}
}
