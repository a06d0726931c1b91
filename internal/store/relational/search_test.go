package relational

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/voxpop-dev/voxpop"
)

func TestParseQuery(t *testing.T) {
	word := func(words ...string) Term { return Term{Words: words} }
	for text, want := range map[string]Query{
		"claude code":        {word("claude"), word("code")},
		`"Claude Code" good`: {word("claude", "code"), word("good")},
		"a -b":               {word("a"), {Words: []string{"b"}, Not: true}},
		`a -"b cde"*`:        {word("a"), {Words: []string{"b", "cde"}, Not: true, Prefix: true}},
		"cur*":               {{Words: []string{"cur"}, Prefix: true}},
		"c++ f#":             {word("c"), word("f")},
		"don't gpt-4.1":      {word("don", "t"), word("gpt", "4", "1")},
		`a"b c"d`:            {word("a"), word("b", "c"), word("d")},
		`"open end`:          {word("open", "end")},
		"- * -- a":           {word("a")},
		"a\x00b":             {word("ab")},
	} {
		if got, err := ParseQuery(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %+v, %v, want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"", " ", "-a", `""`, "***", "ab*", "é*", strings.Repeat("a", MaxQueryBytes+1), strings.Repeat("a ", MaxQueryTerms+1)} {
		if _, err := ParseQuery(text); !errors.Is(err, voxpop.ErrInvalid) {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

func TestWordsAreBounded(t *testing.T) {
	long := Words(strings.Repeat("é", 200) + " next")
	if len(long) != 2 || len(long[0]) > MaxWordBytes || !utf8.ValidString(long[0]) {
		t.Errorf("%q", long)
	}
	if got := len(strings.Join(Words(strings.Repeat("word ", 200_000)), " ")); got > maxIndexedBytes {
		t.Errorf("%d bytes are indexed", got)
	}
}

func FuzzParseQuery(f *testing.F) {
	for _, text := range []string{`claude "code review" -bad pre* "in the mid"*`, `-"`, `"*`, "a\"b*\"", "\xff-\x00*", "İ ſ ß", "'a' & !b | c:*", "NEAR(a b, 5)"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := ParseQuery(text)
		if err != nil {
			if !errors.Is(err, voxpop.ErrInvalid) {
				t.Fatalf("%v", err)
			}
			return
		}
		positive := false
		for _, term := range q {
			positive = positive || !term.Not
			if len(term.Words) == 0 {
				t.Fatalf("%q: a term without words", text)
			}
			for _, w := range term.Words {
				if again := Words(w); len(again) != 1 || again[0] != w || len(w) > MaxWordBytes {
					t.Fatalf("%q: %q is not one word of the index: %q", text, w, again)
				}
			}
		}
		if !positive || len(q) > MaxQueryTerms {
			t.Fatalf("%q: %+v", text, q)
		}
	})
}
