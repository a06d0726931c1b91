package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTrainMentions(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, set := range mentionSets {
		write(set.name, strings.Repeat("it is a fine thing\tpositive\n", 9)+strings.Repeat("it is a foul thing\tnegative\n", 9))
	}
	write(mentionSets[1].name, strings.Repeat("Zed is fine, Yak is foul\tZed\tpositive\t0\nZed is fine, Yak is foul\tYak\tnegative\t13\n", 9))
	own := write("own.ndjson", `{"id":"1","text":"> quoted\n\nI use Zed","label":"neutral","overall":"neutral","start":16,"end":19}`+"\n")
	var out, log bytes.Buffer
	c := trainCmd{Data: dir, Label: []string{own}, Mentions: true, Output: filepath.Join(dir, "out.zst")}
	if err := c.Run(&streams{out: &out, err: &log}); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(c.Output)
	if err != nil || len(file) < 1000 {
		t.Errorf("%d bytes, %v", len(file), err)
	}
	if !strings.Contains(log.String(), "own.ndjson: 1 to learn from, 0 held out") || !strings.Contains(log.String(), mentionSets[0].name+": 18 to learn from") {
		t.Errorf("it says %q", log.String())
	}
	again := trainCmd{Data: dir, Mentions: true, Output: filepath.Join(dir, "again.zst")}
	if err := again.Run(&streams{out: &out, err: &log}); err != nil {
		t.Fatal(err)
	}
	if without, err := os.ReadFile(again.Output); err != nil || bytes.Equal(file, without) {
		t.Errorf("a label more changes nothing (%v)", err)
	}
	c.Label = []string{filepath.Join(dir, "none")}
	if err := c.Run(&streams{out: &out, err: &log}); err == nil {
		t.Error("a file that is not there is taken")
	}
}

// Mentions are looked up where the cleaned text has them.
func TestMentionSample(t *testing.T) {
	f, err := (&mentionSet{name: writeLabels(t, `{"text":"So **Zed** beats Yak","label":"positive","overall":"positive","start":5,"end":8}`)}).read(&streams{err: new(bytes.Buffer)}, 0)
	if err != nil || len(f) != 1 {
		t.Fatal(f, err)
	}
	s := f[0]
	if s.Text != "So Zed beats Yak" || s.Mention.Start != 3 || s.Mention.End != 6 {
		t.Errorf("%q: the mention is at %v", s.Text, s.Mention)
	}
}

func writeLabels(t *testing.T, line string) string {
	path := filepath.Join(t.TempDir(), "labels.ndjson")
	if err := os.WriteFile(path, []byte(line+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
