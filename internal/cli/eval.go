package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/model"
	"github.com/voxpop-dev/voxpop/internal/analyze/text"
	"github.com/voxpop-dev/voxpop/internal/analyze/tools"
	"github.com/voxpop-dev/voxpop/internal/evaluate"
)

type evalCmd struct {
	Files   []string `arg:"" help:"Label files: text, label; or text, target, label, offset with tabs between; or objects {id, text, overall, label, start, end}, one a line."`
	Engine  string   `default:"model" enum:"vader,model" help:"Engine: vader or model."`
	Against string   `default:"" enum:",vader,model" help:"A second engine to compare with."`
	Level   string   `default:"all" enum:"all,text,mention" help:"What to judge: the feeling of whole texts, the attitude toward the marked mention, or all that is labelled."`
	Raw     bool     `help:"Score the texts as given, without taking Markdown, quotes, code and links out."`
	JSON    bool     `help:"Print JSON."`
	Overlap bool     `name:"allow-overlap" help:"Judge by texts that weights were learned from, too, and say how many they are."`
	Risk    bool     `help:"Tell how often answers are wrong that the engine is sure of, by how sure: what the engine auto goes by."`
	Plot    string   `placeholder:"FILE" help:"Draw the reliability of each engine on each file as an SVG."`
}

// evaluation is what is found for one file at one level.
type evaluation struct {
	File       string               `json:"file"`
	Level      string               `json:"level"` // "text" or "mention"
	Skipped    int                  `json:"skipped,omitempty"`
	Overlap    int                  `json:"overlap,omitempty"` // texts that weights were learned from
	Engines    []engineReport       `json:"engines"`
	Comparison *evaluate.Comparison `json:"comparison,omitempty"`
}

type engineReport struct {
	Engine  string `json:"engine"`
	Version string `json:"version"`
	evaluate.Report
	TextsPerSecond float64       `json:"texts_per_second"` // on one thread, cleaning included
	Risk           *riskCoverage `json:"risk_coverage,omitempty"`
}

// Run judges engines by label files.
func (c *evalCmd) Run(ctx context.Context, std *streams) error {
	var all []evaluation
	for _, path := range c.Files {
		found, err := c.file(ctx, path)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		all = append(all, found...)
	}
	if c.Plot != "" {
		if err := os.WriteFile(c.Plot, []byte(plotOf(all)), 0o600); err != nil {
			return err
		}
	}
	if c.JSON {
		enc := json.NewEncoder(std.out)
		enc.SetIndent("", "  ")
		return enc.Encode(all)
	}
	for _, e := range all {
		printEvaluation(std.out, e)
	}
	return nil
}

func (c *evalCmd) file(ctx context.Context, path string) ([]evaluation, error) {
	labelled, err := readLabels(path)
	if err != nil {
		return nil, err
	}
	var all []evaluation
	for _, level := range []string{levelText, levelMention} {
		examples := atLevel(labelled.Examples, level)
		if len(examples) == 0 || c.Level != "all" && c.Level != level {
			continue
		}
		e := evaluation{File: filepath.Base(path), Level: level, Overlap: c.learned(level, examples)}
		if e.Overlap > 0 && !c.Overlap {
			return nil, fmt.Errorf("%d of %d texts are among those that weights were learned from, so the figures would flatter: give other texts, or --allow-overlap", e.Overlap, len(examples))
		}
		if level == levelMention {
			e.Skipped = labelled.Skipped
		}
		if err := c.judge(ctx, &e, examples); err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("nothing is labelled for --level %s", c.Level)
	}
	return all, nil
}

// learned counts the texts that the weights were learned from which judge at a level: those of the model engine, and for mentions those
// of the attitudes.
func (c *evalCmd) learned(level string, examples []evaluate.Example) (n int) {
	var known []func(text string) bool
	if c.Engine == "model" || c.Against == "model" {
		known = append(known, model.New().Learned)
	}
	if level == levelMention {
		known = append(known, tools.Learned)
	}
	for _, e := range examples {
		plain := text.Clean(voxpop.SourceReddit, "", e.Text).Plain
		if slices.ContainsFunc(known, func(has func(string) bool) bool { return has(plain) || has(e.Text) }) {
			n++
		}
	}
	return n
}

func readLabels(path string) (evaluate.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return evaluate.File{}, err
	}
	defer f.Close()
	return evaluate.Read(f)
}

const (
	levelText    = "text"
	levelMention = "mention"
)

func atLevel(examples []evaluate.Example, level string) (some []evaluate.Example) {
	for _, e := range examples {
		if level == levelText && e.Overall != "" || level == levelMention && e.Attitude != "" {
			some = append(some, e)
		}
	}
	return some
}

// judge lets one or two engines answer the examples.
func (c *evalCmd) judge(ctx context.Context, e *evaluation, examples []evaluate.Example) error {
	var answers [2][]evaluate.Answer
	for i, name := range []string{c.Engine, c.Against} {
		if name == "" {
			continue
		}
		engine := newEngine(name)
		engine.ScoreText(examples[0].Text) // builds its tables
		began := time.Now()
		given, err := c.ask(ctx, engine, e.Level, examples)
		if err != nil {
			return err
		}
		rate := float64(len(examples)) / max(time.Since(began).Seconds(), 1e-9)
		answers[i] = given
		id := engine.ID()
		e.Engines = append(e.Engines, engineReport{id.Name, id.Version, evaluate.Measure(given), rate, c.risk(given)})
	}
	if c.Against != "" {
		comparison := evaluate.Compare(answers[0], answers[1])
		e.Comparison = &comparison
	}
	return nil
}

func (c *evalCmd) ask(ctx context.Context, engine localEngine, level string, examples []evaluate.Example) ([]evaluate.Answer, error) {
	reader, err := newToolReader(engine.ScoreText)
	if err != nil {
		return nil, err
	}
	answers := make([]evaluate.Answer, len(examples))
	for i, e := range examples {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		plain := e.Text
		if !c.Raw {
			plain = text.Clean(voxpop.SourceReddit, "", e.Text).Plain
		}
		if level == levelText {
			s := engine.ScoreText(plain)
			answers[i] = evaluate.Answer{People: e.Overall, Engine: s.Label, Confidence: s.Confidence}
			continue
		}
		scored, err := reader.targets(e.Text, plain, []target{target(e.Mention)})
		if err != nil {
			return nil, err
		}
		answers[i] = evaluate.Answer{People: e.Attitude, Engine: scored[0].Label, Confidence: scored[0].Confidence}
	}
	return answers, nil
}

func plotOf(all []evaluation) string {
	var panels []evaluate.Panel
	for _, e := range all {
		for _, r := range e.Engines {
			panels = append(panels, evaluate.Panel{Title: fmt.Sprintf("%s: %s, %s", r.Engine, e.File, e.Level), Report: r.Report})
		}
	}
	return evaluate.Plot(panels)
}
