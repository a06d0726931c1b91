package text

import "bytes"

// markup are the signs that mean something to the Markdown parser wherever they stand.
const markup = "*_`[\\<&~|\t"

// isMarkup tells for every byte whether it is one of them.
var isMarkup = func() (is [256]bool) {
	for i := range len(markup) {
		is[markup[i]] = true
	}
	return is
}()

// paragraphs writes a text that has no Markdown in it, as most comments have none, and reports whether that is so; else it writes
// nothing. The parser would make the same of such a text (a test compares them), at more than ten times the cost.
func (w *writer) paragraphs(s []byte) bool {
	for _, c := range s {
		if isMarkup[c] {
			return false
		}
	}
	for rest := s; len(rest) > 0; {
		var line []byte
		if line, rest = nextLine(rest); !isProse(line) {
			return false
		}
	}
	w.line = w.line[:0]
	for rest := s; len(rest) > 0; {
		var line []byte
		if line, rest = nextLine(rest); len(line) == 0 {
			w.endParagraph()
			continue
		}
		if len(w.line) > 0 {
			w.line = append(w.line, ' ')
		}
		w.line = append(w.line, line...)
	}
	w.endParagraph()
	return true
}

func (w *writer) endParagraph() {
	if len(w.line) > 0 {
		w.endLine()
	}
}

func nextLine(s []byte) (line, rest []byte) {
	line, rest, _ = bytes.Cut(s, []byte{'\n'})
	return line, rest
}

// isProse reports whether a line without markup is a part of a paragraph, or empty. It is not when it may begin a heading, list, quote or code,
// underline a heading, or end with blanks, which can break it.
func isProse(line []byte) bool {
	if len(line) == 0 {
		return true
	}
	if line[len(line)-1] == ' ' {
		return false
	}
	c := line[0]
	switch {
	case isLetterByte(c):
		return true
	case '0' <= c && c <= '9':
		rest := bytes.TrimLeft(line, "0123456789")
		return len(rest) == 0 || rest[0] != '.' && rest[0] != ')'
	}
	return bytes.IndexByte([]byte(`"'(,.!?;$@%/`), c) >= 0
}
