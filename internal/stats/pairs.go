package stats

import "math/bits"

// pairs numbers pairs of numbers in order of first occurrence. It is an open hash table: the
// built-in map takes twice the time, and this is where drivers spend theirs.
type pairs struct {
	keys  []uint64 // 0 where free
	ids   []int32
	count int
	shift int // 64 - log2 of the number of slots
}

func newPairs(expected int) *pairs {
	log := max(10, bits.Len(uint(2*expected)))
	return &pairs{keys: make([]uint64, 1<<log), ids: make([]int32, 1<<log), shift: 64 - log}
}

// number is that of a pair of numbers from 0.
func (p *pairs) number(a, b int32) int32 {
	key := uint64(a+1)<<32 | uint64(b)
	slot := p.slot(key)
	if p.keys[slot] == key {
		return p.ids[slot]
	}
	if 2*(p.count+1) > len(p.keys) {
		p.grow()
		slot = p.slot(key)
	}
	p.keys[slot], p.ids[slot] = key, int32(p.count)
	p.count++
	return p.ids[slot]
}

// slot is where key is, or belongs.
func (p *pairs) slot(key uint64) uint64 {
	mask := uint64(len(p.keys) - 1)
	slot := key * 0x9e3779b97f4a7c15 >> p.shift
	for p.keys[slot] != 0 && p.keys[slot] != key {
		slot = (slot + 1) & mask
	}
	return slot
}

func (p *pairs) grow() {
	old := *p
	p.keys, p.ids = make([]uint64, 2*len(old.keys)), make([]int32, 2*len(old.keys))
	p.shift--
	for k, key := range old.keys {
		if key != 0 {
			slot := p.slot(key)
			p.keys[slot], p.ids[slot] = key, old.ids[k]
		}
	}
}
