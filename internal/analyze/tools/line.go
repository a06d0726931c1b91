package tools

import "strings"

// line is a sentence as the rules read it: words in small letters, and groups of targets.
type line struct {
	tokens   []token
	sentence region
	asks     bool // a question, which states nothing
}

// token is a word, or a group of targets that are named together ("Cursor, Windsurf and Copilot").
type token struct {
	text  string // empty for a group
	signs string // before it
	group []int  // targets; nil for a word
	words region
}

// linesOf returns the sentences of p that hold targets.
func linesOf(p *passage) []line {
	var lines []line
	for i, t := range p.targets {
		if t.empty() || len(lines) > 0 && lines[len(lines)-1].sentence.holds(t.from) || p.starts[t.from][0] != i {
			continue
		}
		lines = append(lines, lineOf(p, p.sentenceOf(t)))
	}
	return lines
}

// maxLine is how many words of a sentence are read; longer ones are lists or lack punctuation.
const maxLine = 300

func lineOf(p *passage, sentence region) line {
	l := line{sentence: sentence}
	for i := sentence.from; i < min(sentence.to, sentence.from+maxLine); {
		signs := p.between(i)
		if i == sentence.from {
			signs = ""
		}
		t := token{signs: signs, words: region{i, i + 1}}
		if group := p.starts[i]; len(group) > 0 {
			t.group = group
			for _, target := range group {
				t.words.to = max(t.words.to, p.targets[target].to)
			}
		} else {
			t.text = string(p.low(sentence, i))
		}
		l.tokens = append(l.tokens, t)
		i = t.words.to
	}
	l.asks = l.isQuestion(p)
	l.gather()
	return l
}

var asking = wordSet("is are was does do did can could should would has have had will which what whats who how anyone anybody any where when or so and")

// isQuestion reports whether the sentence asks whether or which. "Why is it so slow?" and "is it just me" complain.
func (l *line) isQuestion(p *passage) bool {
	end := int(p.words[l.sentence.to-1].to)
	signs := p.text[end:min(len(p.text), end+3)]
	if l.sentence.to < len(p.words) {
		signs = p.between(l.sentence.to)
	}
	if !strings.Contains(signs, "?") || len(l.tokens) == 0 {
		return false
	}
	if l.at(2) == "just" || l.at(3) == "just" {
		return false
	}
	for i, t := range l.tokens {
		if t.text == "why" {
			return false
		}
		if i == 0 && (asking[t.text] || t.group != nil) || i > 0 && i < 4 && asking[t.text] {
			return true
		}
	}
	return false
}

// gather makes one token of targets that are named together.
func (l *line) gather() {
	out := l.tokens[:0]
	for i := 0; i < len(l.tokens); i++ {
		t := l.tokens[i]
		if t.group == nil {
			out = append(out, t)
			continue
		}
		for {
			next, joined := l.joined(i + 1)
			if !joined {
				break
			}
			t.group = append(append([]int(nil), t.group...), l.tokens[next].group...)
			t.words.to = l.tokens[next].words.to
			i = next
		}
		out = append(out, t)
	}
	l.tokens = out
}

// joined returns the group that token i joins to the one before it.
func (l *line) joined(i int) (next int, ok bool) {
	word := false
	for j := i; j < len(l.tokens) && j <= i+1; j++ {
		t := l.tokens[j]
		if strings.Trim(t.signs, " ,/&+") != "" {
			return 0, false
		}
		if t.group != nil {
			// "I left Copilot, Cursor is better" is no list.
			comma := !word && strings.TrimSpace(t.signs) == ","
			bare := !word && strings.TrimSpace(t.signs) == ""
			listed := !comma && !word || !l.isSubject(j) || l.listFollows(i)
			return j, !bare && listed
		}
		if t.text != "and" && t.text != "or" {
			return 0, false
		}
		word = true
	}
	return 0, false
}

// isSubject reports whether a verb in the singular follows group i.
func (l *line) isSubject(i int) bool {
	if i+1 >= len(l.tokens) {
		return false
	}
	switch w := l.tokens[i+1].text; w {
	case "is", "was", "s", "has", "does", "doesn", "isn", "feels", "seems", "keeps", "sucks", "works":
		return true
	default:
		return toolVerbs[w] && strings.HasSuffix(w, "s")
	}
}

// listFollows reports whether the token is joined by "or": "Cursor or Windsurf is fine".
func (l *line) listFollows(i int) bool { return l.tokens[i].text == "or" }

// at returns the word at i; "" for groups and beyond the ends.
func (l *line) at(i int) string {
	if i < 0 || i >= len(l.tokens) {
		return ""
	}
	return l.tokens[i].text
}

// starts reports whether the words of phrase stand at i.
func (l *line) starts(i int, phrase string) bool {
	for w := range strings.FieldsSeq(phrase) {
		if l.at(i) != w {
			return false
		}
		i++
	}
	return true
}

// groupAfter returns the first group among the next n tokens from i on, before the clause ends; -1 if there is none.
func (l *line) groupAfter(i, n int) int {
	for j := i; j < min(len(l.tokens), i+n); j++ {
		if j > i && l.ends(j) {
			break
		}
		if l.tokens[j].group != nil {
			return j
		}
	}
	return -1
}

// groupBefore returns the nearest group among the n tokens before i in its clause, or in the one before if the clause
// is about "it"; -1 if there is none.
func (l *line) groupBefore(i, n int) int {
	for j := i - 1; j >= max(0, i-n); j-- {
		if l.tokens[j].group != nil {
			return j
		}
		if l.ends(j) && l.at(j+1) != "it" && l.at(j) != "it" {
			break
		}
	}
	return -1
}

// ends reports whether a new clause begins with token i.
func (l *line) ends(i int) bool {
	return clauseWords[l.at(i)] || strings.ContainsAny(l.tokens[i].signs, ";:()")
}

var negations = wordSet("not no never t nowhere hardly barely cannot cant dont doesnt didnt isnt wasnt wont neither nor without half aint")

// negated reports whether one of the n tokens before i denies.
func (l *line) negated(i, n int) bool {
	for j := i - 1; j >= max(0, i-n); j-- {
		if negations[l.at(j)] {
			return !l.starts(j, "not only")
		}
		if clauseWords[l.at(j)] || strings.ContainsAny(l.tokens[j].signs, ";,") {
			return false
		}
	}
	return false
}
