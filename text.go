package voxpop

import (
	"strings"
	"unicode/utf8"
)

// Limits of the text fields of an item, in bytes. They leave room for the longest that the known
// platforms allow, in any script; what is longer is cut.
const (
	MaxName  = 100     // author, community
	MaxTitle = 2_000   // title, flair
	MaxBody  = 160_000 // body
	MaxURL   = 4_000   // addresses
)

// Clean makes a stranger's text storable: valid UTF-8 without NUL, at most limit bytes, cut
// between characters.
func Clean(s string, limit int) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}
