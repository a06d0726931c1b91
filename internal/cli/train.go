package cli

import (
	"crypto/sha256"
	"fmt"
	"hash/fnv"
	"io"
	"path/filepath"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/model"
	"github.com/voxpop-dev/voxpop/internal/analyze/text"
)

type trainCmd struct {
	Data   string   `arg:"" help:"Folder of the label files that docs/model.md names."`
	Label  []string `placeholder:"FILE" help:"Label files of your own, to learn from as well."`
	Output string   `short:"o" default:"weights.zst" placeholder:"FILE" help:"Where to write the weights."`
}

// trainingSet is a label file. Each text counts weight; tenth says that one in ten is held out, by its hash.
type trainingSet struct {
	name   string
	weight float64
	held   bool // all of it is
	tenth  bool
}

// trainingSets are the sets that the shipped weights are learned from, and, held out, those that the temperature is fitted on.
var trainingSets = []trainingSet{
	{name: "aitools_train.ndjson", weight: 3},
	{name: "goemotions3_train.tsv", weight: 1},
	{name: "so_senti4sd_train.tsv", weight: 3, tenth: true},
	{name: "github_gold_train.tsv", weight: 2.5, tenth: true},
	{name: "jira_ortu_train.tsv", weight: 2, tenth: true},
	{name: "aitools_dev.ndjson", weight: 3, held: true},
	{name: "goemotions3_dev.tsv", weight: 0.5, held: true},
}

// Run learns the weights of the model engine anew and prints their SHA-256. It takes a few minutes of one core.
func (c *trainCmd) Run(std *streams) error {
	var samples, held []model.Sample
	sets := trainingSets
	for _, path := range c.Label {
		sets = append(sets[:len(sets):len(sets)], trainingSet{name: path, weight: 3})
	}
	for i, set := range sets {
		path := set.name
		if i < len(trainingSets) {
			path = filepath.Join(c.Data, set.name)
		}
		learn, out, err := set.read(path)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		fmt.Fprintf(std.err, "%s: %d to learn from, %d held out\n", set.name, len(learn), len(out))
		samples, held = append(samples, learn...), append(held, out...)
	}
	file, err := model.Train(samples, held)
	if err != nil {
		return err
	}
	if err := toOutput(c.Output, std.out, func(w io.Writer) error { _, err := w.Write(file); return err }); err != nil {
		return err
	}
	_, err = fmt.Fprintf(std.out, "%x  %s (%d bytes)\n", sha256.Sum256(file), c.Output, len(file))
	return err
}

func (set *trainingSet) read(path string) (learn, held []model.Sample, err error) {
	f, err := readLabels(path)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range f.Examples {
		if e.Overall == "" {
			continue
		}
		s := model.Sample{Text: text.Clean(voxpop.SourceReddit, "", e.Text).Plain, Label: e.Overall, Weight: set.weight}
		if set.held || set.tenth && tenth(s.Text) {
			held = append(held, s)
		} else {
			learn = append(learn, s)
		}
	}
	return learn, held, nil
}

func tenth(s string) bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s))
	return h.Sum32()%10 == 0
}
