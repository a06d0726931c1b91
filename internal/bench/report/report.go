// Package report writes what benchmarks found as one table: text, JSON and Markdown.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// Row is one figure.
type Row struct {
	Name     string  `json:"name"`
	Measured float64 `json:"measured"`
	Unit     string  `json:"unit"`
	Budget   *Budget `json:"budget,omitempty"` // nil for a figure that only informs
	Ratio    float64 `json:"ratio,omitempty"`  // measured / budget
	Pass     *bool   `json:"pass,omitempty"`
	Note     string  `json:"note,omitempty"`
}

// Budget is a promise about a figure.
type Budget struct {
	Limit   float64 `json:"limit"`
	AtLeast bool    `json:"at_least"` // else the figure may be Limit at most
}

func (b Budget) String() string {
	if b.AtLeast {
		return "≥ " + number(b.Limit)
	}
	return "≤ " + number(b.Limit)
}

// Table is everything one run found.
type Table struct {
	Title   string         `json:"title"`
	Began   time.Time      `json:"began"`
	Seconds float64        `json:"seconds"`
	Machine Machine        `json:"machine"`
	Rows    []Row          `json:"rows"`
	Details map[string]any `json:"details,omitempty"` // what the rows were computed from
}

// Info adds a figure without a budget.
func (t *Table) Info(name string, measured float64, unit, note string) {
	t.Rows = append(t.Rows, Row{Name: name, Measured: measured, Unit: unit, Note: note})
}

// AtMost adds a figure that should not exceed limit.
func (t *Table) AtMost(name string, measured, limit float64, unit, note string) {
	t.judge(Row{Name: name, Measured: measured, Unit: unit, Note: note, Budget: &Budget{Limit: limit}})
}

// AtLeast adds a figure that should reach limit.
func (t *Table) AtLeast(name string, measured, limit float64, unit, note string) {
	t.judge(Row{Name: name, Measured: measured, Unit: unit, Note: note, Budget: &Budget{Limit: limit, AtLeast: true}})
}

func (t *Table) judge(r Row) {
	pass := r.Measured <= r.Budget.Limit
	if r.Budget.AtLeast {
		pass = r.Measured >= r.Budget.Limit
	}
	r.Pass = &pass
	if r.Budget.Limit != 0 {
		r.Ratio = r.Measured / r.Budget.Limit
	}
	t.Rows = append(t.Rows, r)
}

// Detail keeps raw figures beside the rows.
func (t *Table) Detail(name string, v any) {
	if t.Details == nil {
		t.Details = map[string]any{}
	}
	t.Details[name] = v
}

// Failed is how many rows miss their budget.
func (t *Table) Failed() (n int) {
	for _, r := range t.Rows {
		if r.Pass != nil && !*r.Pass {
			n++
		}
	}
	return n
}

func (r Row) cells() []string {
	cells := []string{r.Name, number(r.Measured) + " " + r.Unit, "", "", "", r.Note}
	if r.Budget != nil {
		cells[2] = r.Budget.String()
		cells[3] = number(r.Ratio)
		cells[4] = "NO"
		if *r.Pass {
			cells[4] = "yes"
		}
	}
	return cells
}

var heads = []string{"name", "measured", "budget", "ratio", "pass", "note"}

// Text writes the table for a terminal.
func (t *Table) Text(w io.Writer) error {
	out := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(out, strings.Join(heads, "\t"))
	for _, r := range t.Rows {
		fmt.Fprintln(out, strings.Join(r.cells(), "\t"))
	}
	return out.Flush()
}

// Markdown writes the table for reading in a browser.
func (t *Table) Markdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s, %s. %.0f s.\n\n", t.Title, t.Began.UTC().Format("2006-01-02 15:04 UTC"), t.Machine, t.Seconds)
	fmt.Fprintf(&b, "| %s |\n|%s\n", strings.Join(heads, " | "), strings.Repeat("---|", len(heads)))
	for _, r := range t.Rows {
		cells := r.cells()
		for i := range cells {
			cells[i] = strings.ReplaceAll(cells[i], "|", `\|`)
		}
		fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | "))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Save writes NAME.json and NAME.md into a folder.
func (t *Table) Save(dir, name string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("saving results: %w", err)
	}
	b, err := json.MarshalIndent(t, "", "  ")
	if err != nil {
		return fmt.Errorf("saving results: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".json"), append(b, '\n'), 0o644); err != nil {
		return fmt.Errorf("saving results: %w", err)
	}
	var md strings.Builder
	_ = t.Markdown(&md) // into memory: cannot fail
	if err := os.WriteFile(filepath.Join(dir, name+".md"), []byte(md.String()), 0o644); err != nil {
		return fmt.Errorf("saving results: %w", err)
	}
	return nil
}

// number shows three significant digits, and whole numbers from a hundred on.
func number(x float64) string {
	if x >= 100 || x <= -100 || x == float64(int64(x)) {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 3, 64)
}
