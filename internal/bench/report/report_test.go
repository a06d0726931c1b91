package report

import (
	"strings"
	"testing"
)

func TestVerdicts(t *testing.T) {
	var table Table
	table.AtMost("slow", 4, 2, "ms", "")
	table.AtMost("errors", 0, 0, "", "")
	table.AtLeast("fast", 30, 20, "×", "a | b")
	table.AtLeast("slow too", 10, 20, "×", "")
	table.Info("size", 123456, "bytes", "")
	if got := table.Failed(); got != 2 {
		t.Errorf("%d rows fail, want 2", got)
	}
	if r := table.Rows[0].Ratio; r != 2 {
		t.Errorf("ratio %v, want 2", r)
	}
	var text, md strings.Builder
	if err := table.Text(&text); err != nil {
		t.Fatal(err)
	}
	if err := table.Markdown(&md); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"≤ 2", "≥ 20", "NO", "yes", "123456 bytes"} {
		if !strings.Contains(text.String(), want) || !strings.Contains(md.String(), want) {
			t.Errorf("%q is missing in\n%s\n%s", want, text.String(), md.String())
		}
	}
	if !strings.Contains(md.String(), `a \| b`) {
		t.Errorf("a bar divides a cell:\n%s", md.String())
	}
}

func TestNumber(t *testing.T) {
	for x, want := range map[float64]string{0: "0", 0.01234: "0.0123", 1.5: "1.5", 3: "3", 99.96: "100", 1234.5: "1234", 1e7: "10000000"} {
		if got := number(x); got != want {
			t.Errorf("number(%v) = %q, want %q", x, got, want)
		}
	}
}
