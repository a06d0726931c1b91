package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/tools"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

type toolsShowCmd struct {
	Slug string `arg:"" help:"Slug of the tool."`
	JSON bool   `help:"Print JSON."`
}

// Run prints a tool in the format that create, edit and import read.
func (c *toolsShowCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return withTools(ctx, s, func(_ *relational.Store, all []voxpop.Tool) error {
		t, err := find(all, c.Slug)
		if err != nil {
			return err
		}
		if c.JSON {
			return json.NewEncoder(std.out).Encode(describeTool(&t))
		}
		_, err = io.WriteString(harmless(std.out), tools.FormatCatalog([]voxpop.Tool{t}))
		return err
	})
}

type toolsExportCmd struct {
	Output string `short:"o" placeholder:"FILE" help:"Write to this file instead of standard output."`
	JSON   bool   `help:"Write JSON, which import does not read."`
}

// Run writes every tool of any status.
func (c *toolsExportCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return withTools(ctx, s, func(_ *relational.Store, all []voxpop.Tool) error {
		return toOutput(c.Output, std.out, func(w io.Writer) error {
			if c.JSON {
				return printTools(w, all)
			}
			_, err := io.WriteString(w, tools.FormatCatalog(all))
			return err
		})
	})
}

// maxCatalogFile bounds a file of tools.
const maxCatalogFile = 16 << 20

// readCatalogFile reads tools from a file, or from standard input when path is "-".
func readCatalogFile(path string, in io.Reader) ([]voxpop.Tool, error) {
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	text, err := io.ReadAll(io.LimitReader(in, maxCatalogFile+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	if len(text) > maxCatalogFile {
		return nil, fmt.Errorf("%s: is larger than %d bytes", path, maxCatalogFile)
	}
	list, err := tools.ParseCatalog(string(text))
	if err == nil && len(list) == 0 {
		err = errors.New("there is no tool in it")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, plainError(err))
	}
	return list, nil
}

// checkDefinition refuses a definition with all that is wrong with it, a line for each fault.
func checkDefinition(t voxpop.Tool, all []voxpop.Tool) error {
	var errs []error
	for _, f := range tools.Check(t, all) {
		errs = append(errs, fmt.Errorf("[%.60s] %s: %s", t.Slug, f.Field, f.Reason))
	}
	return errors.Join(errs...)
}
