package markup

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
)

const rel = ` rel="nofollow noreferrer noopener" target="_blank"`

func TestHTML(t *testing.T) {
	for _, c := range []struct{ name, source, body, want string }{
		{"empty", "reddit", " \n", ""},
		{"paragraphs", "reddit", "a *b*\n\n**c** ~~d~~", "<p>a <em>b</em></p>\n<p><strong>c</strong> <del>d</del></p>"},
		{"quote of the API", "reddit", "&gt; a\n\nb &amp;&amp; c", "<blockquote>\n<p>a</p>\n</blockquote>\n<p>b &amp;&amp; c</p>"},
		{"link", "reddit", "[a](https://example.com/?b=1&c=2)", `<p><a href="https://example.com/?b=1&amp;c=2"` + rel + `>a</a></p>`},
		{"bare address", "reddit", "see https://example.com/x", `<p>see <a href="https://example.com/x"` + rel + `>https://example.com/x</a></p>`},
		{"image", "reddit", "![a](https://example.com/a.png)", `<p><a href="https://example.com/a.png"` + rel + `>a</a></p>`},
		{"bare image", "reddit", "![](https://example.com/a.png)", `<p><a href="https://example.com/a.png"` + rel + `>image</a></p>`},
		{"giphy", "reddit", "![gif](giphy|abc)", "<p>gif</p>"},
		{"relative link", "reddit", "[a](/r/x)", "<p>a</p>"},
		{"script link", "reddit", "[a](javascript:alert(1)) [b](JaVaScRiPt:x) [c](data:text/html,x) [d](vbscript:x)", "<p>a b c d</p>"},
		{"link without a host", "reddit", "[a](https:0) [b](https:///x) [c](//example.com)", "<p>a b c</p>"},
		{"link with a user before its host", "reddit", "[a](https://good.example@bad.example/) [b](http://0@#.a)", "<p>a b</p>"},
		{"link with a sign of users in its path", "reddit", "[a](https://example.com/@ann)", `<p><a href="https://example.com/@ann"` + rel + `>a</a></p>`},
		{"tags are text", "reddit", "<script>alert(1)</script> <b onclick=x>", "<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;b onclick=x&gt;</p>"},
		{"escaped tags are text", "reddit", "&lt;img src=x onerror=alert(1)&gt;", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"},
		{"code", "reddit", "`a<b>`\n\n    <c>", "<p><code>a&lt;b&gt;</code></p>\n<pre><code>&lt;c&gt;\n</code></pre>"},
		{"table", "reddit", "|a|\n|-|\n|b|", "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>"},
		{"list from 3", "reddit", "3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>"},
		{"plain lines", "hackernews", "a *b*\nc\n\n<i>d</i>", "<p>a *b*<br>\nc</p>\n<p>&lt;i&gt;d&lt;/i&gt;</p>"},
		{"plain address", "feed", "https://example.com", `<p><a href="https://example.com"` + rel + `>https://example.com</a></p>`},
		{"invalid", "reddit", "a\x00\xff\x1bb", "<p>ab</p>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := strings.ReplaceAll(strings.TrimSpace(HTML(c.source, c.body)), "<br/>", "<br>")
			if got != c.want {
				t.Errorf("HTML(%q, %q)\n got %q\nwant %q", c.source, c.body, got, c.want)
			}
		})
	}
}

func TestHTMLIsBounded(t *testing.T) {
	for _, body := range []string{
		strings.Repeat(">", maxBody), strings.Repeat("- ", maxBody), strings.Repeat("[a](", maxBody),
		strings.Repeat("<a", maxBody), strings.Repeat("![", maxBody), strings.Repeat("*a **a ", maxBody),
		strings.Repeat("é", maxBody), strings.Repeat("|", maxBody) + "\n" + strings.Repeat("|-", maxBody),
	} {
		for _, source := range []string{"reddit", "feed"} {
			if got := HTML(source, body); len(got) > 20*maxBody || !utf8.ValidString(got) {
				t.Errorf("%s %.10q…: %d bytes, valid: %v", source, body, len(got), utf8.ValidString(got))
			}
		}
	}
}

var allowed = map[string]string{
	"a": "href rel target", "ol": "start",
	"p": "", "br": "", "hr": "", "strong": "", "em": "", "del": "", "ul": "", "li": "", "blockquote": "",
	"code": "", "pre": "", "h1": "", "h2": "", "h3": "", "h4": "", "h5": "", "h6": "",
	"table": "", "thead": "", "tbody": "", "tr": "", "th": "", "td": "",
}

var webAddress = regexp.MustCompile(`(?i)^https?://`)

// checkSafe reads out as a browser's tokenizer would.
func checkSafe(t *testing.T, out string) {
	t.Helper()
	if !utf8.ValidString(out) {
		t.Errorf("not valid UTF-8: %q", out)
	}
	for tokens := html.NewTokenizer(strings.NewReader(out)); ; {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			return
		}
		token := tokens.Token()
		switch kind {
		case html.CommentToken, html.DoctypeToken:
			t.Errorf("%q in %q", token, out)
		case html.StartTagToken, html.SelfClosingTagToken:
			attributes, ok := allowed[token.Data]
			if !ok {
				t.Errorf("tag %q in %q", token.Data, out)
			}
			for _, a := range token.Attr {
				if !strings.Contains(" "+attributes+" ", " "+a.Key+" ") {
					t.Errorf("attribute %q of %q in %q", a.Key, token.Data, out)
				}
				if a.Key == "href" && !webAddress.MatchString(a.Val) {
					t.Errorf("address %q in %q", a.Val, out)
				}
			}
			if token.Data == "a" && !strings.Contains(token.String(), "noopener") {
				t.Errorf("a link without noopener: %q", token)
			}
		}
	}
}

func FuzzHTML(f *testing.F) {
	for _, seed := range []string{
		"[a](javascript:alert(1))", "[a](https:0)", "[a](https://@)", "<script>alert(1)</script>", "<https://a.b/\"onclick=alert(1)>",
		"![a](https://a.b/x.png \"onerror=1\")", "&lt;svg/onload=1&gt;", "[a]: javascript:x\n[a]", "www.a.b/<b>",
		"```x\" onclick=1\n```", "|a|\n|:-:|\n|b|", "[![a](b)](c)", "![![a](https://b.c)](https://d.e)",
	} {
		f.Add("reddit", seed)
		f.Add("feed", seed)
	}
	f.Fuzz(func(t *testing.T, source, body string) {
		out := HTML(source, body)
		checkSafe(t, out)
		if again := policy.Sanitize(out); again != out {
			t.Errorf("sanitising again changes\n%q to\n%q", out, again)
		}
	})
}

func BenchmarkHTML(b *testing.B) {
	body := "I **like** it.\n\n&gt; a quote\n\nSee [this](https://example.com) and https://example.com/b\n\n* one\n* two"
	b.ReportAllocs()
	for b.Loop() {
		HTML("reddit", body)
	}
}
