package text

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// looksLikeHTML reports whether s has a tag that platforms without Markdown write.
func looksLikeHTML(s string) bool {
	for rest := cut(s, maxInput); ; {
		i := strings.IndexByte(rest, '<')
		if i < 0 {
			return false
		}
		rest = strings.TrimPrefix(rest[i+1:], "/")
		end := strings.IndexAny(rest[:min(len(rest), 12)], "> /")
		if end > 0 {
			if _, known := blocks[atom.Lookup([]byte(strings.ToLower(rest[:end])))]; known {
				return true
			}
		}
	}
}

// blocks are the tags that say that a text is HTML: those that end a line, and (false) a
// few that do not.
var blocks = map[atom.Atom]bool{
	atom.P: true, atom.Br: true, atom.Div: true, atom.Li: true, atom.Ul: true, atom.Ol: true,
	atom.Pre: true, atom.Blockquote: true, atom.H1: true, atom.H2: true, atom.H3: true,
	atom.H4: true, atom.H5: true, atom.H6: true, atom.Tr: true, atom.Table: true, atom.Hr: true,
	atom.A: false, atom.I: false, atom.B: false, atom.Em: false, atom.Strong: false,
	atom.Code: false, atom.Span: false, atom.Img: false, atom.Td: false,
}

// dropped are the elements whose text is not the author's prose.
var dropped = map[atom.Atom]bool{
	atom.Pre: true, atom.Code: true, atom.Blockquote: true, atom.Script: true, atom.Style: true,
	atom.Head: true, atom.Iframe: true, atom.Noscript: true, atom.Textarea: true,
}

// html takes HTML as a feed or Hacker News writes it.
func (w *writer) html(s string) {
	tokens := html.NewTokenizer(strings.NewReader(cut(s, maxInput)))
	var lines strings.Builder
	depth := 0 // of dropped elements
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			break
		}
		if kind == html.TextToken {
			if depth == 0 {
				lines.Write(tokens.Text())
			}
			continue
		}
		name, _ := tokens.TagName()
		tag := atom.Lookup(name)
		switch {
		case dropped[tag] && kind == html.StartTagToken:
			depth++
		case dropped[tag] && kind == html.EndTagToken:
			depth = max(0, depth-1)
		}
		if blocks[tag] {
			lines.WriteByte('\n')
		} else if depth == 0 && tag == atom.Td {
			lines.WriteByte(' ')
		}
	}
	w.plain(html.UnescapeString(lines.String()))
}
