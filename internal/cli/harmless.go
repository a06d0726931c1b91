package cli

import (
	"io"
	"strings"
	"unicode"
)

// harmless passes text on to w without what a terminal might obey. Lines and the columns of a table stay. Each write is
// taken to hold whole characters; those of Package fmt and of tabwriter do.
func harmless(w io.Writer) io.Writer { return harmlessWriter{w} }

type harmlessWriter struct{ to io.Writer }

func (h harmlessWriter) Write(p []byte) (int, error) {
	if _, err := io.WriteString(h.to, withoutOrders(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// withoutOrders puts a blank for every character that a terminal might obey, or that turns the direction of writing: names of people and
// tools, and answers of servers, may be anybody's.
func withoutOrders(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return ' '
		}
		return r
	}, s)
}
