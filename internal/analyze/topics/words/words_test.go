package words

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCut(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"It works.", "|it works"},
		{"Kimi K2, GPT-4o and llama.cpp!", "|kimi k2 /gpt -4o and llama.cpp"},
		{"don't use C++ or C# or F#.", "|don't use c++ or c# or f#"},
		{"Q4_K_M at 3.5 t/s", "|q4_k_m at 3.5 t /s"},
		{"One. Two\nthree", "|one |two |three"},
		{"the tool's price", "|the tool price"},
		{"a - b -c d- e", "|a /b /c d /e"},
		{`so-called "vibe coding" (sic)`, "|so -called vibe coding /sic"},
		{"日本語 über", "|日本語 über"},
		{"..end", "|end"},
		{"a+b c++x", "|a /b c /x"},
		{strings.Repeat("x", MaxToken+1) + " y", "|y"},
		{"bad\xffbyte", "|bad /byte"},
	} {
		if got := show(Cut(nil, c.in)); got != c.want {
			t.Errorf("Cut(%q)\n got %s\nwant %s", c.in, got, c.want)
		}
	}
}

func show(tokens []Token) string {
	var b strings.Builder
	for i, t := range tokens {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString([]string{Blank: "", Hyphen: "-", Clause: "/", Sentence: "|"}[t.Before] + t.Key)
	}
	return b.String()
}

func TestCutKeepsSpelling(t *testing.T) {
	in := "Try GPT-4o's API"
	var got []string
	for _, tok := range Cut(nil, in) {
		got = append(got, in[tok.Start:tok.End])
	}
	if s := strings.Join(got, " "); s != "Try GPT 4o API" {
		t.Errorf("got %q", s)
	}
}

func TestCutReadsSoFarAndNoFurther(t *testing.T) {
	tokens := Cut(nil, strings.Repeat("é ", MaxBytes))
	if last := tokens[len(tokens)-1]; last.End > MaxBytes {
		t.Errorf("a token ends at %d", last.End)
	}
}

func TestClasses(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range closed {
		for _, w := range strings.Fields(c.words) {
			if seen[w] {
				t.Errorf("%q is in two classes", w)
			}
			seen[w] = true
			if tokens := Cut(nil, w); len(tokens) != 1 || tokens[0].Key != w {
				t.Errorf("%q is no token", w)
			}
		}
	}
	for key, want := range map[string]Class{"the": Determiner, "of": Preposition, "they": Pronoun, "won't": Modal, "is": Be, "very": Degree, "and": Other, "model": Open} {
		if got := ClassOf(key); got != want {
			t.Errorf("ClassOf(%q) = %d, want %d", key, got, want)
		}
	}
}

func FuzzCut(f *testing.F) {
	for _, s := range []string{"GPT-4o's \"API\".", "C++ c#x", "\xff\x00 a", "日本-語", "a...b", "'s", "x's's"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for i, tok := range Cut(nil, s) {
			if tok.Start < end || tok.End <= tok.Start || tok.End > len(s) || tok.End-tok.Start > MaxToken {
				t.Fatalf("token %d is %d…%d behind %d", i, tok.Start, tok.End, end)
			}
			if tok.Key != strings.ToLower(s[tok.Start:tok.End]) {
				t.Fatalf("key %q of %q", tok.Key, s[tok.Start:tok.End])
			}
			if !utf8.ValidString(tok.Key) {
				t.Fatalf("%q is not valid UTF-8", tok.Key)
			}
			if i == 0 && tok.Before != Sentence {
				t.Fatal("the text's begin is no border of a sentence")
			}
			end = tok.End
		}
	})
}
