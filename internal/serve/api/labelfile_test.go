package api

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestReadLabels(t *testing.T) {
	lines, err := ReadLabels(strings.NewReader(`{"id":"t1_a","text":"x","label":"negative"}` + "\n\n" + `{"id":"reddit/t1_b","target":"cursor","start":0,"end":6,"label":"none","overall":"neutral","confidence":3}`))
	if err != nil || len(lines) != 2 {
		t.Fatalf("%+v, %v", lines, err)
	}
	if l := lines[0]; l.Overall != "negative" || l.Label != "" || l.itemID().String() != "reddit/t1_a" {
		t.Errorf("a label without a target is that of the text: %+v", l)
	}
	if l := lines[1]; l.Label != noLabel || l.Overall != "neutral" || l.itemID().String() != "reddit/t1_b" {
		t.Errorf("%+v", l)
	}
	for line, want := range map[string]string{
		`{`: "line 1: want an object", `{"label":"neutral"}`: `line 1: no "id"`, `{"id":"a"}`: `line 1: neither "label" nor "overall"`,
		`{"id":"a","overall":"neutral","label":"positive"}`: `line 1: a "label" without "target"`, `{"id":"a","target":"x","label":"fine"}`: `line 1: label "fine"`,
		`{"id":"a","overall":"neutral","person":"a\nb"}`: `line 1: "person"`, `{"id":"` + strings.Repeat("a", longestLabelLine) + `"}`: "line 1:",
	} {
		if _, err := ReadLabels(strings.NewReader(line)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.60s: %v, want %s", line, err, want)
		}
	}
}

// Whatever a file holds, lines that are read name an item and a label, and can be written and read again.
func FuzzReadLabels(f *testing.F) {
	f.Add(`{"id":"t1_a","text":"x","target":"cursor","start":0,"end":1,"label":"none","overall":"positive","person":"ann","drawn":true}`)
	f.Add(`{"id":"/","label":"neutral"}` + "\n[]")
	f.Fuzz(func(t *testing.T, file string) {
		lines, err := ReadLabels(strings.NewReader(file))
		if err != nil {
			return
		}
		for _, l := range lines {
			if l.itemID().Native == "" || l.Label == "" && l.Overall == "" {
				t.Fatalf("%+v", l)
			}
			written, err := json.Marshal(l)
			if err != nil {
				t.Fatal(err)
			}
			if again, err := ReadLabels(strings.NewReader(string(written))); err != nil || len(again) != 1 || again[0].ID != l.ID || again[0].Label != l.Label || again[0].Overall != l.Overall {
				t.Fatalf("%s: %+v, %v", written, again, err)
			}
		}
	})
}
