package tools

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
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
}

// sharedLabels reads the labelled texts beside the repository of which nothing was learned, or skips the test: the dev file
// of aitools, a tenth of two sets, and one from which none is.
func sharedLabels(tb testing.TB) []labelled {
	tb.Helper()
	dir := shareddata.Path(tb, "sentiment")
	var all []labelled
	for line := range fileLines(tb, filepath.Join(dir, "aitools_dev.ndjson")) {
		var row struct {
			Text, Label string
			Start, End  int
		}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			tb.Fatal(err)
		}
		if row.Label != "none" {
			all = append(all, labelled{"aitools", row.Text, voxpop.Span{Start: row.Start, End: row.End}, voxpop.Label(row.Label)})
		}
	}
	for _, set := range []string{"acl14", "newsmtsc", "semeval14_laptops"} {
		for line := range fileLines(tb, filepath.Join(dir, "targeted_"+set+"_train.tsv")) {
			field := strings.Split(line, "\t")
			start, err := strconv.Atoi(field[3])
			if err != nil {
				tb.Fatal(err)
			}
			if start >= 0 && !Learned(field[0]) {
				span := voxpop.Span{Start: start, End: start + utf8.RuneCountInString(field[1])}
				all = append(all, labelled{set, field[0], span, voxpop.Label(field[2])})
			}
		}
	}
	return all
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
