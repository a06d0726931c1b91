package text

import (
	"bytes"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// redditParser reads Markdown as Reddit does: CommonMark with tables and struck-out text,
// without HTML, which Reddit shows as it stands.
var redditParser = goldmark.New(
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
	)),
	goldmark.WithExtensions(extension.Table, extension.Strikethrough),
).Parser()

func (w *writer) markdown(s string) {
	w.in = flatten(normalize(w.in[:0], s))
	if !w.paragraphs(w.in) {
		w.block(redditParser.Parse(text.NewReader(w.in)))
	}
}

// maxOpeners is how many "[" and "<" a text may have. The parser may look for the end of
// each of them through all of the text.
const maxOpeners = 500

// maxNesting is how many marks of a list or quote may stand before the text of a line. The
// parser needs the square of their number.
const maxNesting = 12

// flatten blanks what would cost the parser too much or mislead it: nesting that no reader
// could follow, and the mark of a spoiler at the start of a line, which is not a quote's.
func flatten(in []byte) []byte {
	openers := 0
	for i, c := range in {
		if c == '[' || c == '<' {
			if openers++; openers > maxOpeners {
				in[i] = ' '
			}
		}
	}
	for rest := in; len(rest) > 0; {
		line := rest
		if i := bytes.IndexByte(rest, '\n'); i >= 0 {
			line = rest[:i]
			rest = rest[i+1:]
		} else {
			rest = nil
		}
		marks := 0
		for i, c := range line {
			if c == ' ' || c == '\t' {
				continue
			}
			if !bytes.ContainsRune([]byte(">-+*.)0123456789"), rune(c)) {
				break
			}
			if c == '>' && i+1 < len(line) && line[i+1] == '!' {
				line[i], line[i+1] = ' ', ' '
				break
			}
			if marks++; marks > maxNesting {
				line[i] = ' '
			}
		}
	}
	return in
}

// block writes the text of a block and of those within it.
func (w *writer) block(n ast.Node) {
	switch n.Kind() {
	case ast.KindCodeBlock, ast.KindFencedCodeBlock, ast.KindBlockquote, ast.KindThematicBreak,
		ast.KindLinkReferenceDefinition:
		return
	case ast.KindParagraph, ast.KindTextBlock, ast.KindHeading:
		w.inline(n)
		w.endLine()
		return
	case extast.KindTableRow, extast.KindTableHeader:
		for cell := n.FirstChild(); cell != nil; cell = cell.NextSibling() {
			w.inline(cell)
			w.line = append(w.line, ' ')
		}
		w.endLine()
		return
	}
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		w.block(child)
	}
}

// inline adds the words of n to the line.
func (w *writer) inline(n ast.Node) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		switch c := child.(type) {
		case *ast.Text:
			w.segment(c)
		case *ast.String:
			w.line = append(w.line, c.Value...)
		case *ast.CodeSpan, *ast.AutoLink, *ast.Image, *ast.RawHTML:
			w.line = append(w.line, ' ')
		default:
			w.inline(child)
		}
	}
}

func (w *writer) segment(t *ast.Text) {
	value := t.Segment.Value(w.in)
	if bytes.IndexByte(value, '&') >= 0 {
		value = util.ResolveEntityNames(util.ResolveNumericReferences(value))
		value = bytes.ToValidUTF8(value, nil)
		w.line = normalize(w.line, string(unescape(value)))
	} else {
		w.line = append(w.line, unescape(value)...)
	}
	switch {
	case t.HardLineBreak():
		w.endLine()
	case t.SoftLineBreak():
		w.line = append(w.line, ' ')
	}
}

// unescape takes the backslashes off escaped signs.
func unescape(value []byte) []byte {
	if bytes.IndexByte(value, '\\') < 0 {
		return value
	}
	return util.UnescapePunctuations(value)
}
