package aspects

import "github.com/voxpop-dev/voxpop/internal/analyze/topics/words"

const (
	reach       = 3 // tokens before a cue in which a negation counts, "or" and "and" left out
	wishNear    = 8 // tokens before a cue in which a wish makes it none
	opinionNear = 5 // tokens around a cue in which an opinion counts
	heightNear  = 3 // tokens around a cue in which high and low count
)

// sign tells praise from blame.
func sign(c *cue, tokens []words.Token, at, n int, in *clause) int {
	if near(tokens, max(in.from, at-wishNear), at, wishes) || near(tokens, in.from, at-1, conditions) {
		return 0
	}
	s := c.sign
	if s == 0 {
		return opinion(c, tokens, at, n, in)
	}
	if negated(tokens, at, in) || at > in.from && lows[tokens[at-1].Key] {
		return -s
	}
	return s
}

// negated reports whether a word right before a place turns what stands there.
func negated(tokens []words.Token, at int, in *clause) bool {
	if at > in.from && lessening[tokens[at-1].Key] {
		return true
	}
	for i, left := at-1, reach; i >= in.from && left > 0; i-- {
		if tokens[i].Key == "or" || tokens[i].Key == "and" {
			left++ // neither the word nor what it joins
			continue
		}
		left--
		if keeping[tokens[i].Key] {
			return false
		}
		if negations[tokens[i].Key] {
			return true
		}
	}
	return false
}

// opinion is the sign of the opinion word nearest to a cue in its clause, 0 if there is none.
func opinion(c *cue, tokens []words.Token, at, n int, in *clause) int {
	for d := 1; d <= opinionNear; d++ {
		for _, i := range []int{at - d, at + n - 1 + d} {
			if i < in.from || i >= in.to {
				continue
			}
			s := opinions[tokens[i].Key]
			if h := height(tokens[i].Key); h != 0 && d <= heightNear {
				s = h
				if c.inverse {
					s = -h
				}
			}
			if s != 0 && negated(tokens, i, in) {
				s = -s
			}
			if s != 0 {
				return s
			}
		}
	}
	return 0
}

// height is +1 for words that mean more of something, -1 for those that mean less.
func height(key string) int {
	switch {
	case highs[key]:
		return 1
	case lows[key]:
		return -1
	}
	return 0
}
