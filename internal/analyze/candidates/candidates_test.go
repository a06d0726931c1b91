package candidates

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// frames are sentences about tools, places and things; %s is the name.
var (
	ofTools  = []string{"I switched to %s last week and never looked back.", "Has anybody tried %s with a large project?", "We are using %s for code review now.", "For me %s is better than the rest.", "They compared %s with the others, and %s won."}
	ofPlaces = []string{"The people in %s will not like this law.", "Prices in %s are rising again.", "He moved from %s to the coast with his family.", "The government of %s said nothing about it.", "Nobody who lives in %s would say so."}
	ofThings = []string{"You need more %s for that.", "It has an %s that is fast enough.", "My other %s died, and two %s are too few.", "The %s in it gets hot under load.", "I bought some %s for the office."}
)

// talk has items that name known tools, an unknown one, a place and a thing.
func talk(n int) []Item {
	r := rand.New(rand.NewPCG(1, 2))
	known := []string{"Cursor", "Windsurf", "Copilot"}
	var items []Item
	add := func(frames []string, name string, tools ...string) {
		i := len(items)
		text := "Well, listen to this. So " + strings.ReplaceAll(frames[r.IntN(len(frames))], "%s", name) + " That is what they say."
		items = append(items, Item{
			ID: voxpop.ItemID{Source: "reddit", Native: fmt.Sprintf("t1_%05d", i)}, Community: "ChatGPTCoding", Thread: fmt.Sprint(i / 7), Author: fmt.Sprint("a", i%41),
			Text: text, Created: time.Unix(1_750_000_000+int64(i)*60, 0).UTC(), Tools: tools,
		})
	}
	for i := range n {
		k := known[i%3]
		add(ofTools, k, strings.ToLower(k))
		if i%2 == 0 {
			add(ofTools, []string{"Zapcode", "ZapCode", "zapcode", "Zapcode 2.5", "Zapcode"}[i/2%5])
			add(ofPlaces, "Freedonia")
			add(ofThings, "SSD")
			add(ofPlaces, "ordinary")
		}
	}
	return items
}

func known(name string) bool {
	return slices.Contains([]string{"cursor", "windsurf", "copilot"}, strings.ToLower(name))
}

func TestFind(t *testing.T) {
	items := talk(240)
	got := Find(items, Options{Known: known})
	if len(got) == 0 || got[0].Key != "zapcode" {
		t.Fatalf("proposed: %+v", got)
	}
	c := got[0]
	if c.Name != "Zapcode" || c.Items != 120 || c.Threads < 50 || c.Authors != 41 || c.Communities != 1 || c.Likeness <= 0 || c.First.IsZero() || c.Last.Before(c.First) {
		t.Errorf("%+v", c)
	}
	if len(c.Spellings) != 3 || c.Spellings[0] != "Zapcode" {
		t.Errorf("spellings %q", c.Spellings)
	}
	for _, id := range c.Evidence {
		i := slices.IndexFunc(items, func(i Item) bool { return i.ID == id })
		if !strings.Contains(strings.ToLower(items[i].Text), "zapcode") {
			t.Errorf("evidence %q", items[i].Text)
		}
	}
	for _, c := range got[1:] {
		t.Errorf("%q is proposed: %+v", c.Name, c)
	}
}

func TestThresholds(t *testing.T) {
	items := talk(240)
	for name, o := range map[string]Options{
		"items":   {Known: known, MinItems: 121},
		"authors": {Known: known, MinAuthors: 42},
		"threads": {Known: known, MinThreads: 1000},
		"score":   {Known: known, MinScore: 9},
		"known":   {Known: func(string) bool { return true }},
	} {
		if got := Find(items, o); len(got) > 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := Find(items, Options{Known: known, MinScore: -9, MaxProposed: 1}); len(got) != 1 {
		t.Errorf("%d proposed, want 1", len(got))
	}
}

func TestBeside(t *testing.T) {
	items := talk(240)
	n := 0
	for i := range items {
		if strings.Contains(items[i].Text, "Zapcode") {
			if n++; n%2 == 0 {
				continue
			}
			items[i].Text += " Windsurf too."
			items[i].Tools = []string{"windsurf"}
		}
	}
	c := Find(items, Options{Known: known})[0]
	if c.Besides == 0 || len(c.Beside) != 1 || c.Beside[0] != (Beside{"windsurf", c.Besides}) {
		t.Errorf("beside %+v, %d items with a tool", c.Beside, c.Besides)
	}
}

func TestOfTooManyItemsSomeAreRead(t *testing.T) {
	items := talk(600)
	all := Find(items, Options{Known: known, MinItems: 200})[0]
	some := Find(items, Options{Known: known, MinItems: 200, MaxItems: len(items) / 2})
	if len(some) == 0 || some[0].Key != all.Key || some[0].Items > all.Items*2/3 || some[0].Items < all.Items/3 {
		t.Errorf("of half the items: %+v", some)
	}
}

func TestNamesOfCommunitiesAreNotProposed(t *testing.T) {
	items := talk(240)
	for i := range items {
		items[i].Community = "zapcode"
	}
	if got := Find(items, Options{Known: known}); len(got) > 0 {
		t.Errorf("%+v", got)
	}
}

func TestOrderDoesNotMatter(t *testing.T) {
	items := talk(60)
	want := Find(items, Options{Known: known, MinItems: 10, MinScore: -9})
	again := append(slices.Clone(items), items[:9]...)
	rand.New(rand.NewPCG(3, 4)).Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
	if got := Find(again, Options{Known: known, MinItems: 10, MinScore: -9}); !reflect.DeepEqual(got, want) || len(want) < 2 {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestWithoutVersion(t *testing.T) {
	for in, want := range map[string]string{
		"Qwen": "Qwen", "Qwen2.5": "Qwen", "Qwen 3 Coder": "Qwen", "GPT-4o": "GPT", "Kimi K2": "Kimi", "DeepSeek-R1": "DeepSeek",
		"R1": "", "Q4_K_M": "", "LM Studio": "LM Studio", "GPT4All": "GPT4All", "Devstral-Small-2507": "Devstral-Small",
	} {
		if got := withoutVersion(in); got != want {
			t.Errorf("withoutVersion(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNamesOfAText(t *testing.T) {
	s := &survey{writing: map[string]*writing{}}
	for _, w := range []string{"llama", "scout", "claude", "sonnet", "open", "webui", "llama.cpp"} {
		s.writing[w] = &writing{inside: 9, named: 9}
	}
	for text, want := range map[string]string{
		"we run Llama 4 Scout here":          "Llama",
		"with Claude Sonnet and Open-WebUI.": "Claude* Open-WebUI",
		"the llama.cpp server":               "llama.cpp",
		"Claude, Sonnet":                     "Claude* Sonnet",
		"ordinary words":                     "",
	} {
		items := []Item{{Text: text}}
		one := read(items)
		one.writing = s.writing
		var got []string
		for _, o := range one.names(func(n string) bool { return n == "Claude" }) {
			got = append(got, o.spelling+map[bool]string{true: "*"}[o.known])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: names %q, want %q", text, got, want)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("Zap-Code 3's \xff", "Qwen3-30B-A3B", "ChatGPT")
	f.Add("", "'s", "")
	f.Fuzz(func(t *testing.T, a, b, community string) {
		items := talk(20)
		for i := range items {
			if i%3 == 0 {
				items[i].Text = []string{a + " " + b, items[i].Text + " with " + a + ".", b}[i/3%3]
				items[i].Community = community
			}
		}
		for _, c := range Find(items, Options{Known: known, MinItems: 3, MinScore: -9}) {
			if c.Key == "" || c.Name == "" || c.Items < 3 || len(c.Evidence) == 0 || known(c.Name) {
				t.Fatalf("%+v", c)
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	items := talk(5000)
	b.ReportAllocs()
	for b.Loop() {
		Find(items, Options{Known: known})
	}
}
