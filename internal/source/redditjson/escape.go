package redditjson

import "strings"

// escaping says whether the texts of a thing carry Reddit's HTML escaping.
type escaping int

const (
	unsure escaping = iota // each text tells by itself
	escaped
	plain
)

// or takes the evidence that the API gives beside a text, and where there is none what is known
// of the answer as a whole. The HTML form of a text is escaped exactly when the text is (that is,
// when it was fetched without raw_json=1).
func (known escaping) or(html string) escaping {
	switch {
	case strings.HasPrefix(html, "&lt;"):
		return escaped
	case strings.HasPrefix(html, "<"):
		return plain
	}
	return known
}

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// unescape takes back the escaping of <, > and & that Reddit does to every text unless it is
// asked not to. Dumps carry it, live collecting does not, and both must store the same text.
// Where there is no evidence, a text counts as escaped if escaping could have written it:
// no bare < or >, and no & but at the start of one of the three entities.
func unescape(s string, how escaping) string {
	if how == plain || !strings.Contains(s, "&") {
		return s
	}
	if how == unsure && !couldBeEscaped(s) {
		return s
	}
	return entities.Replace(s)
}

func couldBeEscaped(s string) bool {
	if strings.ContainsAny(s, "<>") {
		return false
	}
	for {
		_, rest, found := strings.Cut(s, "&")
		if !found {
			return true
		}
		if !strings.HasPrefix(rest, "amp;") && !strings.HasPrefix(rest, "lt;") && !strings.HasPrefix(rest, "gt;") {
			return false
		}
		s = rest
	}
}
