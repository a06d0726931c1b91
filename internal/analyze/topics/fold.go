package topics

import (
	"cmp"
	"slices"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/topics/words"
)

// Near-duplicates are found by minhash (Broder 1997) with banding: texts whose sets of three-word
// shingles have a Jaccard index of 0.8 share a band with a probability of 0.99.
const (
	hashes    = 32
	bandSize  = 4
	alike     = 26 // of the hashes: an estimated Jaccard index of 0.8
	minFolded = 12 // words; shorter texts are alike by chance
	maxHashed = 400
)

// fold returns the items without near-duplicates of earlier ones, and the copies of each.
// Items come and go in the order of their ids; the earliest created of each family stays.
func fold(items []Item) (originals []Item, copies map[voxpop.ItemID][]voxpop.ItemID) {
	order := make([]int, len(items))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(items[a].Created.Compare(items[b].Created), cmp.Compare(a, b)) })
	type key struct {
		band int
		hash uint64
	}
	seen := map[key]int32{} // family, first come
	var families []signature
	var heads []int
	copies = map[voxpop.ItemID][]voxpop.ItemID{}
	gone := make([]bool, len(items))
	var cut []words.Token
next:
	for _, i := range order {
		cut = words.Cut(cut[:0], items[i].Text)
		sig, ok := sign(cut)
		if !ok {
			continue
		}
		for b := range hashes / bandSize {
			f, known := seen[key{b, sig.band(b)}]
			if known && sig.agrees(&families[f]) >= alike {
				head := items[heads[f]].ID
				copies[head] = append(copies[head], items[i].ID)
				gone[i] = true
				continue next
			}
		}
		for b := range hashes / bandSize {
			k := key{b, sig.band(b)}
			if _, known := seen[k]; !known {
				seen[k] = int32(len(families))
			}
		}
		families, heads = append(families, sig), append(heads, i)
	}
	for i := range items {
		if !gone[i] {
			originals = append(originals, items[i])
		}
	}
	return originals, copies
}

type signature [hashes]uint32

func sign(cut []words.Token) (s signature, ok bool) {
	if len(cut) < minFolded {
		return s, false
	}
	for i := range s {
		s[i] = ^uint32(0)
	}
	var a, b uint64
	for i, t := range cut[:min(len(cut), maxHashed)] {
		c := hash(t.Key)
		if i >= 2 {
			h := mix(a*3 + b*5 + c)
			for k := range s {
				// two halves make a family of hashes (Kirsch and Mitzenmacher 2006)
				s[k] = min(s[k], mixed(uint32(h), uint32(h>>32), uint32(k)))
			}
		}
		a, b = b, c
	}
	return s, true
}

func mixed(a, b, k uint32) uint32 {
	x := a + k*(b|1)
	x ^= x >> 16
	x *= 0x7feb352d
	x ^= x >> 15
	return x
}

func (s *signature) band(b int) uint64 {
	h := uint64(b)
	for _, x := range s[b*bandSize : (b+1)*bandSize] {
		h = mix(h ^ uint64(x))
	}
	return h
}

func (s *signature) agrees(o *signature) int {
	n := 0
	for i := range s {
		if s[i] == o[i] {
			n++
		}
	}
	return n
}

// withCopies adds the copies of members, and puts all in the order of their ids.
func withCopies(members []voxpop.TopicMember, copies map[voxpop.ItemID][]voxpop.ItemID) []voxpop.TopicMember {
	out := members
	for _, m := range members {
		for _, id := range copies[m.Item] {
			out = append(out, voxpop.TopicMember{Item: id, Strength: m.Strength, CopyOf: m.Item})
		}
	}
	slices.SortFunc(out, func(a, b voxpop.TopicMember) int { return compareIDs(a.Item, b.Item) })
	return out
}
