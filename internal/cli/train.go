package cli

import (
	"crypto/sha256"
	"fmt"
	"io"
	"math"
	"path/filepath"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/model"
	"github.com/voxpop-dev/voxpop/internal/analyze/text"
)

type trainCmd struct {
	Data     string   `arg:"" help:"Folder of the label files that docs/model.md names."`
	Label    []string `placeholder:"FILE" help:"Label files of your own, to learn from as well."`
	Mentions bool     `help:"Learn the attitudes toward mentions instead, which the rules for tools use."`
	Output   string   `short:"o" default:"weights.zst" placeholder:"FILE" help:"Where to write the weights."`
}

// trainingSet is a label file. Each text counts weight, before the classes are balanced.
type trainingSet struct {
	name   string
	weight float64
}

// trainingSets are the sets that the shipped weights are learned from. Those whose attitudes toward targets are labelled stand in for the
// whole text where all targets agree.
var trainingSets = []trainingSet{
	{"aitools_train.ndjson", 2},
	{"goemotions3_train.tsv", 1},
	{"so_senti4sd_train.tsv", 2},
	{"github_gold_train.tsv", 2},
	{"jira_ortu_train.tsv", 2},
	{"targeted_acl14_train.tsv", 1},
	{"targeted_newsmtsc_train.tsv", 0.5},
}

// Run learns the weights of the model engine anew and prints their SHA-256. It takes a few minutes of one core.
func (c *trainCmd) Run(std *streams) error {
	if c.Mentions {
		file, err := c.mentions(std)
		if err != nil {
			return err
		}
		return c.write(std, file)
	}
	var samples []model.Sample
	sets := trainingSets
	for _, path := range c.Label {
		sets = append(sets[:len(sets):len(sets)], trainingSet{path, 2})
	}
	for i, set := range sets {
		path := set.name
		if i < len(trainingSets) {
			path = filepath.Join(c.Data, set.name)
		}
		learn, err := set.read(path)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		fmt.Fprintf(std.err, "%s: %d to learn from\n", set.name, len(learn))
		samples = append(samples, learn...)
	}
	file, err := model.Train(samples)
	if err != nil {
		return err
	}
	return c.write(std, file)
}

func (c *trainCmd) write(std *streams, file []byte) error {
	if err := toOutput(c.Output, std.out, func(w io.Writer) error { _, err := w.Write(file); return err }); err != nil {
		return err
	}
	_, err := fmt.Fprintf(std.out, "%x  %s (%d bytes)\n", sha256.Sum256(file), c.Output, len(file))
	return err
}

func (set *trainingSet) read(path string) ([]model.Sample, error) {
	f, err := readLabels(path)
	if err != nil {
		return nil, err
	}
	attitudes := map[string]voxpop.Label{} // of all targets of a text; none where they differ
	for _, e := range f.Examples {
		if known, seen := attitudes[e.Text]; seen && known != e.Attitude {
			e.Attitude = ""
		}
		attitudes[e.Text] = e.Attitude
	}
	var samples []model.Sample
	for _, e := range f.Examples {
		label := e.Overall
		if label == "" {
			label = attitudes[e.Text]
			delete(attitudes, e.Text)
		}
		if label != "" {
			samples = append(samples, model.Sample{Text: text.Clean(voxpop.SourceReddit, "", e.Text).Plain, Label: label, Weight: set.weight})
		}
	}
	balance(samples)
	return samples, nil
}

// balance lets the texts of rarer classes of a set count more, by the root of how much rarer they are, and all together as much as before. Without it,
// what a set's field is like decides where its words do not.
func balance(samples []model.Sample) {
	var counts [3]float64
	for _, s := range samples {
		counts[s.Label.Sign()+1]++
	}
	sum := 0.0
	for _, n := range counts {
		sum += math.Sqrt(n)
	}
	for i := range samples {
		s := &samples[i]
		s.Weight *= float64(len(samples)) / (sum * math.Sqrt(counts[s.Label.Sign()+1]))
	}
}
