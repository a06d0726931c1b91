package vader

import "unicode/utf8"

// class sorts bytes.
type class uint8

const (
	classPunct class = 1 << iota // 1, for it is counted
	classSpace
	classUpper
	classLower
	classWide // part of a character beyond ASCII
)

var classes = func() (c [256]class) {
	for b := range c {
		switch {
		case b >= utf8.RuneSelf:
			c[b] = classWide
		case b == ' ' || b >= '\t' && b <= '\r' || b >= 0x1c && b <= 0x1f:
			c[b] = classSpace // with the four separators that Python counts and unicode.IsSpace does not
		case 'A' <= b && b <= 'Z':
			c[b] = classUpper
		case 'a' <= b && b <= 'z':
			c[b] = classLower
		case b > ' ' && b < 0x7f && (b < '0' || b > '9'):
			c[b] = classPunct
		}
	}
	return c
}()
