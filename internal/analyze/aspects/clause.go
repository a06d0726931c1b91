package aspects

import (
	"strings"

	"github.com/voxpop-dev/voxpop/internal/analyze/topics/words"
)

// clause is a run of tokens in which opinion words and cues belong together.
type clause struct {
	from, to int // tokens, half-open
	sentence int
}

// split parts tokens at signs and at words of contrast.
func split(tokens []words.Token) []clause {
	var out []clause
	sentence := 0
	for i, t := range tokens {
		if t.Before == words.Sentence && i > 0 {
			sentence++
		}
		if i == 0 || t.Before >= words.Clause || contrasts[t.Key] {
			out = append(out, clause{from: i, to: i, sentence: sentence})
		}
		out[len(out)-1].to = i + 1
	}
	return out
}

// match returns the longest cue with which the tokens of a clause begin, and its length.
func match(tokens []words.Token) (*cue, int) {
next:
	for _, c := range cues[tokens[0].Key] {
		if len(c.words) > len(tokens) {
			continue
		}
		for i, w := range c.words {
			if tokens[i].Key != w {
				continue next
			}
		}
		return c, len(c.words)
	}
	return nil, 0
}

// than returns the token "than" or "compared" behind which the clause names what it compares with, -1 if it does not.
func (c *clause) than(tokens []words.Token) int {
	for i := c.from; i < c.to; i++ {
		if tokens[i].Key == "than" || tokens[i].Key == "compared" && i+1 < c.to {
			return i
		}
	}
	return -1
}

// asks reports whether the clause is a question that does not presume its answer: "is it expensive?" does, "why is it so
// slow?" does not.
func (c *clause) asks(text string, tokens []words.Token) bool {
	end := c.to
	for end < len(tokens) && tokens[end].Before != words.Sentence {
		end++
	}
	stop := len(text)
	if end < len(tokens) {
		stop = tokens[end].Start
	}
	if !strings.Contains(text[tokens[end-1].End:stop], "?") {
		return false
	}
	first := c.from
	for first > 0 && tokens[first].Before != words.Sentence {
		first--
	}
	for i := first; i < c.to; i++ {
		if tokens[i].Key == "why" {
			return false
		}
	}
	return true
}

func near(tokens []words.Token, from, to int, set map[string]bool) bool {
	for i := max(0, from); i < min(to, len(tokens)); i++ {
		if set[tokens[i].Key] {
			return true
		}
	}
	return false
}
