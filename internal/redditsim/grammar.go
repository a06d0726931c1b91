package redditsim

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
)

//go:embed phrases.txt
var phraseText string

// grammar is the phrase table: lists of sentences by name. In a sentence {name} stands for
// one of another list, or for what the topic says: {tool}, {other}, {vendor}, {Tool}.
type grammar map[string][]phrase

// phrase is a sentence split into text and slots.
type phrase []piece

type piece struct {
	text string
	slot bool
}

var phrases = sync.OnceValue(func() grammar { return parseGrammar(phraseText) })

// parseGrammar reads "[name]" lines, each followed by one sentence a line. Lines that begin
// with # are notes.
func parseGrammar(text string) grammar {
	g := make(grammar)
	name := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[' && line[len(line)-1] == ']':
			name = line[1 : len(line)-1]
		default:
			g[name] = append(g[name], parsePhrase(line))
		}
	}
	return g
}

// slots are names in braces; other braces stand for themselves.
var slots = regexp.MustCompile(`\{([a-z.]+)\}`)

func parsePhrase(line string) phrase {
	var p phrase
	end := 0
	for _, at := range slots.FindAllStringSubmatchIndex(line, -1) {
		p = p.text(line[end:at[0]])
		p = append(p, piece{text: line[at[2]:at[3]], slot: true})
		end = at[1]
	}
	return p.text(line[end:])
}

func (p phrase) text(s string) phrase {
	if s == "" {
		return p
	}
	return append(p, piece{text: strings.ReplaceAll(s, `\n`, "\n")})
}

// sentence expands one phrase of a list; an unknown list gives nothing.
func (g grammar) sentence(b *strings.Builder, list string, t *topic, r *random) {
	choices := g[list]
	if len(choices) == 0 {
		return
	}
	g.expand(b, choices[r.below(len(choices))], t, r)
}

func (g grammar) expand(b *strings.Builder, p phrase, t *topic, r *random) {
	for _, piece := range p {
		if !piece.slot {
			b.WriteString(piece.text)
			continue
		}
		if text, ok := t.slot(piece.text, r); ok {
			b.WriteString(text)
			continue
		}
		g.sentence(b, piece.text, t, r)
	}
}
