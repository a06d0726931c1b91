package cli

import (
	"fmt"
	"hash/fnv"
	"path/filepath"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/text"
	"github.com/voxpop-dev/voxpop/internal/analyze/tools"
	"github.com/voxpop-dev/voxpop/internal/evaluate"
)

// mentionSet is a label file to learn attitudes from. Each text counts weight; tenth says that one in ten is held out, by its hash.
type mentionSet struct {
	name   string
	weight float64
	tenth  bool
}

// mentionSets are the sets that the attitudes toward mentions are learned from; those without targets teach how words feel. The place
// of a set is its origin: files of one's own count as the first one.
var mentionSets = []mentionSet{
	{name: "aitools_train.ndjson", weight: 1},
	{name: "targeted_acl14_train.tsv", weight: 1, tenth: true},
	{name: "targeted_newsmtsc_train.tsv", weight: 1, tenth: true},
	{name: "goemotions3_train.tsv", weight: 1},
	{name: "so_senti4sd_train.tsv", weight: 1},
	{name: "github_gold_train.tsv", weight: 1},
	{name: "jira_ortu_train.tsv", weight: 1},
}

// mentions learns the weights of the attitudes toward mentions and returns them as a file.
func (c *trainCmd) mentions(std *streams) ([]byte, error) {
	var all []tools.Sample
	for origin, set := range mentionSets {
		set.name = filepath.Join(c.Data, set.name)
		samples, err := set.read(std, origin)
		if err != nil {
			return nil, err
		}
		all = append(all, samples...)
	}
	for _, path := range c.Label {
		samples, err := (&mentionSet{name: path, weight: 1}).read(std, 0)
		if err != nil {
			return nil, err
		}
		all = append(all, samples...)
	}
	return tools.Learn(all)
}

func (set *mentionSet) read(std *streams, origin int) (samples []tools.Sample, err error) {
	f, err := readLabels(set.name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", set.name, err)
	}
	mentions := mentionsByText(f.Examples)
	for _, e := range f.Examples {
		if !set.tenth || !tenth(e.Text) {
			samples = append(samples, mentionSample(e, mentions[e.Text], set.weight, origin))
		}
	}
	fmt.Fprintf(std.err, "%s: %d to learn from, %d held out\n", filepath.Base(set.name), len(samples), len(f.Examples)-len(samples))
	return samples, nil
}

func mentionsByText(examples []evaluate.Example) map[string][]voxpop.Span {
	mentions := map[string][]voxpop.Span{}
	for _, e := range examples {
		if e.Attitude != "" {
			mentions[e.Text] = append(mentions[e.Text], e.Mention)
		}
	}
	return mentions
}

func tenth(s string) bool { return foldOf(s, 10) == 0 }

// foldOf is one of n parts, by a hash.
func foldOf(s string, n int) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s))
	return int(h.Sum32() % uint32(n))
}

// rareness is how much more an attitude of the first set counts, where most are neutral.
var rareness = map[voxpop.Label]float64{voxpop.Negative: 2, voxpop.Positive: 1.5, voxpop.Neutral: 1}

// mentionSample looks up the mention, and the others of its text, in the cleaned text, if all are still there, as analyze does.
func mentionSample(e evaluate.Example, mentions []voxpop.Span, weight float64, origin int) tools.Sample {
	s := tools.Sample{Attitude: e.Attitude, Overall: e.Overall, Weight: weight, Origin: origin}
	if origin == 0 && e.Attitude != "" {
		s.Weight *= rareness[e.Attitude]
	}
	s.Text = text.Clean(voxpop.SourceReddit, "", e.Text).Plain
	if e.Attitude == "" {
		return s
	}
	spans := []voxpop.Span{e.Mention}
	for _, m := range mentions {
		if m != e.Mention {
			spans = append(spans, m)
		}
	}
	if moved, ok := moveSpans([]rune(e.Text), []rune(s.Text), spans); ok {
		spans = moved
	} else {
		s.Text = e.Text
	}
	s.Mention, s.Others = spans[0], spans[1:]
	return s
}
