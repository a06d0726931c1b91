package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/serve/api"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

type labelsCmd struct {
	Draw   labelsDrawCmd   `cmd:"" help:"Draw mentions or texts to label, at random; the page Admin, Labels asks about them."`
	List   labelsListCmd   `cmd:"" help:"List labels, newest first."`
	Report labelsReportCmd `cmd:"" help:"Tell how people agree, how well engines do, and which numbers labels correct."`
	Export labelsExportCmd `cmd:"" help:"Write all labels whose text is still there, one a line."`
	Import labelsImportCmd `cmd:"" help:"Bring labels in from a file, and tell what was not found."`
}

type labelsDrawCmd struct {
	Count int      `default:"235" help:"How many: 235 take about twenty minutes."`
	Tools []string `help:"Slugs of tools, with commas between; left out: mentions of every tool."`
	Texts bool     `help:"Whole texts instead of mentions."`
	Since string   `placeholder:"TIME" help:"Only items created at or after this time (2026-01-31 or RFC 3339, UTC)."`
	Until string   `placeholder:"TIME" help:"Only items created before this time."`
}

// Run draws a sample.
func (c *labelsDrawCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	since, until, err := parseRange(c.Since, c.Until)
	if err != nil {
		return err
	}
	if c.Texts && len(c.Tools) > 0 {
		return errors.New("--tools does not go with --texts")
	}
	return withTools(ctx, s, func(store *relational.Store, all []voxpop.Tool) error {
		d := voxpop.LabelDraw{Window: voxpop.Window{From: since, To: until}, Texts: c.Texts, Count: c.Count}
		for _, slug := range c.Tools {
			t, err := find(all, slug)
			if err != nil {
				return err
			}
			d.Tools = append(d.Tools, t.Slug)
		}
		n, err := store.DrawLabels(ctx, d, byCommand("labels.draw", ""))
		if err != nil {
			return plainError(err)
		}
		_, err = fmt.Fprintf(std.out, "%d drawn. The page Admin, Labels asks about them.\n", n)
		return err
	})
}

type labelsListCmd struct {
	Person string `help:"Only what this person says."`
	Limit  int    `default:"50" help:"At most so many."`
	JSON   bool   `help:"Print JSON."`
}

// labelJSON is a label for programs.
type labelJSON struct {
	Item   string    `json:"item"`
	Tool   string    `json:"tool,omitempty"`
	Person string    `json:"person"`
	Label  string    `json:"label"`
	At     time.Time `json:"at"`
	Drawn  bool      `json:"drawn"`
	Engine string    `json:"engine,omitempty"` // what the engine that answers says
}

// Run lists labels.
func (c *labelsListCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return withExisting(ctx, s, func(store *relational.Store) error {
		tasks, err := store.Labelled(ctx)
		if err != nil {
			return err
		}
		all := labelsOf(tasks, c.Person)
		all = all[:min(c.Limit, len(all))]
		if c.JSON {
			return json.NewEncoder(std.out).Encode(all)
		}
		w := tabwriter.NewWriter(harmless(std.out), 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "ITEM\tTOOL\tPERSON\tLABEL\tENGINE\tDRAWN")
		for _, l := range all {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", l.Item, orDash(l.Tool), l.Person, l.Label, orDash(l.Engine), map[bool]string{true: "yes", false: "no"}[l.Drawn])
		}
		return w.Flush()
	})
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

type labelsExportCmd struct {
	Output string `short:"o" placeholder:"FILE" help:"Write to this file instead of standard output."`
}

// Run writes labels.
func (c *labelsExportCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return withExisting(ctx, s, func(store *relational.Store) error {
		n := 0
		err := toOutput(c.Output, std.out, func(w io.Writer) (err error) {
			n, err = api.WriteLabels(ctx, w, store, scoredText)
			return err
		})
		if err == nil && c.Output != "" {
			_, err = fmt.Fprintf(std.out, "%d labels written to %s.\n", n, c.Output)
		}
		return err
	})
}

type labelsImportCmd struct {
	File   string `arg:"" help:"Objects {id, text, target, start, end, label, overall}, one a line; - is standard input."`
	Person string `default:"file" help:"Whose labels those of lines without a person are."`
	JSON   bool   `help:"Print JSON."`
}

// importedLabels tells what an import brought.
type importedLabels struct {
	Lines  int      `json:"lines"`
	Labels int      `json:"labels"`
	Items  []string `json:"items_not_found"`
	Texts  []string `json:"other_texts"`
	Tools  []string `json:"tools_not_found"`
}

// Run brings labels in.
func (c *labelsImportCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	lines, err := c.read(std.in)
	if err != nil {
		return err
	}
	return withTools(ctx, s, func(store *relational.Store, all []voxpop.Tool) error {
		match := &api.LabelMatch{Person: c.Person, Tools: all, Item: store.Item, Text: scoredText}
		tasks, missing, err := match.Tasks(ctx, lines)
		if err != nil {
			return err
		}
		n, err := api.SaveLabels(ctx, store, tasks, byCommand("labels.import", ""))
		if err != nil {
			return plainError(err)
		}
		if c.JSON {
			return json.NewEncoder(std.out).Encode(importedLabels{len(lines), n, append([]string{}, missing.Items...), append([]string{}, missing.Texts...), append([]string{}, missing.Tools...)})
		}
		fmt.Fprintf(std.out, "%d lines, %d labels kept.\n", len(lines), n)
		for _, m := range []struct {
			what  string
			names []string
		}{{"Items that are not stored, or without text", missing.Items}, {"Items with another text", missing.Texts}, {"Names of no tool", missing.Tools}} {
			if len(m.names) > 0 {
				fmt.Fprintf(harmless(std.out), "%s: %d, such as %s\n", m.what, len(m.names), strings.Join(m.names[:min(5, len(m.names))], ", "))
			}
		}
		return nil
	})
}

func (c *labelsImportCmd) read(in io.Reader) ([]api.LabelLine, error) {
	if c.File != "-" {
		file, err := os.ReadFile(c.File)
		if err != nil {
			return nil, err
		}
		in = bytes.NewReader(file)
	}
	lines, err := api.ReadLabels(in)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.File, err)
	}
	return lines, nil
}
