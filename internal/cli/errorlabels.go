package cli

import (
	"context"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/text"
	"github.com/voxpop-dev/voxpop/internal/analyze/tools"
	"github.com/voxpop-dev/voxpop/internal/evaluate"
	"github.com/voxpop-dev/voxpop/internal/stats"
)

// errorLabel is a labelled text, what can be learned of it, and the thread it is of.
type errorLabel struct {
	evaluate.Example
	sample tools.Sample
	thread string
	file   string
}

// read reads the label files and looks up their threads.
func (c *errorModelCmd) read() ([]errorLabel, error) {
	var labels []errorLabel
	for _, path := range c.Files {
		f, err := readLabels(path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		mentions := mentionsByText(f.Examples)
		for _, e := range f.Examples {
			labels = append(labels, errorLabel{Example: e, sample: mentionSample(e, mentions[e.Text], 1, 0), file: filepath.Base(path)})
		}
	}
	return labels, findThreads(labels, c.Threads)
}

// errorJudge lets every local engine judge labels.
type errorJudge struct {
	ids     map[string]voxpop.EngineID // of the mentions, by the name of the engine
	readers map[string]*toolReader
	said    map[string]map[string][]stats.LabelledItem // by engine and tool
	answers map[string][]evaluate.Answer               // by file; of the last engine: all go by the same weights
}

func newErrorJudge() (*errorJudge, error) {
	j := &errorJudge{map[string]voxpop.EngineID{}, map[string]*toolReader{}, map[string]map[string][]stats.LabelledItem{}, map[string][]evaluate.Answer{}}
	for _, name := range localNames {
		e := newEngine(name)
		r, err := newToolReader(e.ScoreText)
		if err != nil {
			return nil, err
		}
		j.ids[name], j.readers[name], j.said[name] = tools.MentionEngine(e.ID()), r, map[string][]stats.LabelledItem{}
	}
	return j, nil
}

// unlearned judges labels by the shipped weights, which must not have been learned from them.
func (j *errorJudge) unlearned(ctx context.Context, labels []errorLabel) error {
	n := 0
	for _, l := range labels {
		if tools.Learned(l.Text) || tools.Learned(l.sample.Text) {
			n++
		}
	}
	if n > 0 {
		return fmt.Errorf("%d of %d texts are among those that the weights were learned from, so the error would flatter: give --folds", n, len(labels))
	}
	return j.judge(ctx, labels)
}

// judge asks the engines about the tools that labels name.
func (j *errorJudge) judge(ctx context.Context, labels []errorLabel) error {
	for _, l := range labels {
		if l.Attitude == "" || l.Target == "" {
			continue
		}
		plain := text.Clean(voxpop.SourceReddit, "", l.Text).Plain
		var answer evaluate.Answer
		for _, name := range localNames {
			scored, err := j.readers[name].targets(l.Text, plain, []target{target(l.Mention)})
			if err != nil {
				return err
			}
			s := scored[0]
			j.said[name][l.Target] = append(j.said[name][l.Target], stats.LabelledItem{Label: l.Attitude.Sign(), Predicted: s.Label.Sign(), Thread: l.thread})
			answer = evaluate.Answer{People: l.Attitude, Engine: s.Label, Confidence: s.Confidence}
		}
		j.answers[l.file] = append(j.answers[l.file], answer)
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// report tells how well the labels of each file were met.
func (j *errorJudge) report(w io.Writer) {
	for _, file := range slices.Sorted(maps.Keys(j.answers)) {
		r := evaluate.Measure(j.answers[file])
		fmt.Fprintf(w, "%s: %d mentions, accuracy %s, macro-F1 %s, ECE %.3f\n", file, r.N, showInterval("%.3f", r.Accuracy), showInterval("%.3f", r.MacroF1), r.ECE)
	}
}

// learned lets the engines go by other weights of mentions.
func (j *errorJudge) learned(file []byte) error {
	for _, name := range localNames {
		s, err := j.readers[name].scorer.WithWeights(file)
		if err != nil {
			return err
		}
		j.readers[name].scorer = s
	}
	return nil
}
