package vader

import (
	"math/bits"
	"unicode/utf8"
)

const emojiBits = 12 // 4,096 slots for about 1,200 emoji

type emojiEntry struct {
	char        rune // 0 is an empty slot
	description string
}

func (t *tables) addEmoji(char, description string) {
	r, _ := utf8.DecodeRuneInString(char)
	at := emojiPlace(r)
	for t.emoji[at].char != 0 {
		at = (at + 1) & (1<<emojiBits - 1)
	}
	t.emoji[at] = emojiEntry{r, description}
}

// describe returns what the emoji r shows; ok is false if r is none.
func (t *tables) describe(r rune) (description string, ok bool) {
	// Between ® and ‼ there is none, but most of what is not ASCII in English text: é, ’, “, …
	if r < '‼' && r != '©' && r != '®' {
		return "", false
	}
	for at := emojiPlace(r); t.emoji[at].char != 0; at = (at + 1) & (1<<emojiBits - 1) {
		if t.emoji[at].char == r {
			return t.emoji[at].description, true
		}
	}
	return "", false
}

func emojiPlace(r rune) uint32 { return uint32(r) * 0x9e3779b1 >> (32 - emojiBits) }

// load fills s.text with text, padded, every emoji replaced by its description. That is set
// off by a space from what is before it, but not from what follows.
func (s *scratch) load(text string) {
	s.text = append(append(s.text[:0], text...), padding...)
	if at := firstWide(s.text); at < len(text) {
		s.describeEmoji(text, at)
	}
}

// describeEmoji fills s.text with text, whose first byte beyond ASCII is at a place.
func (s *scratch) describeEmoji(text string, at int) {
	out, copied, spaced := s.text, 0, true
	for at < len(text) {
		r, width := utf8.DecodeRuneInString(text[at:])
		if r < utf8.RuneSelf {
			at++
			continue
		}
		if description, ok := s.tables.describe(r); ok {
			if copied == 0 {
				out = out[:0]
			}
			if at > copied {
				out = append(out, text[copied:at]...)
				spaced = text[at-1] == ' '
			}
			if !spaced {
				out = append(out, ' ')
			}
			out = append(out, description...)
			copied, spaced = at+width, false
		}
		at += width
	}
	if copied > 0 {
		s.text = append(append(out, text[copied:]...), padding...)
	}
}

// firstWide returns the place of the first byte beyond ASCII, len(text) or more if there is none. The text is padded.
func firstWide(text []byte) int {
	for i := 0; i < len(text)-len(padding); i += 8 {
		if wide := load8(text, i) & highBits; wide != 0 {
			return i + bits.TrailingZeros64(wide)/8
		}
	}
	return len(text)
}
