package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

type toolsMergeCmd struct {
	Target  string   `arg:"" help:"Slug of the tool that counts from then on."`
	Sources []string `arg:"" help:"Slugs of the tools whose mentions are to count for it."`
	DryRun  bool     `help:"Only tell what would change, and what is in the way."`
	JSON    bool     `help:"Print JSON."`
}

// Run merges tools.
func (c *toolsMergeCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return withTools(ctx, s, func(store *relational.Store, all []voxpop.Tool) error {
		m := voxpop.Merge{Edits: map[string]int64{}, Actor: commandLine}
		for i, slug := range append([]string{c.Target}, c.Sources...) {
			t, err := find(all, slug)
			if err != nil {
				return err
			}
			if m.Edits[t.Slug] = t.Edit; i == 0 {
				m.Into = t.Slug
			} else {
				m.Sources = append(m.Sources, t.Slug)
			}
		}
		report, err := store.MergeTools(ctx, m, c.DryRun, byCommand("tools.merge", m.Into))
		if err != nil {
			return plainError(err)
		}
		return c.print(harmless(std.out), &report)
	})
}

func (c *toolsMergeCmd) print(w io.Writer, r *voxpop.MergeReport) error {
	if c.JSON {
		return json.NewEncoder(w).Encode(map[string]any{
			"dry_run": c.DryRun, "id": r.Merge.ID, "target": r.Merge.Into, "sources": r.Merge.Sources, "conflicts": append([]string{}, r.Conflicts...),
			"mentions": r.Mentions, "together": r.Together, "shared_aliases": append([]string{}, r.Aliases...),
		})
	}
	for _, slug := range slices.Sorted(maps.Keys(r.Mentions)) {
		fmt.Fprintf(w, "%s: %d mentions\n", slug, r.Mentions[slug])
	}
	fmt.Fprintf(w, "together: %d mentions\n", r.Together)
	if len(r.Aliases) > 0 {
		fmt.Fprintf(w, "aliases of more than one: %s\n", strings.Join(r.Aliases, ", "))
	}
	for _, conflict := range r.Conflicts {
		fmt.Fprintf(w, "in the way: %s\n", conflict)
	}
	if !c.DryRun {
		fmt.Fprintf(w, "Merged. Take it back with: voxpop tools undo-merge %d\n", r.Merge.ID)
	} else {
		fmt.Fprintln(w, "Nothing was changed: this was a dry run.")
	}
	return nil
}

type toolsMergesCmd struct {
	JSON bool `help:"Print JSON."`
}

// Run lists merges, newest first.
func (c *toolsMergesCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return withTools(ctx, s, func(store *relational.Store, _ []voxpop.Tool) error {
		merges, err := store.Merges(ctx)
		if err != nil {
			return err
		}
		if c.JSON {
			list := make([]map[string]any, len(merges))
			for i, m := range merges {
				list[i] = map[string]any{"id": m.ID, "target": m.Into, "sources": m.Sources, "actor": m.Actor, "merged_at": m.Merged.UTC(), "undone_at": moment(m.Undone)}
			}
			return json.NewEncoder(std.out).Encode(list)
		}
		w := tabwriter.NewWriter(harmless(std.out), 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "ID\tTARGET\tSOURCES\tBY\tMERGED\tUNDONE")
		for _, m := range merges {
			fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\n", m.ID, m.Into, strings.Join(m.Sources, ", "), m.Actor, stamp(m.Merged), stamp(m.Undone))
		}
		return w.Flush()
	})
}

type toolsUndoMergeCmd struct {
	ID int64 `arg:"" help:"Number of the merge, from voxpop tools merges."`
}

// Run takes merged tools apart again.
func (c *toolsUndoMergeCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return withTools(ctx, s, func(store *relational.Store, _ []voxpop.Tool) error {
		m, err := store.UndoMerge(ctx, c.ID, byCommand("tools.unmerge", ""))
		if errors.Is(err, voxpop.ErrNotFound) {
			return fmt.Errorf("there is no merge %d: voxpop tools merges lists them", c.ID)
		}
		if err != nil {
			return plainError(err)
		}
		_, err = fmt.Fprintf(std.out, "%s and %s count for themselves again.\n", m.Into, strings.Join(m.Sources, ", "))
		return err
	})
}
