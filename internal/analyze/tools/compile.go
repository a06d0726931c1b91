package tools

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// Limits of a catalog, which administrators write.
const (
	maxAliasBytes  = 120
	maxAliasWords  = 8
	maxAliasLetter = 40 // of one word: search words are no longer
	maxAliases     = 200
	maxPhrases     = 200 // of one rule
)

// Matcher finds the tools of one catalog in texts. It does not change and may be used by
// any number of goroutines.
type Matcher struct {
	trie    *trie
	tools   []tool
	aliases []alias
	field   map[string]bool // communities of this field
	phrases map[string]int32
	spelled []string         // phrases, canonical
	home    map[string]int32 // community → index of the one tool it is about, -1 when several
}

type tool struct {
	slug string // of the tool that its mentions count for
	home map[string]bool
}

// alias is a voxpop.Alias, compiled.
type alias struct {
	tool    int32
	text    string
	exact   bool
	prior   float64
	require []int32  // phrases
	exclude []int32  // phrases without the alias: anywhere in its sentence
	around  []int32  // phrases that contain the alias
	names   []string // required phrases as a name of a community would write them
}

// plain reports whether the alias counts wherever it stands.
func (a *alias) plain() bool {
	return !a.exact && len(a.require) == 0 && a.prior == 1
}

// Compile builds a matcher for the active tools, and for those merged into an active one,
// whose mentions then count for that one. It fails on what no matcher can be built from: an
// alias or phrase without a letter or digit, a rule that excludes its own alias, a merge that
// leads nowhere or in a circle, a slug used twice; all of them errors of kind ErrInvalid. Two
// tools may share an alias only when one of them asks for context.
func Compile(catalog []voxpop.Tool) (*Matcher, error) {
	m, _, err := compile(catalog)
	return m, err
}

// compile also returns the aliases that count wherever they stand, by tool.
func compile(catalog []voxpop.Tool) (*Matcher, map[string]string, error) {
	m := &Matcher{trie: newTrie(), field: fieldCommunities(), phrases: map[string]int32{}, home: map[string]int32{}}
	bySlug := make(map[string]*voxpop.Tool, len(catalog))
	for i := range catalog {
		t := &catalog[i]
		if bySlug[t.Slug] != nil {
			return nil, nil, fmt.Errorf("tools: %q twice: %w", t.Slug, voxpop.ErrInvalid)
		}
		bySlug[t.Slug] = t
	}
	claimed := map[string]string{}
	for i := range catalog {
		t := &catalog[i]
		final, err := resolve(bySlug, t)
		if err != nil {
			return nil, nil, err
		}
		if final.Status != voxpop.ToolActive {
			continue
		}
		if err := m.addTool(t, final.Slug, claimed); err != nil {
			return nil, nil, fmt.Errorf("tool %q: %w", t.Slug, err)
		}
	}
	return m, claimed, nil
}

// resolve follows merges to the tool that t's mentions count for.
func resolve(bySlug map[string]*voxpop.Tool, t *voxpop.Tool) (*voxpop.Tool, error) {
	for range len(bySlug) {
		if t.MergedInto == "" {
			return t, nil
		}
		next := bySlug[t.MergedInto]
		if next == nil {
			return nil, fmt.Errorf("tool %q is merged into %q, which does not exist: %w", t.Slug, t.MergedInto, voxpop.ErrInvalid)
		}
		t = next
	}
	return nil, fmt.Errorf("tool %q is merged in a circle: %w", t.Slug, voxpop.ErrInvalid)
}

func (m *Matcher) addTool(t *voxpop.Tool, slug string, claimed map[string]string) error {
	number := int32(len(m.tools))
	compiled := tool{slug: slug, home: map[string]bool{}}
	for _, home := range t.Home {
		home = strings.ToLower(home)
		compiled.home[home] = true
		m.field[home] = true
		if other, taken := m.home[home]; taken && (other < 0 || m.tools[other].slug != slug) {
			m.home[home] = -1
		} else if !taken {
			m.home[home] = number
		}
	}
	m.tools = append(m.tools, compiled)
	if len(t.Aliases) > maxAliases {
		return fmt.Errorf("more than %d aliases: %w", maxAliases, voxpop.ErrInvalid)
	}
	for _, a := range t.Aliases {
		compiled, err := m.compileAlias(a, number)
		if err != nil {
			return fmt.Errorf("alias %q: %w", a.Text, err)
		}
		if compiled.plain() {
			key := strings.ReplaceAll(canonical(a.Text), " ", "")
			if other, taken := claimed[key]; taken && other != slug {
				return fmt.Errorf("alias %q is %s's as well, and neither asks for context: %w", a.Text, other, voxpop.ErrInvalid)
			}
			claimed[key] = slug
		}
		m.trie.addAlias(a.Text, use{number: int32(len(m.aliases))}, compiled.plain())
		m.aliases = append(m.aliases, compiled)
	}
	return nil
}

func (m *Matcher) compileAlias(a voxpop.Alias, number int32) (alias, error) {
	out := alias{tool: number, text: a.Text, exact: a.Case, prior: a.Prior}
	if a.Prior == 0 {
		out.prior = 1
	}
	if !(a.Prior >= 0 && a.Prior <= 1) {
		return alias{}, fmt.Errorf("prior %v is not within 0 and 1: %w", a.Prior, voxpop.ErrInvalid)
	}
	if err := checkPattern(a.Text); err != nil {
		return alias{}, err
	}
	own := canonical(a.Text)
	for _, phrase := range a.Exclude {
		if canonical(phrase) == own {
			return alias{}, fmt.Errorf("it excludes itself: %w", voxpop.ErrInvalid)
		}
	}
	var err1, err2 error
	out.require, err1 = m.addPhrases(a.Require)
	out.exclude, err2 = m.addPhrases(a.Exclude)
	out.exclude, out.around = m.split(out.exclude, own)
	for _, phrase := range a.Require {
		out.names = append(out.names, strings.ReplaceAll(canonical(phrase), " ", ""))
	}
	return out, errors.Join(err1, err2)
}

// addPhrases returns the numbers of phrases, sorted.
func (m *Matcher) addPhrases(phrases []string) ([]int32, error) {
	if len(phrases) > maxPhrases {
		return nil, fmt.Errorf("more than %d phrases in a rule: %w", maxPhrases, voxpop.ErrInvalid)
	}
	var out []int32
	for _, phrase := range phrases {
		if err := checkPattern(phrase); err != nil {
			return nil, fmt.Errorf("phrase %q: %w", phrase, err)
		}
		out = append(out, m.phrase(phrase))
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// split parts phrases into those without the alias, and those that contain it.
func (m *Matcher) split(numbers []int32, own string) (without, around []int32) {
	for _, number := range numbers {
		if strings.Contains(" "+m.spelled[number]+" ", " "+own+" ") {
			around = append(around, number)
		} else {
			without = append(without, number)
		}
	}
	return without, around
}

func (m *Matcher) phrase(phrase string) int32 {
	key := lower(phrase)
	number, known := m.phrases[key]
	if !known {
		number = int32(len(m.phrases))
		m.phrases[key] = number
		m.spelled = append(m.spelled, canonical(phrase))
		m.trie.addPhrase(phrase, use{number: number, phrase: true})
	}
	return number
}

func checkPattern(pattern string) error {
	words := parts(pattern)
	if len(pattern) > maxAliasBytes {
		return fmt.Errorf("it is longer than %d bytes: %w", maxAliasBytes, voxpop.ErrInvalid)
	}
	if len(words) == 0 {
		return fmt.Errorf("it has neither a letter nor a digit: %w", voxpop.ErrInvalid)
	}
	if len(words) > maxAliasWords {
		return fmt.Errorf("it has more than %d words: %w", maxAliasWords, voxpop.ErrInvalid)
	}
	for _, w := range words {
		if len([]rune(w.word)) > maxAliasLetter {
			return fmt.Errorf("a word of it is longer than %d letters: %w", maxAliasLetter, voxpop.ErrInvalid)
		}
	}
	return nil
}

// canonical is a pattern with single blanks between its words.
func canonical(pattern string) string {
	var words []string
	for _, p := range parts(pattern) {
		words = append(words, p.word)
	}
	return strings.Join(words, " ")
}
