package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

type toolsCmd struct {
	List      toolsListCmd      `cmd:"" help:"List the tools that are looked for."`
	Show      toolsShowCmd      `cmd:"" help:"Print the definition of a tool, as files hold it."`
	Create    toolsCreateCmd    `cmd:"" help:"Add tools from a file."`
	Edit      toolsEditCmd      `cmd:"" help:"Give tools the definitions of a file."`
	Alias     toolsAliasCmd     `cmd:"" help:"Add an alias to a tool, replace the one so spelled, or remove it."`
	Archive   toolsArchiveCmd   `cmd:"" help:"Look for a tool no more; its past stays."`
	Unarchive toolsUnarchiveCmd `cmd:"" help:"Look for an archived tool again."`
	Merge     toolsMergeCmd     `cmd:"" help:"Count several tools as one."`
	Merges    toolsMergesCmd    `cmd:"" help:"List merges."`
	UndoMerge toolsUndoMergeCmd `cmd:"" help:"Take merged tools apart again."`
	Delete    toolsDeleteCmd    `cmd:"" help:"Delete a tool with all its numbers."`
	Preview   toolsPreviewCmd   `cmd:"" help:"Tell what a definition would match in stored items, gain and lose."`
	Export    toolsExportCmd    `cmd:"" help:"Write all tools as a file."`
	Import    toolsImportCmd    `cmd:"" help:"Add the tools of a file that are new and change those that differ."`
}

// withTools opens a database with a catalog in it.
func withTools(ctx context.Context, s *Settings, do func(*relational.Store, []voxpop.Tool) error) error {
	return withExisting(ctx, s, func(store *relational.Store) error {
		all, err := store.Tools(ctx)
		if err == nil && len(all) == 0 { // nothing has run on it yet
			if err = seedTools(ctx, store, nil, newLogger(s, io.Discard)); err == nil {
				all, err = store.Tools(ctx)
			}
		}
		if err != nil {
			return err
		}
		return do(store, all)
	})
}

// find returns a tool of a catalog by its slug.
func find(all []voxpop.Tool, slug string) (voxpop.Tool, error) {
	for _, t := range all {
		if t.Slug == strings.ToLower(slug) {
			return t, nil
		}
	}
	return voxpop.Tool{}, fmt.Errorf("no tool has the slug %.60q: voxpop tools list --status all shows slugs", slug)
}

// plainError takes the kind away from errors that say already what to do.
func plainError(err error) error {
	for _, kind := range []error{voxpop.ErrConflict, voxpop.ErrInvalid, voxpop.ErrNotFound} {
		if errors.Is(err, kind) {
			return errors.New(strings.TrimSuffix(err.Error(), ": "+kind.Error()))
		}
	}
	return err
}

type toolsListCmd struct {
	Status string `default:"active" enum:"active,archived,candidate,all" help:"active, archived, candidate or all."`
	JSON   bool   `help:"Print JSON."`
}

// Run lists tools.
func (c *toolsListCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return withTools(ctx, s, func(_ *relational.Store, all []voxpop.Tool) error {
		chosen := []voxpop.Tool{}
		for _, t := range all {
			if c.Status == "all" || string(t.Status) == c.Status {
				chosen = append(chosen, t)
			}
		}
		if c.JSON {
			return printTools(std.out, chosen)
		}
		w := tabwriter.NewWriter(harmless(std.out), 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "SLUG\tNAME\tVENDOR\tSTATUS\tALIASES\tMERGED INTO\tEDIT")
		for i := range chosen {
			t := &chosen[i]
			into := t.MergedInto
			if into == "" {
				into = "-"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%s\t%d\n", t.Slug, t.Name, t.Vendor, t.Status, len(t.Aliases), into, t.Edit)
		}
		return w.Flush()
	})
}

// toolJSON is a tool for programs, under the names that the API uses.
type toolJSON struct {
	Slug        string      `json:"slug"`
	Name        string      `json:"name"`
	Vendor      string      `json:"vendor"`
	Categories  []string    `json:"categories"`
	Description string      `json:"description"`
	Status      string      `json:"status"`
	Aliases     []aliasJSON `json:"aliases"`
	Home        []string    `json:"home"`
	MergedInto  string      `json:"merged_into,omitempty"`
	Revision    int64       `json:"revision"`
	Edit        int64       `json:"edit"`
}

type aliasJSON struct {
	Text    string   `json:"text"`
	Case    bool     `json:"case,omitempty"`
	Require []string `json:"require,omitempty"`
	Exclude []string `json:"exclude,omitempty"`
	Prior   float64  `json:"prior,omitempty"`
}

func describeTool(t *voxpop.Tool) toolJSON {
	out := toolJSON{
		Slug: t.Slug, Name: t.Name, Vendor: t.Vendor, Categories: append([]string{}, t.Categories...), Description: t.Description, Status: string(t.Status),
		Aliases: make([]aliasJSON, len(t.Aliases)), Home: append([]string{}, t.Home...), MergedInto: t.MergedInto, Revision: t.Revision, Edit: t.Edit,
	}
	for i, a := range t.Aliases {
		out.Aliases[i] = aliasJSON(a)
	}
	return out
}

func printTools(w io.Writer, all []voxpop.Tool) error {
	list := make([]toolJSON, len(all))
	for i := range all {
		list[i] = describeTool(&all[i])
	}
	return json.NewEncoder(w).Encode(list)
}
