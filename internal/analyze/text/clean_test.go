package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCleanReddit(t *testing.T) {
	for _, c := range []struct{ name, title, body, want string }{
		{"empty", "", "", ""},
		{"title and body", "Release day", "It is great.", "Release day\nIt is great."},
		{"paragraphs", "", "One.\n\nTwo\nstill two.", "One.\nTwo still two."},
		{"hard break", "", "One.  \nTwo.", "One.\nTwo."},
		{"emphasis", "", "I **really** *love* ~~hate~~ it", "I really love hate it"},
		{"heading and list", "", "# Pros\n\n* fast\n* cheap\n\n1. slow", "Pros\nfast\ncheap\nslow"},
		{"fenced code", "", "Before\n\n```go\nfailed := true\n```\n\nAfter", "Before\nAfter"},
		{"unclosed fence", "", "Before\n\n```\nfailed", "Before"},
		{"indented code", "", "Before\n\n    error: fatal\n\nAfter", "Before\nAfter"},
		{"inline code", "", "use `bad.Idea()` now", "use now"},
		{"quote", "", "> you are wrong\n\nNo, I am right.", "No, I am right."},
		{"quote of the API", "", "&gt; you are wrong\n\nNo, I am right.", "No, I am right."},
		{"nested quotes", "", ">>> a\n>> b\n> c\n\nmine", "mine"},
		{"entities", "", "a &amp;&amp; b &lt;3 &amp;lt;3 caf&eacute;", "a && b <3 <3 café"},
		{"no HTML", "", "<think> a vector<int> b </think>", "<think> a vector<int> b </think>"},
		{"address", "", "see https://example.com/a_b_c?x=1&amp;y=2! and www.example.com.", "see ! and ."},
		{"address in brackets", "", "look (https://en.example.org/wiki/A_(b)) here", "look () here"},
		{"link", "", "the [fine docs](https://example.com/x_y) say", "the fine docs say"},
		{"link with title", "", `[good](https://example.com "bad") one`, "good one"},
		{"reference link", "", "a [good link][1] here\n\n[1]: https://example.com/bad", "a good link here"},
		{"address as link text", "", "[https://example.com](https://example.com) x", "x"},
		{"autolink", "", "<https://example.com> x", "x"},
		{"image", "", "![img](abc123)\n\nwords ![bad gif](giphy|xyz)", "words"},
		{"only an image", "", "https://preview.redd.it/x.png?width=1&amp;format=png", ""},
		{"table", "", "|Tool|Verdict|\n|:-|:-|\n|A|good|\n|B|bad|", "Tool Verdict\nA good\nB bad"},
		{"superscript", "", "that is ^(very small) and ^tiny", "that is (very small) and tiny"},
		{"power", "", "2^10 is fine", "2^10 is fine"},
		{"bot footer", "", "Done.\n\n*I am a bot, and this action was performed automatically. Please contact the moderators.*", "Done."},
		{"raised bot footer", "", "Done.\n\n^(I am a bot) | ^beep ^boop", "Done."},
		{"raised word by word", "", "Done.\n\n^I ^am ^a ^bot", "Done."},
		{"signature", "", "Nice.\n\nSent from my iPhone", "Nice."},
		{"a bot that is talked about", "", strings.Repeat("x ", 250) + "he said I am a bot", strings.Repeat("x ", 250) + "he said I am a bot"},
		{"curly quotes", "", "“It isn’t” ‘good’…", "\"It isn't\" 'good'..."},
		{"dashes", "", "great—but slow", "great - but slow"},
		{"invisible", "", "go\u200bod\u00ad \ufeffnice\u202e \x00\x07end", "good nice end"},
		{"emoji", "", "love ❤️ it 🚀works 👍🏽", "love ❤ it 🚀 works 👍🏽"},
		{"spoiler", "", "it >!dies!< and\n\n>!all is bad!<", "it dies and\nall is bad"},
		{"sarcasm", "", "so good /s", "so good /s"},
		{"escapes", "", `1 \* 2 \+100 \_x\_`, "1 * 2 +100 _x_"},
		{"emoticons", "", "fine :) bad :-( ok <3", "fine :) bad :-( ok <3"},
		{"no-break spaces", "", "a\u00a0\u00a0b", "a b"},
		{"rule", "", "a\n\n---\n\nb", "a\nb"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Clean("reddit", c.title, c.body).Plain; got != c.want {
				t.Errorf("Clean(%q, %q)\n got %q\nwant %q", c.title, c.body, got, c.want)
			}
		})
	}
}

func TestCleanElsewhere(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"plain", "It *is* fine.\n\nSecond.", "It *is* fine.\nSecond."},
		{"quote", "> you are wrong\n\nI am not.", "I am not."},
		{"code", "Try\n\n    rm -rf /\n\nnow", "Try\nnow"},
		{"HTML", `<p>It&#x27;s <i>good</i>.<p>See <a href="https://example.com">the docs</a>`, "It's good.\nSee the docs"},
		{"dropped elements", `<p>a<pre><code>bad</code></pre><blockquote>worse</blockquote><script>x</script>b`, "a\nb"},
		{"escaped tags", "<p>a &lt;b&gt; c", "a <b> c"},
		{"stray end tags", "</pre></code><p>a", "a"},
		{"address", "see https://example.com/x.", "see ."},
		{"less than", "a < b and b > c", "a < b and b > c"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Clean("hackernews", "", c.body).Plain; got != c.want {
				t.Errorf("Clean(%q)\n got %q\nwant %q", c.body, got, c.want)
			}
		})
	}
}

func TestCleanIsBounded(t *testing.T) {
	long := strings.Repeat("é", maxInput)
	for _, source := range []string{"reddit", "hackernews"} {
		got := Clean(source, "", long).Plain
		if len(got) != maxInput || !utf8.ValidString(got) {
			t.Errorf("%s: %d bytes, valid: %v; want %d valid ones", source, len(got), utf8.ValidString(got), maxInput)
		}
	}
}

// hostile texts drive parsers of Markdown to quadratic time.
var hostile = map[string]string{
	"quotes":      strings.Repeat(">", maxInput),
	"quote lines": strings.Repeat(">>>>>>>>>>>>>>>>>> a\n", maxInput/21),
	"lists":       strings.Repeat("- ", maxInput/2),
	"list ladder": ladder(),
	"brackets":    strings.Repeat("[", maxInput),
	"links":       strings.Repeat("[a](", maxInput/4),
	"stars":       strings.Repeat("*a **a ", maxInput/7),
	"ticks":       ticks(),
	"tables":      strings.Repeat("|", maxInput/2) + "\n" + strings.Repeat("|-", maxInput/4),
	"angles":      strings.Repeat("<a", maxInput/2),
	"entities":    strings.Repeat("&#", maxInput/2),
	"definitions": strings.Repeat("[a]: b\n", maxInput/7),
	"tildes":      strings.Repeat("~~a~", maxInput/4),
	"addresses":   strings.Repeat("https://", maxInput/8),
}

func ladder() string {
	var b strings.Builder
	for i := 0; b.Len() < maxInput-1000; i++ {
		b.WriteString(strings.Repeat("  ", i%400) + "- a\n")
	}
	return b.String()
}

func ticks() string {
	var b strings.Builder
	for i := 1; b.Len() < maxInput-1000; i++ {
		b.WriteString("x" + strings.Repeat("`", i))
	}
	return b.String()
}

func TestCleanSurvivesHostileTexts(t *testing.T) {
	for name, body := range hostile {
		t.Run(name, func(t *testing.T) {
			Clean("reddit", "", body)
			Clean("feed", "", body)
		})
	}
}

func FuzzClean(f *testing.F) {
	for _, seed := range []string{"> q\n\na", "a `b` [c](https://d.e)", "|a|\n|-|\n|b|", "&gt;!x!&lt;", "<p>x<pre>y", "\xff\x00", "* a\n    * b", "^(I am a bot)"} {
		f.Add("reddit", "title", seed)
		f.Add("feed", "", seed)
	}
	f.Fuzz(func(t *testing.T, source, title, body string) {
		got := Clean(source, title, body).Plain
		if !utf8.ValidString(got) {
			t.Errorf("not valid UTF-8: %q", got)
		}
		if strings.ContainsAny(got, "\x00\x7f\x1b\u200b\u202e\u2066") {
			t.Errorf("invisible characters left: %q", got)
		}
		if len(got) > 3*(len(title)+len(body))+2 {
			t.Errorf("%d bytes became %d", len(title)+len(body), len(got))
		}
		for line := range strings.Lines(got + "\n") {
			if line = strings.TrimSuffix(line, "\n"); line != strings.Trim(line, " ") || got != "" && line == "" || strings.Contains(line, "  ") {
				t.Errorf("untidy line %q in %q", line, got)
			}
		}
	})
}
