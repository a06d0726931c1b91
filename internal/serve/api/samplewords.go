package api

import (
	"context"
	"errors"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// sampledKey names the text of an item.
type sampledKey struct{ row, revision int64 }

func keyOf(i *voxpop.SampledItem) sampledKey { return sampledKey{i.RowID, i.Revision} }

// sampledWords are the words of a text that was read, with a blank between: an empty one at each sentence end makes two.
type sampledWords struct {
	id    voxpop.ItemID
	words string
}

// mostWords is what the remembered words may take, in bytes: some 80,000 items.
const mostWords = 24 << 20

func newWords() *recent[sampledKey, sampledWords] {
	return newRecent[sampledKey](mostWords, func(w sampledWords) int64 { return int64(len(w.words)) })
}

// sample reads a sample without texts; of a tool without numbers it is empty.
func (a *API) sample(ctx context.Context, tf voxpop.ToolFilter, limit int) (voxpop.Sample, error) {
	s, err := a.opt.Opinions.Sample(ctx, tf, limit)
	if err != nil && !errors.Is(err, voxpop.ErrNotFound) {
		return s, a.asProblem("sample", err)
	}
	return s, nil
}

// readUnknown finds what is remembered of the items of a sample, by row, and reads ids and texts of the others. Those that have
// gone meanwhile are left out.
func readUnknown[K comparable, V any](ctx context.Context, a *API, s *voxpop.Sample, r *recent[K, V], key func(*voxpop.SampledItem) K, id func(V) voxpop.ItemID) (known map[int64]V, err error) {
	known = map[int64]V{}
	var unknown []voxpop.SampledItem
	for i := range s.Items {
		item := &s.Items[i]
		if v, ok := r.find(key(item), a.opt.Clock()); ok {
			known[item.RowID] = v
		} else {
			unknown = append(unknown, *item)
		}
	}
	read, err := a.opt.Opinions.SampleTexts(ctx, unknown)
	if err != nil {
		return nil, a.asProblem("texts of a sample", err)
	}
	texts := make(map[int64]*voxpop.SampledItem, len(read))
	for i := range read {
		texts[read[i].RowID] = &read[i]
	}
	kept := s.Items[:0]
	for _, item := range s.Items {
		if v, ok := known[item.RowID]; ok {
			item.ID = id(v)
			kept = append(kept, item)
		} else if text := texts[item.RowID]; text != nil {
			kept = append(kept, *text)
		}
	}
	s.Items = kept
	return known, nil
}

// wordsOf cuts a text into words, with an empty one at each sentence end, unless they are known.
func (a *API) wordsOf(i *voxpop.SampledItem, known map[int64]sampledWords) []string {
	if found, ok := known[i.RowID]; ok {
		if found.words == "" {
			return nil
		}
		return strings.Split(found.words, " ")
	}
	words := a.opt.Tokens(i.ID.Source, i.Title, i.Body)
	a.words.keep(keyOf(i), sampledWords{i.ID, strings.Join(words, " ")}, a.opt.Clock())
	return words
}
