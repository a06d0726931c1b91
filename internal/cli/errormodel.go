package cli

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/stats"
)

type errorModelCmd struct {
	Files   []string `arg:"" help:"Label files with objects {id, text, target, start, end, label, overall}; without --folds, of texts that no weights were learned from."`
	Least   int      `default:"30" help:"Labels that a tool needs to be counted."`
	Folds   int      `default:"0" help:"Learn the attitudes anew this many times, each time without the threads that are judged then: for labels that the weights were learned from."`
	Data    string   `placeholder:"DIR" help:"With --folds: folder of the label files that docs/model.md names, to learn from beside FILES, which stand in for the first of them."`
	Threads []string `placeholder:"FILE" help:"Reddit dumps of comments (NDJSON, plain or .zst) that tell the threads of the labels' ids. Without, a text is a thread."`
	Output  string   `short:"o" placeholder:"FILE" help:"Where to write the table (default: standard output)."`
}

// Run measures how far the net sentiment of each local engine is from people's, from tool to tool, and writes the table that
// widens intervals where nobody has labelled. It also tells how well the labels of each file are met.
func (c *errorModelCmd) Run(ctx context.Context, std *streams) error {
	labels, err := c.read()
	if err != nil {
		return err
	}
	judge, err := newErrorJudge()
	if err != nil {
		return err
	}
	if c.Folds > 0 {
		err = c.outOfFold(ctx, std, judge, labels)
	} else {
		err = judge.unlearned(ctx, labels)
	}
	if err != nil {
		return err
	}
	judge.report(std.err)
	var table strings.Builder
	table.WriteString(errorHeader)
	for _, name := range localNames {
		line, err := c.line(judge.ids[name], judge.said[name])
		if err != nil {
			return err
		}
		table.WriteString(line)
	}
	return toOutput(c.Output, std.out, func(w io.Writer) error {
		_, err := io.WriteString(w, table.String())
		return err
	})
}

// line measures an engine by what it and people said of each tool.
func (c *errorModelCmd) line(id voxpop.EngineID, said map[string][]stats.LabelledItem) (string, error) {
	tools := toolErrors(said, c.Least)
	labels := 0
	for _, t := range tools {
		labels += t.Labels
	}
	m, ok := engineErrorOf(tools)
	if !ok {
		return "", fmt.Errorf("%d tools have %d labels: at least 2 are needed", len(tools), c.Least)
	}
	return fmt.Sprintf("%s\t%.4f\t%.4f\t%d\t%d\t%d\n", id, m.Bias, m.SD, m.Tools, labels, leftOutCover(tools)), nil
}

const errorHeader = "# Made by: voxpop error-model. Engine of mentions, bias, standard deviation between tools, tools, labels, tools whose truth lay within the interval made of the others.\n"

// localNames are the engines that are measured.
var localNames = []string{"vader", "model"}

// toolErrors is by how much people's net sentiment of each tool exceeds an engine's, where people gave it least labels.
func toolErrors(said map[string][]stats.LabelledItem, least int) (tools []stats.Correction) {
	for _, target := range slices.Sorted(maps.Keys(said)) {
		if items := said[target]; len(items) >= max(2, least) {
			tools = append(tools, stats.Rectifier(items))
		}
	}
	return tools
}

// engineErrorOf is how tools differ, without what is the chance of their labels.
func engineErrorOf(tools []stats.Correction) (stats.EngineError, bool) {
	errs, chance := make([]float64, len(tools)), make([]float64, len(tools))
	for i, t := range tools {
		errs[i], chance[i] = -t.Shift, t.SE
	}
	return stats.MeasuredEngineError(errs, chance)
}

// leftOutCover is for how many tools the interval that is made of the others holds the truth, as far as the labels of the tool tell it.
func leftOutCover(tools []stats.Correction) (held int) {
	for i, t := range tools {
		m, ok := engineErrorOf(slices.Delete(slices.Clone(tools), i, i+1))
		if !ok {
			continue
		}
		// The engine's net sentiment is 0 here. What the labels say of the truth is t.Shift, give or take.
		truth := t.Apply(stats.Interval{})
		truth.Mean, truth.Low, truth.High, truth.DF = -truth.Mean, -truth.High, -truth.Low, t.DF
		if off := m.Correction().Apply(truth.Interval); off.Low <= 0 && 0 <= off.High {
			held++
		}
	}
	return held
}
