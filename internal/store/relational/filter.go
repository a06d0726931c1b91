package relational

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// itemWhere is the condition on items i that a filter means, without its query and its community.
func (s *Store) itemWhere(ctx context.Context, f voxpop.Filter) (where, error) {
	var w where
	w.add("i.published = 1")
	if f.Community == "" && f.Source != "" {
		w.add("i.source || '' = ?", clean(f.Source)) // no bare column: the index by source and id is the wrong way to walk
	}
	switch f.Kind {
	case "":
	case voxpop.KindPost, voxpop.KindComment:
		w.add("i.kind = '" + string(f.Kind) + "'") // literal: a partial index answers only to one
	default:
		return w, fmt.Errorf("kind %q: want post or comment: %w", f.Kind, voxpop.ErrInvalid)
	}
	if !f.Textless {
		w.add("i.state = 'live'")
	}
	if err := s.whereAuthor(ctx, &w, f); err != nil {
		return w, err
	}
	return w, whereLabel(&w, f.Label)
}

// whereCommunity is the condition on items i that a filter's community means.
func (s *Store) whereCommunity(ctx context.Context, w *where, f voxpop.Filter) error {
	if f.Community == "" {
		return nil
	}
	chosen, err := s.chosen(ctx, f)
	if err != nil {
		return err
	}
	args := make([]any, len(chosen))
	for n := range chosen {
		args[n] = chosen[n].id
	}
	w.add("i.community_id IN ("+strings.TrimSuffix(strings.Repeat("?, ", len(args)), ", ")+")", args...)
	return nil
}

// eachCommunity reads the communities that a filter names one by one, since an index gives only one at a time in
// order, and merges what they gave, the first limit of it. Sources can have communities of one name.
func (s *Store) eachCommunity(ctx context.Context, f voxpop.Filter, w where, limit int,
	order func(a, b voxpop.StoredItem) int, read func(where) ([]voxpop.StoredItem, error),
) ([]voxpop.StoredItem, error) {
	if f.Community == "" {
		return read(w)
	}
	chosen, err := s.chosen(ctx, f)
	if err != nil {
		return nil, err
	}
	var all []voxpop.StoredItem
	for _, c := range chosen {
		items, err := read(w.and("i.community_id = ?", c.id))
		if err != nil {
			return nil, err
		}
		all = append(all, items...)
	}
	if len(chosen) > 1 {
		slices.SortStableFunc(all, order)
	}
	return all[:min(limit, len(all))], nil
}

// whereAuthor finds an author by the hash, which is indexed, but only where the name still stands.
func (s *Store) whereAuthor(ctx context.Context, w *where, f voxpop.Filter) error {
	if f.Author == "" {
		return nil
	}
	secret, err := s.storedSecret(ctx)
	if err != nil {
		return err
	}
	author := clean(f.Author)
	sources := []string{clean(f.Source)}
	if f.Source == "" {
		slices, err := s.cellSlices(ctx, voxpop.Filter{})
		if err != nil {
			return err
		}
		sources = sources[:0]
		for _, c := range slices {
			sources = append(sources, c.source)
		}
	}
	var marks []string
	var args []any
	for _, source := range sources {
		marks, args = append(marks, "?"), append(args, authorHash(secret, source, author))
	}
	if len(args) == 0 {
		w.add("1 = 0")
		return nil
	}
	w.add("i.author_hash IN ("+strings.Join(marks, ", ")+") AND i.author_hash <> 0", args...)
	w.add("EXISTS (SELECT 1 FROM texts a WHERE a.item_id = i.id AND a.author <> '')")
	return nil
}

func whereLabel(w *where, l voxpop.Label) error {
	switch l {
	case "":
		return nil
	case voxpop.Positive, voxpop.Negative, voxpop.Neutral:
		w.add(`i.exclusion = '' AND EXISTS (SELECT 1 FROM scores l WHERE l.item_id = i.id
			AND l.engine_id = (SELECT engine_id FROM publication) AND l.text_rev = i.text_rev AND l.sign = ?)`, int64(l.Sign()))
		return nil
	}
	return fmt.Errorf("label %q: want positive, negative or neutral: %w", l, voxpop.ErrInvalid)
}

// createdBounds are the created seconds of a window: since ≤ created < until.
func createdBounds(w voxpop.Window) (since, until int64) {
	since, until = firstSecond, lastSecond
	if !w.From.IsZero() {
		since = max(since, ceilSecond(w.From))
	}
	if !w.To.IsZero() {
		until = min(until, ceilSecond(w.To))
	}
	return since, until
}
