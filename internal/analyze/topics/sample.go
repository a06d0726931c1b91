package topics

import (
	"cmp"
	"hash/fnv"
	"slices"
	"unicode/utf8"

	"github.com/voxpop-dev/voxpop"
)

const (
	// maxText is what is read of one item, in bytes: about 700 words.
	maxText = 4_000
	// maxTotal bounds what is read of all, in bytes, and with it memory. 20,000 comments have about 5 MB.
	maxTotal = 16 << 20
)

// sample returns the items in the order of their ids, each id once (of several the newest, then the
// greatest text), and at most limit of them: those with the smallest hash, as far as maxTotal reaches. total is how
// many ids there are.
func sample(items []Item, limit int) (taken []Item, total int) {
	taken = slices.Clone(items)
	slices.SortFunc(taken, func(a, b Item) int {
		return cmp.Or(compareIDs(a.ID, b.ID), b.Created.Compare(a.Created), cmp.Compare(b.Text, a.Text), compareRest(&a, &b))
	})
	taken = slices.CompactFunc(taken, func(a, b Item) bool { return a.ID == b.ID })
	total = len(taken)
	size := 0
	for i := range taken {
		taken[i].Text = clip(taken[i].Text)
		size += len(taken[i].Text)
	}
	if total <= limit && size <= maxTotal {
		return taken, total
	}
	return smallest(taken, limit), total
}

// smallest returns the items with the smallest hash, in their order.
func smallest(items []Item, limit int) []Item {
	type hashed struct {
		hash  uint64
		place int
	}
	order := make([]hashed, len(items))
	for i := range items {
		order[i] = hashed{hash(items[i].ID.String()), i}
	}
	slices.SortFunc(order, func(a, b hashed) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.place, b.place)) })
	size, n := 0, 0
	for n < min(limit, len(order)) {
		if size += len(items[order[n].place].Text); size > maxTotal {
			break
		}
		n++
	}
	order = order[:n]
	slices.SortFunc(order, func(a, b hashed) int { return cmp.Compare(a.place, b.place) })
	out := make([]Item, n)
	for i, h := range order {
		out[i] = items[h.place]
	}
	return out
}

// clip returns the first maxText bytes of a text, whole characters.
func clip(s string) string {
	if len(s) <= maxText {
		return s
	}
	n := maxText
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
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
