//go:build ignore

// Command gen writes lexicon.tsv and emoji.tsv from the tables that the module
// github.com/jonreiter/govader exports. Run it with "go generate" in this folder.
package main

import (
	"fmt"
	"log"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/jonreiter/govader"
)

// added holds words that the reference's current lexicon has and the module's copy has not.
var added = map[string]float64{"heart": 3.2, "hearts": 3.3}

func main() {
	log.SetFlags(0)
	sia := govader.NewSentimentIntensityAnalyzer()
	var words []string
	for word, valence := range sia.Lexicon {
		if reachable(word) {
			words = append(words, word+"\t"+strconv.FormatFloat(valence, 'g', -1, 64))
		}
	}
	for word, valence := range added {
		words = append(words, word+"\t"+strconv.FormatFloat(valence, 'g', -1, 64))
	}
	write("lexicon.tsv", words)

	var emoji []string
	for chars, description := range sia.EmojiDict {
		if utf8.RuneCountInString(chars) == 1 {
			emoji = append(emoji, chars+"\t"+description)
		}
	}
	write("emoji.tsv", emoji)
}

// reachable reports whether the rules can ever look word up: they ask for lower-cased
// tokens, and tokens hold no space. The few keys with letters beyond ASCII are upper-case.
func reachable(word string) bool {
	return word == strings.ToLower(word) && !strings.ContainsAny(word, " \t")
}

func write(name string, lines []string) {
	slices.Sort(lines)
	if err := os.WriteFile(name, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		log.Fatalf("gen: write %s: %v", name, err)
	}
	fmt.Printf("%s: %d lines\n", name, len(lines))
}
