package aspects

import (
	"strings"

	"github.com/voxpop-dev/voxpop/internal/analyze/topics/words"
)

var (
	ofOwnCode  = set("fix fixes fixed fixing find finds found finding solve solved squash squashed debug debugging introduce introduces introduced spot spotted report reported reporting resolve resolves resolved resolving patch patched patches")
	freely     = set("feel feels feeling set")
	behindFree = set("to up time from will speech market space ram vram memory gpu software range")
	beforeFree = set("copyright error worry hands bug censorship ad risk drug toll royalty")
	asPossible = set("possible they we you i he she it")
	behindBug  = set("report reports fix fixes fixing bounty")
	ofPeople   = set("question questions q idea ideas mistake people person guy guys ass reason phone phones home")
	ofMarkets  = set("price prices stock stocks market markets economy bubble car plane")
	ofQuality  = set("loss control assurance")
	ofOwnBuild = set("test tests build link links english heart")
	dataWords  = set("key keys repo repository repositories chat chats message messages sector company companies equity messaging")
)

// excluded reports whether a cue means something else where it stands.
func excluded(c *cue, tokens []words.Token, at, n int, in *clause) bool {
	before, behind := "", ""
	if at > in.from {
		before = tokens[at-1].Key
	}
	if at+n < in.to {
		behind = tokens[at+n].Key
	}
	if judgements[c.words[0]] && judgesOther(tokens, in) {
		return true
	}
	if c.weak && !degrees[before] || c.weak && behind == "of" {
		return true
	}
	if before == "as" && behind == "as" && at+n+1 < in.to && asPossible[tokens[at+n+1].Key] {
		return true
	}
	if strings.HasPrefix(c.words[0], "hallucination") && (behind == "resistance" || behind == "rate" || behind == "rates" || behind == "free") {
		return true
	}
	switch c.words[0] {
	case "quality":
		return ofQuality[behind]
	case "broken":
		return near(tokens, max(in.from, at-4), at, ofOwnBuild)
	case "free":
		return n == 1 && (freely[before] || beforeFree[before] || behindFree[behind])
	case "bug", "bugs":
		return near(tokens, max(in.from, at-4), at, ofOwnCode) || behindBug[behind]
	case "private":
		return dataWords[behind]
	case "stable":
		return strings.HasPrefix(behind, "diffusion") // Stable Diffusion is a name
	case "fast", "slow":
		return behind == "forward" || behind == "food" || behind == "paced" || behind == "track" || behind == "down"
	case "speed", "speeds":
		return behind == "up" || behind == "it" || behind == "things"
	case "dumb", "stupid", "smart", "smarter":
		return behind == "to" || ofPeople[behind]
	case "confusing":
		return behind == "it" || behind == "them" || behind == "me"
	case "price", "prices":
		return behind == "to" || behind == "of" && before == "the"
	case "crash", "crashed", "crashes":
		return near(tokens, in.from, in.to, ofMarkets)
	case "cost", "costs":
		return before == "sunk"
	}
	return false
}

// judgesOther reports whether a clause has a cue without a sign of its own that is not of quality.
func judgesOther(tokens []words.Token, in *clause) bool {
	for at := in.from; at < in.to; at++ {
		if c, n := match(tokens[at:in.to]); n > 0 && c.sign == 0 && c.aspect != Quality {
			return true
		}
	}
	return false
}
