package text

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSearchWords(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"  ... !!! ", ""},
		{"Claude Code is GREAT, isn't it?", "claude code is great isn t it"},
		{"gpt-4o v1.2", "gpt 4o v1 2"},
		{"Café ÜBER Straße", "café über straße"},
		{"cafe\u0301", "café"},
		{"ｆｕｌｌ ｗｉｄｔｈ ﬁne", "full width fine"},
		{"日本語 テスト", "日本語 テスト"},
		{"a\x00b\xffc", "a b c"},
		{"🚀ship🚀it", "ship it"},
	} {
		if got := SearchWords(c.in); got != c.want {
			t.Errorf("SearchWords(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestSearchWordsAreBounded(t *testing.T) {
	for _, word := range Words(strings.Repeat("x", 1000) + strings.Repeat("é", 1000)) {
		if n := utf8.RuneCountInString(word); n > maxWordRunes {
			t.Errorf("a word of %d characters", n)
		}
	}
	// One code point that is 18 characters in the compatible form.
	if got := SearchWords(strings.Repeat("\ufdfa", maxSearchSize)); len(got) > maxSearchSize || !utf8.ValidString(got) {
		t.Errorf("%d bytes, valid: %v", len(got), utf8.ValidString(got))
	}
}

func FuzzSearchWords(f *testing.F) {
	for _, seed := range []string{"Hello, World", "ﷺ", "\xff\xfe", "İstanbul ẞ", "a\u0301"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := SearchWords(s)
		if !utf8.ValidString(got) || strings.Contains(got, "  ") || got != strings.TrimSpace(got) || len(got) > maxSearchSize {
			t.Errorf("SearchWords(%q) = %q", s, got)
		}
		if !slices.Equal(Words(s), strings.Fields(got)) {
			t.Errorf("Words(%q) differ from SearchWords", s)
		}
		for _, word := range Words(s) {
			if utf8.RuneCountInString(word) > maxWordRunes {
				t.Errorf("word %q is too long", word)
			}
		}
	})
}
