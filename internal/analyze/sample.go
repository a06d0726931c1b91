package analyze

import (
	"container/heap"
	"hash/fnv"
	"strings"
)

// What a search of a window reads at most.
const (
	mostItems = 20000
	mostText  = 16 << 20
	longest   = 4000 // bytes of one text
)

// sampler keeps those of the items it is given that have the smallest hashes, so that a window of any size needs
// bounded memory and the same window gives the same sample.
type sampler struct {
	total, bytes int
	kept         hashed
}

type hashedItem struct {
	hash uint64
	item spoken
}

// hashed is a heap with the largest hash on top.
type hashed []hashedItem

func (h hashed) Len() int           { return len(h) }
func (h hashed) Less(i, j int) bool { return h[i].hash > h[j].hash }
func (h hashed) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *hashed) Push(x any)        { *h = append(*h, x.(hashedItem)) }
func (h *hashed) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

func (s *sampler) add(item spoken) {
	s.total++
	if len(item.plain) > longest {
		item.plain = strings.ToValidUTF8(item.plain[:longest], "") // a cut letter goes
	}
	f := fnv.New64a()
	f.Write([]byte(item.id.String()))
	h := f.Sum64()
	h ^= h >> 32 // FNV's low bits are weak on ids that differ in the last character
	if full := len(s.kept) >= mostItems || s.bytes+len(item.plain) > mostText; full && len(s.kept) > 0 && h > s.kept[0].hash {
		return
	}
	heap.Push(&s.kept, hashedItem{h, item})
	for s.bytes += len(item.plain); len(s.kept) > mostItems || s.bytes > mostText; {
		s.bytes -= len(heap.Pop(&s.kept).(hashedItem).item.plain)
	}
}

// items gives what was kept, and forgets it.
func (s *sampler) items() []spoken {
	out := make([]spoken, len(s.kept))
	for i := range s.kept {
		out[i] = s.kept[i].item
	}
	s.kept = nil
	return out
}
