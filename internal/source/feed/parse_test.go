package feed

import (
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/voxpop-dev/voxpop"
)

var (
	base = &url.URL{Scheme: "https", Host: "example.org", Path: "/blog/feed"}
	seen = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
)

const rss = `<rss version="2.0"><channel><title>A &amp; B</title>
<item><title>One &lt;b&gt;bold&lt;/b&gt;</title><link>post/1</link><guid>1</guid><author>ann@example.org (Ann)</author>
<pubDate>Thu, 01 Jan 2026 10:00:00 +0100</pubDate><description>&lt;p&gt;Text &amp;amp; more&lt;/p&gt;&lt;script&gt;no&lt;/script&gt;</description></item>
<item><title>Two</title><link>javascript:alert(1)</link></item>
<item><title>Two again</title><guid>1</guid></item>
<item></item></channel></rss>`

func TestRSS(t *testing.T) {
	c, err := parse([]byte(rss), base, seen)
	if err != nil || c.title != "A & B" || len(c.items) != 2 {
		t.Fatalf("%+v, %v", c, err)
	}
	it := c.items[0]
	if it.Title != "One bold" || it.Body != "Text & more" || it.Author != "Ann" || it.Permalink != "https://example.org/blog/post/1" ||
		!it.Created.Equal(time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)) || it.Observed != seen {
		t.Errorf("%+v", it)
	}
	if c.items[1].Permalink != "" || !c.items[1].Created.IsZero() {
		t.Errorf("%+v", c.items[1])
	}
}

func TestIdsOfHostsNeverMeet(t *testing.T) {
	a, _ := parse([]byte(rss), base, seen)
	b, _ := parse([]byte(rss), &url.URL{Scheme: "https", Host: "evil.example"}, seen)
	same, _ := parse([]byte(rss), &url.URL{Scheme: "http", Host: "EXAMPLE.org", Path: "/other"}, seen)
	if a.items[0].ID == b.items[0].ID {
		t.Error("a feed of another host can overwrite this one's entries")
	}
	if a.items[0].ID != same.items[0].ID {
		t.Error("two feeds of one host give one entry two ids")
	}
}

func TestWhatIsNoFeedIsRefused(t *testing.T) {
	for _, body := range []string{
		"", "null", "{}", `{"items":[]}`, "<html><body>sorry</body></html>", `<?xml version="1.0"?><root/>`,
		"<rss><channel><item><title>cut o", `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>x</title>`,
	} {
		if c, err := parse([]byte(body), base, seen); err == nil {
			t.Errorf("%q was taken for a feed: %+v", body, c)
		}
	}
}

func TestPlainText(t *testing.T) {
	for in, want := range map[string]string{
		"no markup":                      "no markup",
		"<p>a</p>\n<p>b <b>c</b>, d</p>": "a\n\nb c, d",
		"x<pre>one\n two</pre>y":         "x\n\n    one\n     two\n\ny",
		"a<br>b<ul><li>c<li>d</ul>":      "a\n\nb\n\nc\n\nd",
		"<style>p{}</style>5 &lt; 6":     "5 < 6",
		"<script>x":                      "",
		"in <em>the</em>\n middle":       "in the middle",
	} {
		if got := plain(in); got != want {
			t.Errorf("plain(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(rss))
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><title>&#0;</title><entry><id>a</id><title type="xhtml"><div>x</div></title><updated>2026-01-01</updated></entry></feed>`))
	f.Add([]byte(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item><title>x</title></item></rdf:RDF>`))
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[{"id":"1","content_html":"<p>x"}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		c, err := parse(body, base, seen)
		if err != nil {
			return
		}
		ids := map[string]bool{}
		for _, it := range c.items {
			all := c.title + it.Author + it.Title + it.Body + it.Permalink + it.ID.Native
			if !utf8.ValidString(all) || strings.ContainsRune(all, 0) || len(it.Body) > voxpop.MaxBody || ids[it.ID.Native] || it.Created.After(seen) {
				t.Errorf("unstorable: %+v", it)
			}
			if it.Permalink != "" && !strings.HasPrefix(it.Permalink, "http") {
				t.Errorf("link %q", it.Permalink)
			}
			ids[it.ID.Native] = true
		}
	})
}
