package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// entities are those in which Reddit's API hides the three signs of HTML unless asked not
// to, and dumps keep them. All others are left to the Markdown parser.
var entities = []struct{ code, sign string }{{"&gt;", ">"}, {"&lt;", "<"}, {"&amp;", "&"}}

// normalize appends s to dst without addresses, invisible characters and typographic
// quotes. The result is valid UTF-8.
func normalize(dst []byte, s string) []byte {
	s = cut(s, maxInput)
	start := len(dst)
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= utf8.RuneSelf:
			r, width := utf8.DecodeRuneInString(s[i:])
			dst = appendRune(dst, r, width, s[i+width:])
			i += width
		case c == '&':
			sign, width := entity(s[i:])
			dst = append(dst, sign...)
			i += width
		case (c == 'h' || c == 'H' || c == 'w' || c == 'W') && startsWord(dst[start:]):
			n := address(s[i:])
			if n > 0 && !inLink(dst[start:]) {
				i += n
				continue
			}
			n = max(n, 1)
			dst = appendVisible(dst, s[i:i+n])
			i += n
		case c < ' ' && c != '\n' && c != '\t', c == 0x7f:
			i++
		default:
			dst = append(dst, c)
			i++
		}
	}
	return dst
}

// cut returns at most n bytes of s, whole characters.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

func entity(s string) (sign string, width int) {
	for _, e := range entities {
		if strings.HasPrefix(s, e.code) {
			return e.sign, len(e.code)
		}
	}
	return "&", 1
}

func appendRune(dst []byte, r rune, width int, rest string) []byte {
	switch r {
	case '‘', '’', '‛', '′':
		return append(dst, '\'')
	case '“', '”', '„', '‟', '″':
		return append(dst, '"')
	case '…':
		return append(dst, "..."...)
	case '—', '―':
		return append(dst, " - "...)
	case '\u00a0', '\u2028', '\u2029':
		return append(dst, ' ')
	case '\u200d': // joins emoji
		return utf8.AppendRune(dst, r)
	case '\ufe0f': // only says that what is before it is an emoji
		return dst
	case utf8.RuneError:
		if width <= 1 {
			return dst
		}
	}
	if unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Cc, r) {
		return dst
	}
	dst = utf8.AppendRune(dst, r)
	if isPictograph(r) && startsWithLetter(rest) {
		dst = append(dst, ' ')
	}
	return dst
}

// appendVisible appends s without what is invisible or no character. It keeps the address of what may be a link as it
// is otherwise: if it is none, it is read as text.
func appendVisible(dst []byte, s string) []byte {
	for i, r := range s {
		if r == utf8.RuneError && !strings.HasPrefix(s[i:], string(utf8.RuneError)) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Cc, r) {
			continue
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

// isPictograph reports whether r is from the blocks of emoji. A lexicon would otherwise
// take a word that follows one without a space for its end.
func isPictograph(r rune) bool { return r >= 0x1f000 || r >= 0x2600 && r <= 0x27bf }

func startsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// startsWord reports whether what comes after dst begins a word.
func startsWord(dst []byte) bool {
	if len(dst) == 0 {
		return true
	}
	c := dst[len(dst)-1]
	return c < utf8.RuneSelf && !('a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '/' || c == '.' || c == '-')
}

// inLink reports whether an address behind dst is the target of a Markdown link, which the
// parser needs in order to see the link.
func inLink(dst []byte) bool {
	s := strings.TrimRight(string(dst[max(0, len(dst)-4):]), " ")
	return strings.HasSuffix(s, "](") || strings.HasSuffix(s, "]:") || strings.HasSuffix(s, "<")
}

// address returns the length of the web address with which s begins, 0 if it does not.
// Punctuation at its end belongs to the sentence.
func address(s string) int {
	n := 0
	for _, prefix := range []string{"https://", "http://", "www."} {
		if len(s) > len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
			n = len(prefix)
			break
		}
	}
	if n == 0 {
		return 0
	}
	open := 0
	for ; n < len(s); n++ {
		switch c := s[n]; {
		case c <= ' ', c == '<', c == '>', c == '"', c == ']', c == '|', c == 0x7f:
			return trimAddress(s[:n])
		case c == '(':
			open++
		case c == ')':
			if open--; open < 0 {
				return trimAddress(s[:n])
			}
		case c == 0xe2 && (strings.HasPrefix(s[n:], "”") || strings.HasPrefix(s[n:], "’")):
			return trimAddress(s[:n])
		}
	}
	return trimAddress(s)
}

func trimAddress(s string) int { return len(strings.TrimRight(s, ".,;:!?*_~'")) }
