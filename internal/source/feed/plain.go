package feed

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// plain is the text of an HTML fragment: blocks apart by an empty line, code blocks indented by
// four spaces so that they are known as code, scripts and styles left out.
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
		case html.StartTagToken:
			w.tag(tokens, 1)
		case html.EndTagToken:
			w.tag(tokens, -1)
		case html.SelfClosingTagToken:
			w.tag(tokens, 0)
		}
	}
}

// line is plain text on one line, for titles and names.
func line(source string) string { return strings.Join(strings.Fields(plain(source)), " ") }

// writer gathers text. pre and hidden count the open elements of their kind.
type writer struct {
	strings.Builder
	pre, hidden int
}

func (w *writer) text(s string) {
	switch {
	case w.hidden > 0:
	case w.pre > 0:
		w.WriteString(strings.ReplaceAll(s, "\n", "\n    "))
	default:
		words := strings.Join(strings.Fields(s), " ")
		if w.Len() > 0 && !strings.HasSuffix(w.String(), "\n") && strings.TrimLeft(s, " \t\r\n") != s {
			w.WriteByte(' ')
		}
		w.WriteString(words)
		if words != "" && strings.TrimRight(s, " \t\r\n") != s {
			w.WriteByte(' ')
		}
	}
}

func (w *writer) tag(tokens *html.Tokenizer, step int) {
	name, _ := tokens.TagName()
	switch atom.Lookup(name) {
	case atom.Pre:
		w.pre = max(w.pre+step, 0)
		w.WriteString("\n\n")
		if step > 0 {
			w.WriteString("    ")
		}
	case atom.Script, atom.Style, atom.Iframe, atom.Noscript, atom.Template:
		w.hidden = max(w.hidden+step, 0)
	case atom.P, atom.Div, atom.Br, atom.Li, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Blockquote, atom.Table, atom.Tr, atom.Hr, atom.Section, atom.Article, atom.Figure:
		if s := w.String(); s != "" && !strings.HasSuffix(s, "\n\n") {
			w.WriteString("\n\n")
		}
	}
}
