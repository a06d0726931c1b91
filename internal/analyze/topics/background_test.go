package topics

import (
	"strings"
	"testing"
)

// A part in which every item names one tool, too small to tell subjects from chatter by itself.
func part(items []Item, n int) []Item {
	var out []Item
	for i := range items {
		if len(out) < n && i%13 < 2 {
			items[i].Text = "Using Zapcode: " + items[i].Text
			items[i].Thread = "" // seldom two of one thread
			out = append(out, items[i])
		}
	}
	return out
}

func TestSmallPartWithBackground(t *testing.T) {
	all := talk(8, 4000)
	r := Find(part(all, 70), nil, Options{Names: []string{"Zapcode"}, Background: Learn(all, 0)})
	found := 0
	for subject := range subjects {
		if themeOf(r, subject) != nil {
			found++
		}
	}
	if found < 3 {
		t.Errorf("themes of a small part: %q", labels(r))
	}
	for _, label := range labels(r) {
		if strings.Contains(label, "Zapcode") {
			t.Errorf("a theme is labelled %q", label)
		}
	}
}

func TestBackgroundDecidesWhatIsTopical(t *testing.T) {
	items := talk(9, 600)
	for i := range items {
		if i%8 == 1 {
			items[i].Text += " They have the answer to the riddle."
		}
	}
	if r := Find(items, nil, Options{}); themeOf(r, "answer") != nil {
		t.Errorf("what is strewn at random is a theme: %q", labels(r))
	}
	b := &Background{terms: map[string]known{"answer": {topical: 1.2, items: 600}}, tokens: 1_000_000, least: 4}
	if r := Find(items, nil, Options{Background: b}); themeOf(r, "answer") == nil {
		t.Errorf("the background is not asked: %q", labels(r))
	}
}

func TestBackgroundRaisesWhatIsFrequentInAPart(t *testing.T) {
	b := &Background{terms: map[string]known{"usual": {items: 100}, "keyed": {items: 100}}, tokens: 100_000, least: 4}
	terms := []term{
		{key: "usual", places: make([]place, 10)},
		{key: "keyed", places: make([]place, 200)},
		{key: "fresh", places: make([]place, 5)},
	}
	b.apply(terms, 50_000)
	if terms[0].topical != 0 || terms[1].topical < 0.8 || terms[1].topical > mostKeyed || terms[2].topical <= 0 || terms[2].topical >= terms[1].topical {
		t.Errorf("topicality: as usual %v, four times as usual %v, not known %v", terms[0].topical, terms[1].topical, terms[2].topical)
	}
}

func TestEmptyTerms(t *testing.T) {
	texts := []string{"we use Cursor or Windsurf with Claude Code and MCP", "using Cursor 2 as chain of thought"}
	c := read([]Item{{Text: texts[0]}, {Text: texts[1]}}, nil)
	s := &space{corpus: c, ignored: map[string]bool{"cursor": true}, naming: map[string]bool{"cursor": true}}
	for text, want := range map[string]bool{"cursor": true, "cursor or windsurf": true, "using cursor": true, "cursor 2": false, "chain of thought": false, "mcp": false, "claude code and mcp": true} {
		var ws []int32
		for _, w := range strings.Fields(text) {
			ws = append(ws, c.lookup[w])
		}
		if got := s.empty(&term{key: c.key(ws), words: ws}); got != want {
			t.Errorf("%q names no subject: %v, want %v", text, got, want)
		}
	}
}
