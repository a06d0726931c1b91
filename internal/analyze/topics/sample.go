package topics

import (
	"cmp"
	"hash/fnv"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// sample returns the items in the order of their ids, each id once (of several the newest, then the
// greatest text), and at most limit of them: those with the smallest hash. total is how many ids there are.
func sample(items []Item, limit int) (taken []Item, total int) {
	taken = slices.Clone(items)
	slices.SortFunc(taken, func(a, b Item) int {
		return cmp.Or(compareIDs(a.ID, b.ID), b.Created.Compare(a.Created), cmp.Compare(b.Text, a.Text), compareRest(&a, &b))
	})
	taken = slices.CompactFunc(taken, func(a, b Item) bool { return a.ID == b.ID })
	total = len(taken)
	if total <= limit {
		return taken, total
	}
	type hashed struct {
		hash  uint64
		place int
	}
	order := make([]hashed, total)
	for i := range taken {
		order[i] = hashed{hash(taken[i].ID.String()), i}
	}
	slices.SortFunc(order, func(a, b hashed) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.place, b.place)) })
	order = order[:limit]
	slices.SortFunc(order, func(a, b hashed) int { return cmp.Compare(a.place, b.place) })
	out := make([]Item, limit)
	for i, h := range order {
		out[i] = taken[h.place]
	}
	return out, total
}

func compareIDs(a, b voxpop.ItemID) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Native, b.Native))
}

// compareRest orders items of one id and text, so that which of them counts does not depend on the order they came in.
func compareRest(a, b *Item) int {
	return cmp.Or(cmp.Compare(a.Thread, b.Thread), cmp.Compare(a.Community, b.Community), cmp.Compare(a.Label, b.Label), cmp.Compare(a.Engagement, b.Engagement))
}

// hash is FNV-1a with the finalizer of MurmurHash3, which spreads what differs in the last bytes only.
func hash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return mix(h.Sum64())
}

func mix(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}
