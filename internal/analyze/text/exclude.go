package text

import (
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// Exclude says whether an item counts, and if not why: what bots and moderators in office
// write is no opinion, and a text of which nothing is left cannot be scored. doc is what
// Clean made of the item. Language is not looked at.
func Exclude(item voxpop.Item, doc Document) voxpop.Exclusion {
	switch {
	case IsBot(item.Author):
		return voxpop.ExcludedBot
	case item.Distinguished != "" || strings.HasSuffix(item.Author, "-ModTeam"):
		return voxpop.ExcludedModerator
	case item.State.Textless() || !hasWords(doc.Plain) || isPlaceholder(item.Body):
		return voxpop.ExcludedEmpty
	}
	return voxpop.Counted
}

// isPlaceholder reports whether body is what Reddit writes where a text was.
func isPlaceholder(body string) bool {
	switch strings.TrimSpace(body) {
	case "[deleted]", "[removed]", "[ Removed by Reddit ]", "[deleted by user]":
		return true
	}
	return false
}

// bots are accounts that no rule of IsBot would catch, in small letters.
var bots = map[string]bool{
	"automoderator": true, "remindmebot": true, "sneakpeekbot": true, "totesmessenger": true,
	"haikusbot": true, "wikisummarizerbot": true, "wikitextbot": true, "auddbot": true,
	"gifreversingbot": true, "profanitycounter": true, "savevideo": true, "vredditdownloader": true,
	"stabbot": true, "twitterlinkfixbot": true, "twittertostreamable": true, "gifendore": true,
	"transcribersofreddit": true, "nwordcountbot": true, "amputatorbot": true, "flairhelperbot": true,
	"modmailbot": true, "linkfixerbot": true, "tweetposter": true, "imguralbumbot": true,
	"autotldr": true, "qualityvote": true, "repostsleuthbot": true, "remindmerepeatbot": true,
}

// IsBot reports whether an account is a program, going by its name: a known one, one that
// ends in "_bot", "-bot", "[bot]", "_bots", or in "Bot" behind a small letter or a digit.
// A name such as "talbot", "Robot" or "not_a_bot" is a person's.
func IsBot(author string) bool {
	small := strings.ToLower(author)
	if bots[small] {
		return true
	}
	if strings.Contains(small, "not_a_bot") || strings.Contains(small, "not-a-bot") || strings.Contains(small, "notabot") {
		return false
	}
	for _, end := range []string{"_bot", "-bot", "[bot]", "_bots"} {
		if len(small) > len(end) && strings.HasSuffix(small, end) {
			return true
		}
	}
	stem, found := strings.CutSuffix(author, "Bot")
	if !found || stem == "" {
		return false
	}
	last := stem[len(stem)-1]
	return 'a' <= last && last <= 'z' || '0' <= last && last <= '9'
}
