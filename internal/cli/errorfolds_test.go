package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/voxpop-dev/voxpop/internal/evaluate"
)

// foldData writes the sets to learn from beside labels, and labels of two tools. All that say "frobby" are of one thread by the dump it writes.
func foldData(t *testing.T) (data, labels, dump string) {
	t.Helper()
	data = t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(data, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, set := range mentionSets[1:] {
		write(set.name, strings.Repeat("it is a chair\tneutral\n", 9))
	}
	var lines, comments strings.Builder
	for i := range 60 {
		said, label, thread := "is there, too", "neutral", i
		if i%2 == 0 {
			said, label, thread = "is frobby", "positive", 0
		}
		tool := [2]string{"Zed", "Yak"}[i/2%2]
		fmt.Fprintf(&lines, `{"id":"t1_c%d","text":"%s %s, %d","target":"%s","start":0,"end":3,"label":"%s","overall":"%s"}`+"\n", i, tool, said, i, strings.ToLower(tool), label, label)
		fmt.Fprintf(&comments, `{"id":"c%d","link_id":"t3_p%d","body":"x"}`+"\n", i, thread)
	}
	return data, write("own.ndjson", lines.String()), write("RC.ndjson", comments.String())
}

func errorModel(t *testing.T, c errorModelCmd) (table, log string) {
	t.Helper()
	var out, said bytes.Buffer
	if err := c.Run(t.Context(), &streams{out: &out, err: &said}); err != nil {
		t.Fatal(err)
	}
	return out.String(), said.String()
}

// A word that only one thread has is known out of fold where threads are not, and unknown where they are.
func TestErrorModelOutOfFold(t *testing.T) {
	data, labels, dump := foldData(t)
	c := errorModelCmd{Files: []string{labels}, Folds: 3, Data: data, Least: 10}
	byText, log := errorModel(t, c)
	if !strings.Contains(log, "own.ndjson: 60 mentions, accuracy 1.000 [") {
		t.Errorf("a text a thread: %s", log)
	}
	c.Threads = []string{dump}
	byThread, log := errorModel(t, c)
	if !strings.Contains(log, "own.ndjson: 60 mentions, accuracy 0.500 [") {
		t.Errorf("by thread: %s", log)
	}
	if n := strings.Count(byThread, "\t2\t60\t"); n != len(localNames) || byText == byThread || !strings.Contains(byThread, "\t-0.5000\t") {
		t.Errorf("the table says\n%s", byThread)
	}
}

func TestErrorModelRefuses(t *testing.T) {
	data, labels, _ := foldData(t)
	for what, c := range map[string]errorModelCmd{
		"one fold":            {Files: []string{labels}, Folds: 1, Data: data},
		"nothing beside":      {Files: []string{labels}, Folds: 3},
		"no such set":         {Files: []string{labels}, Folds: 3, Data: t.TempDir()},
		"no such dump":        {Files: []string{labels}, Threads: []string{filepath.Join(data, "none")}},
		"a dump that is none": {Files: []string{labels}, Threads: []string{filepath.Join(data, mentionSets[1].name)}},
		"no such labels":      {Files: []string{filepath.Join(data, "none")}},
		"too few labels":      {Files: []string{labels}, Least: 40},
	} {
		if err := c.Run(t.Context(), &streams{out: new(bytes.Buffer), err: new(bytes.Buffer)}); err == nil {
			t.Errorf("%s: taken", what)
		}
	}
}

// No thread is in both parts of a fold, and a text that is in two threads is learned from in none where it is judged.
func TestFoldsShareNoThreadAndNoText(t *testing.T) {
	_, path, dump := foldData(t)
	c := errorModelCmd{Files: []string{path, path}, Folds: 4, Threads: []string{dump}}
	labels, err := c.read()
	if err != nil {
		t.Fatal(err)
	}
	for i := range 60 {
		labels[i].thread += " again"
	}
	judged := 0
	for fold := range c.Folds {
		learn, held := c.part(labels, fold)
		judged += len(held)
		texts, threads := map[string]bool{}, map[string]bool{}
		for _, l := range held {
			texts[l.sample.Text], threads[l.thread] = true, true
		}
		for _, s := range learn {
			if texts[s.Text] {
				t.Fatalf("fold %d: %q is learned from and judged", fold, s.Text)
			}
		}
		for _, l := range labels {
			if in := foldOf(l.thread, c.Folds) == fold; in != threads[l.thread] {
				t.Fatalf("fold %d: thread %q is in it: %v", fold, l.thread, in)
			}
		}
	}
	if judged != len(labels) {
		t.Errorf("%d of %d are judged", judged, len(labels))
	}
}

func TestFindThreads(t *testing.T) {
	path := filepath.Join(t.TempDir(), "RC.zst")
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	packed := z.EncodeAll([]byte(`{"id":"a","link_id":"t3_p"}`+"\n"+`{"id":"z","link_id":"t3_q"}`+"\n"), nil)
	if err := os.WriteFile(path, packed, 0o600); err != nil {
		t.Fatal(err)
	}
	labels := make([]errorLabel, 3)
	for i, id := range []string{"t1_a", "t3_b", "t1_c"} {
		labels[i].Example = evaluate.Example{ID: id, Text: "text " + id}
	}
	if err := findThreads(labels, []string{path}); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"t3_p", "t3_b", "text t1_c"} {
		if labels[i].thread != want {
			t.Errorf("%s is in %q, want %q", labels[i].ID, labels[i].thread, want)
		}
	}
}
