package text

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// writer collects the lines of one document.
type writer struct {
	out  []byte // finished lines, each with its newline
	line []byte // the line under way
	in   []byte // the text as normalised, which the parser's tree points into
}

var writers = sync.Pool{New: func() any { return new(writer) }}

func (w *writer) release() {
	if cap(w.out)+cap(w.line)+cap(w.in) <= 1<<17 {
		writers.Put(w)
	}
}

// String returns the document without its last newline.
func (w *writer) String() string { return strings.TrimSuffix(string(w.out), "\n") }

// prose takes a text without layout as one line.
func (w *writer) prose(s string) {
	w.line = normalize(w.line[:0], s)
	w.endLine()
}

// plain takes text as platforms without Markdown keep it: a line that begins with ">" is
// somebody else's, one that is indented by four or more is code.
func (w *writer) plain(s string) {
	for line := range strings.Lines(cut(s, maxInput)) {
		trimmed := strings.TrimLeft(line, " \t")
		if strings.HasPrefix(trimmed, ">") || strings.HasPrefix(trimmed, "&gt;") ||
			strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "\t") {
			continue
		}
		w.prose(line)
	}
}

// endLine finishes the line: single spaces, no marks of superscript or spoiler, nothing if
// it is empty or a notice.
func (w *writer) endLine() {
	line := w.line
	w.line = w.line[:0]
	if isNotice(line) {
		return
	}
	start := len(w.out)
	for i := 0; i < len(line); i++ {
		c := line[i]
		atStart := len(w.out) == start || w.out[len(w.out)-1] == ' '
		switch {
		case c == ' ' || c == '\n' || c == '\t':
			if !atStart {
				w.out = append(w.out, ' ')
			}
		case c == '^' && atStart && i+1 < len(line) && (line[i+1] == '(' || line[i+1] == '^' || isLetterByte(line[i+1])):
		case c == '>' && i+1 < len(line) && line[i+1] == '!', c == '!' && i+1 < len(line) && line[i+1] == '<':
			i++
		default:
			w.out = append(w.out, c)
		}
	}
	for len(w.out) > start && w.out[len(w.out)-1] == ' ' {
		w.out = w.out[:len(w.out)-1]
	}
	if len(w.out) > start {
		w.out = append(w.out, '\n')
	}
}

func isLetterByte(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || c >= utf8.RuneSelf
}

// notices are what bots and telephones write below texts, in small letters.
var notices = [][]byte{
	[]byte("i am a bot"),
	[]byte("i'm a bot"),
	[]byte("beep boop"),
	[]byte("beep, boop"),
	[]byte("bleep bloop"),
	[]byte("this action was performed automatically"),
	[]byte("this comment was left automatically"),
	[]byte("contact the moderators of this subreddit"),
	[]byte("sent from my iphone"),
	[]byte("sent from my ipad"),
	[]byte("sent from my android"),
	[]byte("this message was automatically generated"),
	[]byte("processing img "),
	[]byte("processing gif "),
	[]byte("processing video "),
}

// maxNotice is how long, in bytes, a line may be to be taken for a notice as a whole.
const maxNotice = 400

func isNotice(line []byte) bool {
	if len(line) > maxNotice || len(line) < 9 {
		return false
	}
	var small [maxNotice]byte
	n := 0
	for _, c := range line {
		if c == '^' || c == '*' {
			continue // each word of a footer may carry its own mark
		}
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		small[n] = c
		n++
	}
	return slices.ContainsFunc(notices, func(notice []byte) bool { return bytes.Contains(small[:n], notice) })
}

// hasWords reports whether s has anything an engine could read: a letter, a number, an
// emoji, or the signs of an emoticon.
func hasWords(s string) bool {
	signs := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || r >= utf8.RuneSelf && unicode.IsSymbol(r) {
			return true
		}
		if r == ':' || r == ';' || r == '=' || r == '(' || r == ')' || r == '<' {
			signs++
		}
	}
	return signs >= 2
}
