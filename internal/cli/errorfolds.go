package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/voxpop-dev/voxpop/internal/analyze/tools"
	"github.com/voxpop-dev/voxpop/internal/source/file"
)

// outOfFold judges each thread's labels by weights that were learned without them.
func (c *errorModelCmd) outOfFold(ctx context.Context, std *streams, judge *errorJudge, labels []errorLabel) error {
	if c.Folds < 2 || c.Data == "" {
		return errors.New("want --folds of at least 2, and --data")
	}
	var others []tools.Sample
	for i, set := range mentionSets[1:] {
		set.name = filepath.Join(c.Data, set.name)
		samples, err := set.read(std, i+1)
		if err != nil {
			return err
		}
		others = append(others, samples...)
	}
	for fold := range c.Folds {
		learn, held := c.part(labels, fold)
		fmt.Fprintf(std.err, "fold %d: %d to learn from, %d judged\n", fold+1, len(learn), len(held))
		weights, err := tools.Learn(append(learn, others...))
		if err != nil {
			return err
		}
		if err := judge.learned(weights); err != nil {
			return err
		}
		if err := judge.judge(ctx, held); err != nil {
			return err
		}
	}
	return nil
}

// part returns the labels of a fold, and what is to be learned from the others. A text that the fold has too is left out of these.
func (c *errorModelCmd) part(labels []errorLabel, fold int) (learn []tools.Sample, held []errorLabel) {
	texts := map[string]bool{}
	for _, l := range labels {
		if foldOf(l.thread, c.Folds) == fold {
			held = append(held, l)
			texts[l.sample.Text] = true
		}
	}
	for _, l := range labels {
		if foldOf(l.thread, c.Folds) != fold && !texts[l.sample.Text] {
			learn = append(learn, l.sample)
		}
	}
	return learn, held
}

// findThreads names the thread of each label: a post is its own, a comment is in that which a dump names, and else a text stands alone.
func findThreads(labels []errorLabel, dumps []string) error {
	threads := map[string]string{}
	for _, l := range labels {
		threads[l.ID] = ""
	}
	for _, path := range dumps {
		if err := readThreads(path, threads); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	for i := range labels {
		l := &labels[i]
		l.thread = threads[l.ID]
		switch {
		case l.thread != "":
		case strings.HasPrefix(l.ID, "t3_"):
			l.thread = l.ID
		default:
			l.thread = l.Text
		}
	}
	return nil
}

// readThreads looks for the comments among known in a dump.
func readThreads(path string, known map[string]string) error {
	plain, err := file.OpenPlain(path)
	if err != nil {
		return err
	}
	defer plain.Close()
	return lines(plain, func(n int, line []byte) error {
		var c struct {
			ID     string
			LinkID string `json:"link_id"`
		}
		if err := json.Unmarshal(line, &c); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		if _, wanted := known["t1_"+c.ID]; wanted {
			known["t1_"+c.ID] = c.LinkID
		}
		return nil
	})
}
