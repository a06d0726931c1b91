package cli

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/text"
	"github.com/voxpop-dev/voxpop/internal/analyze/tools"
	"github.com/voxpop-dev/voxpop/internal/ask"
	"github.com/voxpop-dev/voxpop/internal/stats"
)

type errorModelCmd struct {
	Files  []string `arg:"" help:"Label files with objects {id, text, target, start, end, label}, of texts that no weights were learned from."`
	Least  int      `default:"10" help:"Labels that a tool needs to be counted."`
	Output string   `short:"o" placeholder:"FILE" help:"Where to write the table (default: standard output)."`
}

// targetLabels are the labels of one tool, beside what each engine says.
type targetLabels struct {
	people []float64
	engine map[string][]float64 // by the name of the engine
}

// Run measures how far the net sentiment of each local engine is from people's, from tool to tool, and writes the table that
// widens intervals where nobody has labelled.
func (c *errorModelCmd) Run(ctx context.Context, std *streams) error {
	byTarget, ids, err := c.read(ctx)
	if err != nil {
		return err
	}
	var lines []string
	for _, name := range localNames {
		var errs []float64
		labels := 0
		for _, target := range slices.Sorted(maps.Keys(byTarget)) {
			t := byTarget[target]
			if len(t.people) < c.Least {
				continue
			}
			errs = append(errs, errorOf(t.people, t.engine[name]))
			labels += len(t.people)
		}
		// The error of measuring each tool stays in: with some twenty labels a tool, taking it out can leave nothing, and intervals too narrow.
		m, ok := stats.MeasuredEngineError(errs, nil)
		if !ok {
			return fmt.Errorf("%d tools have %d labels: at least 2 are needed", len(errs), c.Least)
		}
		held := leftOutCover(errs)
		lines = append(lines, fmt.Sprintf("%s\t%.4f\t%.4f\t%d\t%d\t%d\n", ids[name], m.Bias, m.SD, m.Tools, labels, held))
	}
	return toOutput(c.Output, std.out, func(w io.Writer) error {
		_, err := io.WriteString(w, errorHeader+strings.Join(lines, ""))
		return err
	})
}

const errorHeader = "# Made by: voxpop error-model. Engine of mentions, bias, standard deviation between tools, tools, labels, tools whose truth lay within the interval made of the others.\n"

// localNames are the engines that are measured.
var localNames = []string{"vader", "model"}

// read lets every engine judge every label.
func (c *errorModelCmd) read(ctx context.Context) (map[string]*targetLabels, map[string]string, error) {
	out, ids := map[string]*targetLabels{}, map[string]string{}
	readers := map[string]*toolReader{}
	for _, name := range localNames {
		e := newEngine(name)
		ids[name] = tools.MentionEngine(e.ID()).String()
		r, err := newToolReader(e.ScoreText)
		if err != nil {
			return nil, nil, err
		}
		readers[name] = r
	}
	for _, path := range c.Files {
		err := eachTarget(path, func(l *targetLine) error {
			plain := text.Clean(voxpop.SourceReddit, "", l.Text).Plain
			t := out[l.Target]
			if t == nil {
				t = &targetLabels{engine: map[string][]float64{}}
				out[l.Target] = t
			}
			t.people = append(t.people, float64(l.Label.Sign()))
			for name, r := range readers {
				scored, err := r.targets(l.Text, plain, []target{{l.Start, l.End}})
				if err != nil {
					return err
				}
				t.engine[name] = append(t.engine[name], float64(scored[0].Label.Sign()))
			}
			return ctx.Err()
		})
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return out, ids, nil
}

// targetLine is a label of one mention.
type targetLine struct {
	Text   string       `json:"text"`
	Target string       `json:"target"`
	Start  int          `json:"start"`
	End    int          `json:"end"`
	Label  voxpop.Label `json:"label"`
}

func eachTarget(path string, do func(*targetLine) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return lines(f, func(n int, line []byte) error {
		var l targetLine
		if err := json.Unmarshal(line, &l); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		if l.Target == "" || l.Label != voxpop.Positive && l.Label != voxpop.Neutral && l.Label != voxpop.Negative {
			return nil // such as none: the words do not mean the tool
		}
		if err := do(&l); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		return nil
	})
}

// errorOf is by how much an engine's net sentiment of a tool exceeds people's.
func errorOf(people, engine []float64) (mean float64) {
	for i := range people {
		mean += (engine[i] - people[i]) / float64(len(people))
	}
	return mean
}

// leftOutCover is for how many tools the error, as measured, lies within what the others let expect.
func leftOutCover(errs []float64) (held int) {
	for i := range errs {
		m, ok := stats.MeasuredEngineError(slices.Delete(slices.Clone(errs), i, i+1), nil)
		if !ok {
			continue
		}
		if e := m.Correction().Apply(stats.Interval{}); e.Low <= -errs[i] && -errs[i] <= e.High {
			held++
		}
	}
	return held
}

//go:embed engineerror.tsv
var errorTable string

// engineError is the measured error of an engine between tools; nil when this very version was never measured.
func engineError(id voxpop.EngineID) *ask.EngineError {
	want := tools.MentionEngine(id).String()
	scanner := bufio.NewScanner(strings.NewReader(errorTable))
	for scanner.Scan() {
		f := strings.Split(scanner.Text(), "\t")
		if len(f) < 4 || f[0] != want {
			continue
		}
		bias, err1 := strconv.ParseFloat(f[1], 64)
		sd, err2 := strconv.ParseFloat(f[2], 64)
		n, err3 := strconv.Atoi(f[3])
		if err1 != nil || err2 != nil || err3 != nil {
			return nil // a test reads the table
		}
		return &ask.EngineError{Bias: bias, SD: sd, Tools: n}
	}
	return nil
}
