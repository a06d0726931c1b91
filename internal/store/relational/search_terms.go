package relational

import "slices"

// plain are the single words that every match holds, each once. What else a query asks for (that words follow each other,
// prefixes, words that must not occur) has to be checked for every text that holds them.
func (q Query) plain() (plain Query) {
	seen := map[string]bool{}
	for _, t := range q {
		if t.Not {
			continue
		}
		words := t.Words
		if t.Prefix {
			words = words[:len(words)-1]
		}
		for _, w := range words {
			if !seen[w] {
				plain = append(plain, Term{Words: []string{w}})
			}
			seen[w] = true
		}
	}
	return plain
}

// isPlain reports whether all that a query asks for is that single words occur.
func (q Query) isPlain() bool {
	return !slices.ContainsFunc(q, func(t Term) bool { return t.Not || t.Prefix || len(t.Words) > 1 })
}

// hasPrefix reports whether a word that must occur may go on.
func (q Query) hasPrefix() bool {
	return slices.ContainsFunc(q, func(t Term) bool { return t.Prefix && !t.Not })
}

// Finds reports whether a text of these words matches, as the index would.
func (q Query) Finds(words []string) bool {
	for _, t := range q {
		if t.in(words) == t.Not {
			return false
		}
	}
	return true
}

// in reports whether the words of a term follow each other somewhere in a text.
func (t Term) in(words []string) bool {
	for at := 0; at+len(t.Words) <= len(words); at++ {
		if t.at(words[at : at+len(t.Words)]) {
			return true
		}
	}
	return false
}

func (t Term) at(words []string) bool {
	last := len(words) - 1
	for i, w := range t.Words {
		if words[i] != w && !(i == last && t.Prefix && len(words[i]) > len(w) && words[i][:len(w)] == w) {
			return false
		}
	}
	return true
}
