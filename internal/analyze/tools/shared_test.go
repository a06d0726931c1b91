package tools

import (
	"bufio"
	"encoding/json"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/shareddata"
)

// labelled is a text with a target and what people say is the attitude toward it.
type labelled struct {
	set   string
	text  string
	span  voxpop.Span
	label voxpop.Label
	held  bool // out of the learning
}

// labelledSets are the data sets from which it may be learned, and how much a text of each counts.
// The last four label whole texts: they teach how words feel, around a pronoun.
var labelledSets = map[string]float64{"aitools": 1, "acl14": 0.5, "newsmtsc": 0.5,
	"goemotions3": 0.1, "so_senti4sd": 0.1, "github_gold": 0.1, "jira_ortu": 0.1}

// sharedLabels reads the labelled texts beside the repository, or skips the test. Held out are the dev
// file of aitools, and of the others every fifth text by its hash.
func sharedLabels(tb testing.TB) []labelled {
	tb.Helper()
	dir := shareddata.Path(tb, "sentiment")
	var all []labelled
	for _, part := range []string{"train", "dev"} {
		for line := range fileLines(tb, filepath.Join(dir, "aitools_"+part+".ndjson")) {
			var row struct {
				Text, Label string
				Start, End  int
			}
			if err := json.Unmarshal([]byte(line), &row); err != nil {
				tb.Fatal(err)
			}
			if row.Label != "none" {
				all = append(all, labelled{"aitools", row.Text, voxpop.Span{Start: row.Start, End: row.End}, voxpop.Label(row.Label), part == "dev"})
			}
		}
	}
	for _, set := range []string{"acl14", "newsmtsc", "semeval14_laptops"} {
		for line := range fileLines(tb, filepath.Join(dir, "targeted_"+set+"_train.tsv")) {
			field := strings.Split(line, "\t")
			start, err := strconv.Atoi(field[3])
			if err != nil {
				tb.Fatal(err)
			}
			if start >= 0 {
				span := voxpop.Span{Start: start, End: start + utf8.RuneCountInString(field[1])}
				all = append(all, labelled{set, field[0], span, voxpop.Label(field[2]), hashOf(field[0])%5 == 0})
			}
		}
	}
	return all
}

// sharedWholeTexts reads the sets in which whole texts are labelled, with the first pronoun as the target.
func sharedWholeTexts(tb testing.TB) []labelled {
	tb.Helper()
	var all []labelled
	for _, set := range []string{"goemotions3", "so_senti4sd", "github_gold", "jira_ortu"} {
		for line := range fileLines(tb, filepath.Join(shareddata.Path(tb, "sentiment"), set+"_train.tsv")) {
			text, label, _ := strings.Cut(line, "\t")
			words := scan(nil, text)
			i := slices.IndexFunc(words, func(w word) bool { return pronouns[lower(text[w.from:w.to])] })
			if i >= 0 {
				all = append(all, labelled{set, text, voxpop.Span{Start: int(words[i].start), End: int(words[i].end)}, voxpop.Label(label), false})
			}
		}
	}
	return all
}

var pronouns = wordSet("it this that you he she they")

func hashOf(s string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s))
	return h.Sum32()
}

func fileLines(tb testing.TB, path string) func(func(string) bool) {
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	return func(yield func(string) bool) {
		defer f.Close()
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() && yield(lines.Text()) {
		}
		if err := lines.Err(); err != nil {
			tb.Fatal(err)
		}
	}
}

// confusion counts labels: by what people say, then by what the program says.
type confusion [3][3]int

func (c *confusion) add(people, program voxpop.Label) {
	c[people.Sign()+1][program.Sign()+1]++
}

func (c *confusion) accuracy() float64 {
	right, all := 0, 0
	for i := range c {
		right += c[i][i]
		for _, n := range c[i] {
			all += n
		}
	}
	return float64(right) / float64(max(1, all))
}

// macroF1 is the mean of the three classes' F1.
func (c *confusion) macroF1() float64 {
	sum := 0.0
	for k := range c {
		wrong := 0
		for j := range c {
			if j != k {
				wrong += c[j][k] + c[k][j]
			}
		}
		sum += 2 * float64(c[k][k]) / float64(max(1, 2*c[k][k]+wrong))
	}
	return sum / 3
}
