// Package text turns what people write into what engines read: it takes Reddit's Markdown,
// and the plain text or simple HTML of other platforms, and leaves the author's own
// sentences. It also cuts the words that search knows, and tells whose texts do not count.
//
// Whatever is changed here so that scores change needs a new version of the engines.
package text

import "github.com/voxpop-dev/voxpop"

// maxInput bounds what is read of one text, in bytes. Reddit takes 40,000 characters.
const maxInput = 80_000

// Document is a cleaned text.
type Document struct {
	// Plain holds the author's sentences, a line for each paragraph, list item, heading and
	// table row; the title of a post first. Empty if nothing is left.
	Plain string
}

// Clean cleans the title and body of an item of the named source. What goes: code, quotes
// of others, addresses (the words of a link stay), images, marks of layout, entities,
// notices of bots, signatures, characters that do not show. What is written otherwise:
// curly quotes and dashes. What stays: emoji, "/s", spoilers, what is struck out.
// Each of title and body is read up to 80,000 bytes.
func Clean(source, title, body string) Document {
	w := writers.Get().(*writer)
	defer w.release()
	w.out = w.out[:0]
	w.prose(title)
	switch {
	case body == "":
	case source == voxpop.SourceReddit:
		w.markdown(body)
	case looksLikeHTML(body):
		w.html(body)
	default:
		w.plain(body)
	}
	return Document{Plain: w.String()}
}
