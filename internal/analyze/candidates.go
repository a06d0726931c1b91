package analyze

import (
	"cmp"
	"context"
	"strings"
	"unicode"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/candidates"
)

// propose looks for names of tools that the catalog does not know.
func (s *Survey) propose(ctx context.Context, w voxpop.Window, read []spoken, total int, catalog []voxpop.Tool) error {
	items := make([]candidates.Item, len(read))
	for i := range read {
		items[i] = named(&read[i])
	}
	least := cmp.Or(s.CandidateItems, 50)
	if total > len(read) { // a sample holds that much less
		least = max(3, least*len(read)/total)
	}
	var out []voxpop.Candidate
	for _, c := range candidates.Find(items, candidates.Options{Known: knows(catalog), MinItems: least}) {
		out = append(out, proposal(c, w))
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.Store.SaveCandidates(ctx, out)
}

func named(it *spoken) candidates.Item {
	item := candidates.Item{
		ID: it.id, Community: it.community, Thread: it.thread, Author: it.author, Text: it.plain, Created: it.created,
		Engagement: it.engagement,
	}
	for i := range it.opinions {
		if !it.opinions[i].Inferred {
			item.Tools = append(item.Tools, it.opinions[i].Tool)
		}
	}
	return item
}

func proposal(c candidates.Candidate, w voxpop.Window) voxpop.Candidate {
	out := voxpop.Candidate{
		Key: c.Key, Name: c.Name, Spellings: c.Spellings, State: voxpop.CandidateProposed, Window: w,
		Items: c.Items, Authors: c.Authors, Threads: c.Threads, Communities: c.Communities, First: c.First, Last: c.Last,
		Score: c.Score, Evidence: c.Evidence,
	}
	for _, b := range c.Beside {
		out.Beside = append(out.Beside, voxpop.NamedBeside(b))
	}
	return out
}

// knows tells the names of tools and their makers, archived tools too, however they are spelled.
func knows(all []voxpop.Tool) func(name string) bool {
	known := map[string]bool{}
	for i := range all {
		known[spelling(all[i].Name)], known[spelling(all[i].Vendor)] = true, true
		for _, a := range all[i].Aliases {
			known[spelling(a.Text)] = true
		}
	}
	return func(name string) bool { return known[spelling(name)] }
}

// spelling leaves small letters and digits.
func spelling(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}
