// Package markup shows what people write as HTML that is safe to put into a page: no raw
// HTML, no images, no scripts, links to the web only.
package markup

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"github.com/voxpop-dev/voxpop"
)

// maxBody bounds what is read of one text, in bytes. Reddit takes 40,000 characters.
const maxBody = 80_000

// HTML returns body, written on the named source, as sanitised HTML; empty for an empty
// body. Reddit's Markdown is laid out; texts of other sources keep their paragraphs and
// lines and get links. Of a body of more than 80,000 bytes the rest is left out.
func HTML(source, body string) string {
	if strings.TrimSpace(body) == "" {
		return ""
	}
	in := prepare(body)
	md := plain
	if source == voxpop.SourceReddit {
		md = reddit
		in = unescapeAPI.Replace(in)
	}
	var out bytes.Buffer
	if err := md.Convert(limit([]byte(in)), &out); err != nil {
		// The renderer fails only when its writer does, and a buffer never does.
		return policy.Sanitize(in)
	}
	return policy.Sanitize(out.String())
}

// unescapeAPI undoes what Reddit's API does to the three signs of HTML unless asked not to.
var unescapeAPI = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")

// prepare bounds body, makes it valid UTF-8, and drops control characters.
func prepare(body string) string {
	if len(body) > maxBody {
		end := maxBody
		for end > 0 && !utf8.RuneStart(body[end]) {
			end--
		}
		body = body[:end]
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == utf8.RuneError {
			return -1
		}
		return r
	}, body)
}

const (
	maxOpeners = 500 // "[" and "<"; the parser may look for the end of each through all of the text
	maxNesting = 12  // marks of lists and quotes before the text of a line
)

// limit blanks what only hostile texts have, and what would take the parser's time to the
// square of its length.
func limit(in []byte) []byte {
	openers, marks, leading := 0, 0, true
	for i, c := range in {
		switch {
		case c == '\n':
			marks, leading = 0, true
		case c == ' ' || c == '\t':
		case leading && strings.IndexByte(">-+*.)0123456789", c) >= 0:
			if marks++; marks > maxNesting {
				in[i] = ' '
			}
		default:
			leading = false
		}
		if c == '[' || c == '<' {
			if openers++; openers > maxOpeners {
				in[i] = ' '
			}
		}
	}
	return in
}

// reddit lays out CommonMark with tables, struck-out text and bare addresses. It has no
// parser of HTML: Reddit shows tags as they stand.
var reddit = goldmark.New(
	goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewEmphasisParser(), 500),
		),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
		parser.WithASTTransformers(util.Prioritized(imagesToLinks{}, 100)),
	)),
	goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Linkify),
)

// plain keeps paragraphs and lines.
var plain = goldmark.New(
	goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1000)),
	)),
	goldmark.WithExtensions(extension.Linkify),
	goldmark.WithRendererOptions(html.WithHardWraps()),
)

var policy = newPolicy()

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "strong", "em", "del", "ul", "ol", "li", "blockquote", "code", "pre",
		"h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^[0-9]{1,9}$`)).OnElements("ol")
	// With a host: "https:x" is an address too, but of no site. Without a user before it, as in "https://good.example@bad.example".
	p.AllowAttrs("href").Matching(regexp.MustCompile(`(?i)^https?://[\p{L}\p{N}\[][^/?#@\\]*([/?#]|$)`)).OnElements("a")
	p.AllowURLSchemes("http", "https")
	p.AllowRelativeURLs(false)
	p.RequireParseableURLs(true)
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	p.AddTargetBlankToFullyQualifiedLinks(true) // and with it rel="noopener"
	return p
}
