package cli

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop/internal/analyze/tools"
)

var updateFigures = flag.Bool("update", false, "write enginefigures.tsv anew from docs/model.md")

// What the program says of its engines is what the model card says, of the versions that it has.
func TestEngineFigures(t *testing.T) {
	card, err := os.ReadFile("../../docs/model.md")
	if err != nil {
		t.Fatal(err)
	}
	vader, model, mentions := newEngine("vader").ID().String(), newEngine("model").ID().String(), "mentions@tools."+tools.Version
	var want []string
	for _, row := range cardTable(t, string(card), "\n## Figures\n", "| Set | n | VADER, macro-F1 |") {
		want = append(want, figureLine(t, model, "text", "never learned from", row[0], row[1], row[4], row[5], row[6]), figureLine(t, vader, "text", "never learned from", row[0], row[1], "", row[2], ""))
	}
	for _, row := range cardTable(t, string(card), "\n## Figures\n", "| Set | n | accuracy |") {
		want = append(want, figureLine(t, model, "text", "five folds", row[0], row[1], row[2], row[3], row[4]))
	}
	for _, row := range cardTable(t, string(card), "\n## Figures of mentions\n", "| Set | n | accuracy |") {
		want = append(want, figureLine(t, mentions, "mention", "five folds", row[0], row[1], row[2], row[3], row[4]))
	}
	table := strings.Join(want, "\n") + "\n"
	if *updateFigures {
		if err := os.WriteFile("enginefigures.tsv", []byte(table), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if table != figureTable {
		t.Error("internal/cli/enginefigures.tsv is not what docs/model.md and the engines' versions say: measure anew, mend the card, then run this test with -update")
	}
	if got := engineFigures(); len(got) != len(want) || got[0].MacroF1 <= 0 || got[0].MacroF1 >= 1 || got[0].N == 0 {
		t.Errorf("%d figures, the first %+v", len(got), got)
	}
}

// cardTable returns the cells of the first table below a heading that begins with head.
func cardTable(t *testing.T, card, heading, head string) [][]string {
	t.Helper()
	_, below, ok := strings.Cut(card, heading)
	_, table, found := strings.Cut(below, "\n"+head)
	if !ok || !found {
		t.Fatalf("docs/model.md has no table %q below %q", head, strings.TrimSpace(heading))
	}
	var rows [][]string
	for i, line := range strings.Split(table, "\n") {
		if i > 1 && !strings.HasPrefix(line, "|") {
			break
		}
		if i > 1 {
			cells := strings.Split(strings.Trim(line, "| "), "|")
			for j := range cells {
				cells[j] = strings.TrimSpace(cells[j])
			}
			rows = append(rows, cells)
		}
	}
	return rows
}

var measured = regexp.MustCompile(`^(\.\d+)(?: \[(\.\d+), (\.\d+)\])?$`)

// figureLine writes a line of the table; of the intervals that of macro-F1 is kept.
func figureLine(t *testing.T, engine, level, how, set, n, accuracy, macro, ece string) string {
	t.Helper()
	parts := func(cell string) []string {
		if cell == "" {
			return make([]string, 4)
		}
		m := measured.FindStringSubmatch(cell)
		if m == nil {
			t.Fatalf("%s: %q is no figure", set, cell)
		}
		return m
	}
	f := parts(macro)
	return strings.Join([]string{engine, level, set, how, strings.ReplaceAll(n, ",", ""), parts(accuracy)[1], f[1], f[2], f[3], parts(ece)[1]}, "\t")
}
