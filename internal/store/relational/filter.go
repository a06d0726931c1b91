package relational

import (
	"context"
	"fmt"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// itemWhere is the condition on items i that a filter means, without its query, community and author.
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
	return w, whereLabel(&w, f.Label)
}

// whereCommunity is the condition on items i that a filter's community means.
func (s *Store) whereCommunity(ctx context.Context, w *where, f voxpop.Filter) error {
	return s.whereCommunityIs(ctx, w, "i.community_id", f)
}

// whereCommunityIs is the same on a column of numbers of communities.
func (s *Store) whereCommunityIs(ctx context.Context, w *where, column string, f voxpop.Filter) error {
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
	w.add(column+" IN ("+marksFor(len(args))+")", args...)
	return nil
}

// whereAuthor finds an author by the hash, which is indexed, but only where the name still stands.
func (s *Store) whereAuthor(ctx context.Context, w *where, f voxpop.Filter) error {
	if f.Author == "" {
		return nil
	}
	hashes, err := s.authorHashes(ctx, f)
	if err != nil {
		return err
	}
	w.add("i.author_hash IN ("+marksFor(len(hashes))+") AND i.author_hash <> 0", hashes...)
	w.add(namedAuthor)
	return nil
}

// Both this and the condition on a label look up one row of another table, by a subquery that no planner can turn into a join or into a list
// of all that hold it: it would, when it expects few.
const namedAuthor = "(SELECT a.author FROM texts a WHERE a.item_id = i.id) <> ''"

// authorHashes are the hashes of a filter's author in the sources that it can mean, at least one.
func (s *Store) authorHashes(ctx context.Context, f voxpop.Filter) (hashes []any, err error) {
	secret, err := s.storedSecret(ctx)
	if err != nil {
		return nil, err
	}
	sources := []community{{source: clean(f.Source)}}
	if f.Source == "" {
		if sources, err = s.cellSlices(ctx, voxpop.Filter{}); err != nil {
			return nil, err
		}
	}
	for _, c := range sources {
		hashes = append(hashes, authorHash(secret, c.source, clean(f.Author)))
	}
	if len(hashes) == 0 {
		hashes = []any{int64(0)} // nobody's
	}
	return hashes, nil
}

func marksFor(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

func whereLabel(w *where, l voxpop.Label) error {
	switch l {
	case "":
		return nil
	case voxpop.Positive, voxpop.Negative, voxpop.Neutral:
		w.add(`i.exclusion = '' AND (SELECT l.sign FROM scores l WHERE l.item_id = i.id
			AND l.engine_id = (SELECT engine_id FROM publication) AND l.text_rev = i.text_rev) = ?`, int64(l.Sign()))
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
