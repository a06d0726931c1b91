package text

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/yuin/goldmark/text"
	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop/internal/shareddata"
)

// parsed is what the parser alone makes of a body.
func parsed(body string) string {
	w := new(writer)
	w.in = flatten(normalize(nil, body))
	w.block(redditParser.Parse(text.NewReader(w.in)))
	return w.String()
}

// likeParsed compares a body's text with what the parser makes of it, and reports whether the parser was spared.
func likeParsed(t interface{ Errorf(string, ...any) }, body string) bool {
	if got, want := Clean("reddit", "", body).Plain, parsed(body); got != want {
		t.Errorf("%q\n got %q\nwant %q, as the parser reads it", body, got, want)
	}
	w := new(writer)
	w.in = flatten(normalize(nil, body))
	return w.paragraphs(w.in)
}

func TestParagraphsAreWhatTheParserMakesOfThem(t *testing.T) {
	for body, spared := range map[string]bool{
		"It works.":                            true,
		"One.\n\nTwo\nstill two.\n":            true,
		"\n\n\nOne\n\n\n\nTwo":                 true,
		"3 days ago (really), it's \"fine\"!!": true,
		"100% :) :-( ok >.> a > b, 2^10 #1":    true,
		"I am a bot\n\nbeep boop\n\nstays":     true,
		"x ^tiny spoiler here":                 true,
		"über 日本語 🚀 works":                     true,
		"see https://example.com/a_b now":      true,
		"1. one\n2. two":                       false,
		"1) one":                               false,
		"- one":                                false,
		"+ one":                                false,
		"# one":                                false,
		"one\n===":                             false,
		"one\n---":                             false,
		"one\n:-:\ntwo":                        false,
		"one  \ntwo":                           false,
		"    code":                             false,
		"one\n   two":                          false,
		"R&amp;D &eacute;":                     false,
		"> quote":                              false,
		"a_b":                                  false,
		"a \\* b":                              false,
	} {
		if got := likeParsed(t, body); got != spared {
			t.Errorf("%q: spared the parser: %v, want %v", body, got, spared)
		}
	}
}

func TestParagraphsAreWhatTheParserMakesOfAnything(t *testing.T) {
	pieces := rapid.SampledFrom([]string{"a", "word", "1", "12.", "1)", "-", "--", "---", "=", "==", "+", "#", "##", ">", ">!", "!<", ":", ":-:", "!", "?", ".", "(", ")", "]", "\"", "'",
		",", ";", "^", "$", "@", "%", "/", "{", "}", " ", "  ", "\n", "\n\n", "\r", "\v", "\f", "\u00a0", "\u2028", "\u3000", "é", "🚀", "&gt;", "&lt;", "&amp;", "https://x.y/z", "i am a bot"})
	rapid.Check(t, func(t *rapid.T) {
		likeParsed(t, strings.Join(rapid.SliceOfN(pieces, 0, 14).Draw(t, "pieces"), ""))
	})
}

func FuzzParagraphs(f *testing.F) {
	for _, seed := range []string{"a\nb\n\nc", "1. a", "a\n===", "a\n:-:\n", "> a", "a  \nb", "\u00a0\u00a0\u00a0\u00a0a", "a\n\n    b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) { likeParsed(t, body) })
}

func TestParagraphsOfRealComments(t *testing.T) {
	file, err := os.Open(shareddata.Path(t, "reddit", "localllama", "RC_localllama.zst"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	plain, err := zstd.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	var all, spared int
	for d := json.NewDecoder(plain); all < 20_000 && !t.Failed(); all++ {
		var comment struct{ Body string }
		if err := d.Decode(&comment); err != nil {
			t.Fatal(err)
		}
		if likeParsed(t, comment.Body) {
			spared++
		}
	}
	t.Logf("%d of %d comments have no Markdown", spared, all)
	if 2*spared < all {
		t.Error("most comments are parsed")
	}
}
