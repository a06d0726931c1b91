package api

import (
	"cmp"
	"context"
	"time"

	"github.com/voxpop-dev/voxpop"
)

const (
	// usuallyPreviewed is how many items a preview reads: what it says is there while an alias is being typed. mostPreviewed is how many it may be asked to read.
	usuallyPreviewed, mostPreviewed = 200, 2000
	// samplesShown is how many of them it shows, of each kind.
	samplesShown = 50
)

// PreviewRequest asks what a definition would match: a whole tool, or an alias that a known tool would get.
type PreviewRequest struct {
	Slug  string      `json:"slug,omitempty" maxLength:"64" doc:"Of the tool that would change; left out for a new one"`
	Tool  *ToolFields `json:"tool,omitempty" doc:"What would change of it, or all of a new one"`
	Alias *AliasInput `json:"alias,omitempty" doc:"An alias that it would get, in place of the one so spelled"`
	Hours int         `json:"hours,omitempty" minimum:"1" maximum:"8760" doc:"Only items of so many hours back; left out: all that are stored"`
	Items int         `json:"items,omitempty" minimum:"1" maximum:"2000" doc:"How many items to read at most, the newest; left out: 200, which are soon read"`
}

// PreviewInput is such a request as it arrives.
type PreviewInput struct{ Body PreviewRequest }

// PreviewItem is an item that a definition matches, or would.
type PreviewItem struct {
	ID        string      `json:"id"`
	Source    string      `json:"source"`
	Kind      string      `json:"kind" enum:"post,comment"`
	Community string      `json:"community"`
	Permalink string      `json:"permalink"`
	Created   time.Time   `json:"created_utc"`
	Excerpt   string      `json:"excerpt" doc:"The text around the first place, as it is searched: without code, quotes and marks"`
	Spans     []PlaceBody `json:"spans" nullable:"false" doc:"Where the tool is named in excerpt"`
	Inferred  bool        `json:"inferred" doc:"Meant, but not named"`
}

// PlaceBody is a place in an excerpt.
type PlaceBody struct {
	Start int `json:"start" doc:"In code points, from 0"`
	End   int `json:"end" doc:"Exclusive"`
}

// PreviewBody tells what would change.
type PreviewBody struct {
	Examined  int           `json:"examined" doc:"Items that either definition may match and that were read"`
	Sampled   bool          `json:"sampled" doc:"Not all of the window was looked at, so there may be more of them: a dry run of a re-analysis tells of all"`
	Since     *time.Time    `json:"looked_at_since" doc:"All items created since then were looked at; null: all of the window"`
	Matches   int           `json:"matches" doc:"Items that the new definition matches"`
	Before    int           `json:"matches_before" doc:"Items that the one of now matches"`
	Gains     int           `json:"gains"`
	Losses    int           `json:"losses"`
	Matched   []PreviewItem `json:"matched_items" nullable:"false" doc:"Up to 50 that both match, newest first"`
	Gained    []PreviewItem `json:"gained_items" nullable:"false" doc:"Up to 50 of the gains"`
	Lost      []PreviewItem `json:"lost_items" nullable:"false" doc:"Up to 50 of the losses"`
	NewestAt  *time.Time    `json:"newest_read" doc:"null when nothing was read"`
	OldestAt  *time.Time    `json:"oldest_read"`
	Searching []string      `json:"searches" nullable:"false" doc:"By which the items were found"`
}

func (a *API) previewTool(ctx context.Context, in *PreviewInput) (*PreviewBody, error) {
	p, err := a.proposal(ctx, &in.Body)
	if err != nil {
		return nil, err
	}
	c, err := a.opt.Compare(p.all, p.before, p.after)
	if err != nil {
		return nil, a.refused("comparing definitions", err)
	}
	window := voxpop.Window{}
	if in.Body.Hours > 0 {
		window.From = a.now().Add(-time.Duration(in.Body.Hours) * time.Hour)
	}
	items, reached, err := a.opt.Catalog.MatchPreview(ctx, c.Searches, c.Home, window, cmp.Or(in.Body.Items, usuallyPreviewed))
	if err != nil {
		return nil, a.refused("finding items", err)
	}
	body := preview(items, c)
	body.Sampled, body.Since = !reached.IsZero(), optional(reached)
	return body, nil
}

// preview sorts items by which definition matches them.
func preview(items []voxpop.StoredItem, c Comparison) *PreviewBody {
	b := &PreviewBody{Matched: []PreviewItem{}, Gained: []PreviewItem{}, Lost: []PreviewItem{}, Searching: listOf(c.Searches)}
	if b.Examined = len(items); b.Examined > 0 {
		b.NewestAt, b.OldestAt = optional(items[0].Created), optional(items[len(items)-1].Created)
	}
	for i := range items {
		text, before, after := c.Find(&items[i])
		show := func(into *[]PreviewItem, mentions []voxpop.Mention) {
			if len(*into) < samplesShown {
				*into = append(*into, previewItem(&items[i], text, mentions))
			}
		}
		if len(before) > 0 {
			b.Before++
		}
		if len(after) > 0 {
			b.Matches++
		}
		switch {
		case len(before) > 0 && len(after) > 0:
			show(&b.Matched, after)
		case len(after) > 0:
			b.Gains++
			show(&b.Gained, after)
		case len(before) > 0:
			b.Losses++
			show(&b.Lost, before)
		}
	}
	return b
}

func previewItem(i *voxpop.StoredItem, text string, mentions []voxpop.Mention) PreviewItem {
	p := PreviewItem{
		ID: i.ID.String(), Source: i.ID.Source, Kind: string(i.Kind), Community: i.Community, Permalink: safeURL(i.Permalink),
		Created: i.Created.UTC(), Inferred: mentions[0].Inferred,
	}
	p.Excerpt, p.Spans = around(text, mentions)
	return p
}

// What an excerpt around a place holds, in code points.
const (
	excerptBefore = 100
	excerptLength = 320
)

// around cuts the part of a text with the first of its mentions out, and moves the spans of those that are in it.
func around(text string, mentions []voxpop.Mention) (string, []PlaceBody) {
	runes := []rune(text)
	first := mentions[0].Span
	from := min(max(0, first.Start-excerptBefore), len(runes))
	to := min(len(runes), max(from+excerptLength, first.End))
	for from > 0 && from < first.Start && runes[from-1] != ' ' && runes[from-1] != '\n' {
		from++
	}
	var begin, end []rune
	if from > 0 {
		begin = []rune("…")
	}
	if to < len(runes) {
		end = []rune("…")
	}
	spans := []PlaceBody{}
	for _, m := range mentions {
		if m.Span.Start >= from && m.Span.End <= to {
			spans = append(spans, PlaceBody{m.Span.Start - from + len(begin), m.Span.End - from + len(begin)})
		}
	}
	return string(begin) + string(runes[from:to]) + string(end), spans
}
