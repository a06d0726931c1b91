package cli

import (
	"slices"
	"testing"

	"github.com/voxpop-dev/voxpop"
)

func TestTokensStopAtSentences(t *testing.T) {
	got := tokens("reddit", "Rate limits!", "GPT 3.5 is down? It is, too. So\n\nYes")
	want := []string{"rate", "limits", "", "gpt", "3.5", "is", "down", "", "it", "is", "", "too", "", "so", "", "yes"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestEmptyWords(t *testing.T) {
	for word, want := range map[string]bool{"is": true, "very": true, "it's": true, "and": true, "limits": false, "love": false, "claude": false, "3.5": false} {
		if isEmpty(word) != want {
			t.Errorf("%q is empty: %v", word, !want)
		}
	}
}

func TestAspectsOfATool(t *testing.T) {
	r := aspectReader()
	if !slices.Contains(r.Names, "price") {
		t.Errorf("aspects are %q", r.Names)
	}
	got := r.Find("reddit", "", "Cursor is far too expensive.", []voxpop.Mention{{Tool: "cursor", Span: voxpop.Span{Start: 0, End: 6}}})
	if len(got) != 1 || got[0].Tool != "cursor" || got[0].Aspect != "price" || got[0].Sign != -1 {
		t.Errorf("%+v", got)
	}
}
