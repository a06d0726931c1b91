package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/serve/api"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

// mostPreviewed is how many items a preview reads.
const mostPreviewed = 2000

type toolsPreviewCmd struct {
	File string `arg:"" help:"File with one tool, in the format that voxpop tools show prints; - is standard input."`
	Show int    `default:"10" help:"How many gains and losses to print."`
	JSON bool   `help:"Print JSON."`
}

// previewed is what a definition would do.
type previewed struct {
	Slug     string      `json:"slug"`
	Examined int         `json:"examined"`
	Sampled  bool        `json:"sampled"`
	Matches  int         `json:"matches"`
	Before   int         `json:"matches_before"`
	Gains    int         `json:"gains"`
	Losses   int         `json:"losses"`
	Gained   []shownItem `json:"gained_items"`
	Lost     []shownItem `json:"lost_items"`
}

// shownItem is an item with the words around the place that counts.
type shownItem struct {
	ID      string `json:"id"`
	Excerpt string `json:"excerpt"`
}

// Run compares a definition with the stored one of the same slug, if there is one.
func (c *toolsPreviewCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	list, err := readCatalogFile(c.File, std.in)
	if err != nil {
		return err
	}
	if len(list) != 1 {
		return fmt.Errorf("%s: want one tool, it has %d", c.File, len(list))
	}
	return withTools(ctx, s, func(store *relational.Store, all []voxpop.Tool) error {
		p := planFor(list[0], all)
		if err := checkDefinition(p.tool, all); err != nil {
			return err
		}
		var before *voxpop.Tool
		if was, err := find(all, p.tool.Slug); err == nil && was.Status != voxpop.ToolCandidate {
			before = &was
		}
		comparison, err := compareTool(all, before, p.tool)
		if err != nil {
			return plainError(err)
		}
		items, reached, err := store.MatchPreview(ctx, comparison.Searches, comparison.Home, voxpop.Window{}, mostPreviewed)
		if err != nil {
			return plainError(err)
		}
		out := c.look(p.tool.Slug, items, comparison)
		out.Sampled = !reached.IsZero()
		if c.JSON {
			return json.NewEncoder(std.out).Encode(out)
		}
		return out.print(harmless(std.out))
	})
}

func (c *toolsPreviewCmd) look(slug string, items []voxpop.StoredItem, comparison api.Comparison) *previewed {
	out := &previewed{Slug: slug, Gained: []shownItem{}, Lost: []shownItem{}, Examined: len(items)}
	for i := range items {
		text, before, after := comparison.Find(&items[i])
		show := func(into *[]shownItem, m voxpop.Mention) {
			if len(*into) < c.Show {
				*into = append(*into, shownItem{items[i].ID.String(), wordsAround(text, m.Span)})
			}
		}
		if len(before) > 0 {
			out.Before++
		}
		if len(after) > 0 {
			out.Matches++
		}
		switch {
		case len(after) > 0 && len(before) == 0:
			out.Gains++
			show(&out.Gained, after[0])
		case len(before) > 0 && len(after) == 0:
			out.Losses++
			show(&out.Lost, before[0])
		}
	}
	return out
}

// wordsAround is a line of the text around a place, with the place in brackets. What a terminal might obey is left out.
func wordsAround(text string, at voxpop.Span) string {
	const around = 60
	runes := []rune(text)
	part := func(from, to int) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) || !unicode.IsPrint(r) {
				return ' '
			}
			return r
		}, string(runes[max(0, from):min(len(runes), to)]))
	}
	return strings.TrimSpace(part(at.Start-around, at.Start) + "[" + part(at.Start, at.End) + "]" + part(at.End, at.End+around))
}

func (p *previewed) print(w io.Writer) error {
	fmt.Fprintf(w, "%s: matches %d of %d items that were read (%d before): %d gained, %d lost\n", p.Slug, p.Matches, p.Examined, p.Before, p.Gains, p.Losses)
	if p.Sampled {
		fmt.Fprintf(w, "There are more items that it may match: only the newest %d were read.\n", p.Examined)
	}
	for _, i := range p.Gained {
		fmt.Fprintf(w, "+ %s  %s\n", i.ID, i.Excerpt)
	}
	for _, i := range p.Lost {
		fmt.Fprintf(w, "- %s  %s\n", i.ID, i.Excerpt)
	}
	return nil
}
