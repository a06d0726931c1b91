package postgres

import (
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

func TestRebind(t *testing.T) {
	for query, want := range map[string]string{
		"": "", "SELECT 1": "SELECT 1", "a = ? AND b IN (?, ?)": "a = $1 AND b IN ($2, $3)", "?": "$1",
	} {
		if got := (dialect{}).Rebind(query); got != want {
			t.Errorf("%q: %q, want %q", query, got, want)
		}
	}
}

func TestQueryText(t *testing.T) {
	for text, want := range map[string]string{
		"a b":        "('a') & ('b')",
		`"a bcd"* c`: "('a' <-> 'bcd':*) & ('c')",
		"a -bcd*":    "('a') & !('bcd':*)",
	} {
		q, err := relational.ParseQuery(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := queryText(q); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestVectorIsBounded(t *testing.T) {
	if got := vector([]string{"a", "b", "a"}); got != "'a':1 'b':2 'a':3 " {
		t.Errorf("%q", got)
	}
	words := relational.Words(strings.Repeat("a b ", 20000))
	got := vector(words)
	if n := strings.Count(got, "'a':"); n != positionsPerWord || strings.Contains(got, ":16384") {
		t.Errorf("%d positions", n)
	}
}
