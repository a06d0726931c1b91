package cli

import (
	"strings"
	"unicode"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/aspects"
	"github.com/voxpop-dev/voxpop/internal/analyze/text"
	"github.com/voxpop-dev/voxpop/internal/serve/api"
)

// tokens cuts an item's text into search words, with an empty one at each sentence end, so that no phrase reaches over it.
func tokens(source, title, body string) []string {
	var out []string
	for _, sentence := range strings.FieldsFunc(text.Clean(source, title, body).Plain, endsSentence) {
		if words := text.Words(sentence); len(words) > 0 {
			out = append(append(out, words...), "")
		}
	}
	return out
}

// endsSentence leaves out the point, which is in names and versions as well ("3.5", "llama.cpp"): a phrase over a full stop is
// rare, a version cut in two is not.
func endsSentence(r rune) bool {
	return r == '\n' || r == '!' || r == '?' || r == ';' || unicode.Is(unicode.Zl, r)
}

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
