package cli

import (
	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/aspects"
	"github.com/voxpop-dev/voxpop/internal/analyze/text"
	topicwords "github.com/voxpop-dev/voxpop/internal/analyze/topics/words"
	"github.com/voxpop-dev/voxpop/internal/serve/api"
)

// tokens cuts an item's text into words, with an empty one wherever no phrase goes across: at the end of a sentence, a comma.
func tokens(source, title, body string) []string {
	var out []string
	for _, word := range topicwords.Cut(nil, text.Clean(source, title, body).Plain) {
		if word.Before >= topicwords.Clause && len(out) > 0 {
			out = append(out, "")
		}
		out = append(out, word.Key)
	}
	return out
}

// isEmpty reports whether a word means nothing by itself: articles, prepositions, pronouns, auxiliaries, adverbs of degree and the like, a closed
// list of English in topics/words.
func isEmpty(word string) bool { return topicwords.ClassOf(word) != topicwords.Open }

// aspectReader finds what items praise and blame about tools.
func aspectReader() *api.AspectReader {
	r := &api.AspectReader{Find: func(source, title, body string, mentions []voxpop.Mention) []api.AspectFinding {
		var out []api.AspectFinding
		for _, said := range aspects.About(text.Clean(source, title, body).Plain, mentions) {
			out = append(out, api.AspectFinding{Tool: said.Tool, Aspect: string(said.Aspect), Sign: said.Sign})
		}
		return out
	}}
	for _, a := range aspects.All() {
		r.Names = append(r.Names, string(a))
	}
	return r
}

// plain is a body without markup, for excerpts.
func plain(source, body string) string { return text.Clean(source, "", body).Plain }
