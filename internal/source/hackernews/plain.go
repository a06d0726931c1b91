package hackernews

import (
	"strings"

	"golang.org/x/net/html"
)

// plain turns the HTML of a story or comment, of which the site writes only p, i, a, pre and
// code, into text: paragraphs apart, links as their address, code indented by four spaces so
// that it is known as code. Other elements vanish, their text stays, except that of script
// and style.
func plain(source string) string {
	if !strings.ContainsAny(source, "<&") {
		return strings.TrimSpace(source)
	}
	var w writer
	tokens := html.NewTokenizer(strings.NewReader(source))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return strings.TrimSpace(w.String())
		case html.TextToken:
			w.text(string(tokens.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			w.open(tokens)
		case html.EndTagToken:
			name, _ := tokens.TagName()
			w.close(string(name))
		}
	}
}

type writer struct {
	strings.Builder
	pre, hidden, inLink bool
}

func (w *writer) text(s string) {
	switch {
	case w.hidden, w.inLink:
	case w.pre:
		for line := range strings.SplitSeq(strings.Trim(s, "\n"), "\n") {
			w.WriteString("    " + line + "\n")
		}
	default:
		w.WriteString(s)
	}
}

func (w *writer) open(tokens *html.Tokenizer) {
	name, attributes := tokens.TagName()
	switch string(name) {
	case "p", "br", "div", "li":
		w.WriteString("\n\n")
	case "pre":
		w.WriteString("\n\n")
		w.pre = true
	case "script", "style":
		w.hidden = true
	case "a":
		for attributes {
			var key, value []byte
			if key, value, attributes = tokens.TagAttr(); string(key) == "href" {
				w.WriteString(string(value))
				w.inLink = true
			}
		}
	}
}

func (w *writer) close(name string) {
	switch name {
	case "pre":
		w.WriteString("\n")
		w.pre = false
	case "script", "style":
		w.hidden = false
	case "a":
		w.inLink = false
	}
}
