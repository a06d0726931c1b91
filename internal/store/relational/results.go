package relational

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// results are the results of a batch by community.
type results map[communityKey]*voxpop.CommunityResult

func (r results) of(source, community string) *voxpop.CommunityResult {
	k := communityKey{source, keyOf(community)}
	if r[k] == nil {
		r[k] = &voxpop.CommunityResult{Source: source, Community: community}
	}
	return r[k]
}

func (r results) list() []voxpop.CommunityResult {
	out := make([]voxpop.CommunityResult, 0, len(r))
	for _, k := range slices.SortedFunc(maps.Keys(r), compareCommunities) {
		out = append(out, *r[k])
	}
	return out
}

func compareCommunities(a, b communityKey) int {
	return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.key, b.key))
}

// stored is the answer to a batch.
func (p *putting) stored(b voxpop.Batch) voxpop.Stored {
	for _, f := range b.Failures {
		p.results.of(p.source, clean(f.Community)).Error = clean(f.Reason)
	}
	p.counts.Requests = b.Requests
	for _, r := range p.results {
		if r.Error != "" {
			p.counts.Errors++
		}
	}
	return voxpop.Stored{Counts: p.counts, Results: p.results.list()}
}

// noteHealth keeps what the batch says about its communities: which could be read and which not.
func (p *putting) noteHealth(ctx context.Context, b voxpop.Batch) error {
	failed := map[communityKey]bool{}
	for _, f := range b.Failures {
		failed[communityKey{p.source, keyOf(f.Community)}] = true
		if err := p.noteFailure(ctx, f); err != nil {
			return err
		}
	}
	read := map[communityKey]string{}
	for i := range b.Items {
		if b.Items[i].Origin == voxpop.OriginLive {
			read[communityKey{b.Items[i].ID.Source, keyOf(b.Items[i].Community)}] = clean(b.Items[i].Community)
		}
	}
	for _, e := range b.Ledger {
		// What a file says about communities of Reddit is no look at Reddit.
		if e.Community != "" && (e.Source == "" || e.Source == p.source) {
			read[communityKey{p.source, keyOf(e.Community)}] = clean(e.Community)
		}
	}
	for _, k := range slices.SortedFunc(maps.Keys(read), compareCommunities) {
		if failed[k] || failed[communityKey{k.source, ""}] {
			continue
		}
		id, err := p.book.id(ctx, k.source, read[k])
		if err != nil {
			return err
		}
		if _, err := p.tx.Exec(ctx, "UPDATE communities SET last_good = ?, last_error = '' WHERE id = ?", p.now.UnixMilli(), id); err != nil {
			return err
		}
	}
	return nil
}

func (p *putting) noteFailure(ctx context.Context, f voxpop.Failure) error {
	reason, at := clean(f.Reason), p.now.UnixMilli()
	if f.Community == "" {
		_, err := p.tx.Exec(ctx, "UPDATE communities SET last_error = ?, last_failed = ? WHERE source = ? AND configured = 1", reason, at, p.source)
		return err
	}
	id, err := p.book.id(ctx, p.source, clean(f.Community))
	if err != nil {
		return err
	}
	_, err = p.tx.Exec(ctx, "UPDATE communities SET last_error = ?, last_failed = ? WHERE id = ?", reason, at, id)
	return err
}
