package topics

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// minSame is the likeness from which a theme is the one of the former run.
const minSame = 0.3

// register tells which theme of the former run each group continues.
type register struct {
	previous []voxpop.Topic
	of       []int // index into previous of each group, -1 for a new one
	taken    map[string]bool
}

// newRegister matches groups with former themes one to one, the most alike first.
func newRegister(previous []voxpop.Topic, groups []*group, s *space) *register {
	r := &register{previous: previous, of: make([]int, len(groups)), taken: map[string]bool{}}
	for n := range groups {
		r.of[n] = -1
	}
	for f := range previous {
		r.taken[previous[f].ID] = true
	}
	used := make([]bool, len(previous))
	for _, m := range matches(previous, groups, s) {
		if r.of[m.group] < 0 && !used[m.former] {
			r.of[m.group], used[m.former] = m.former, true
		}
	}
	return r
}

type match struct {
	group, former int
	like          float64
}

// matches returns the pairs that are alike enough, the most alike first. The likeness is the mean of the share of items they
// have in common, of the smaller's among the items that both runs gave to a theme, and the cosine of their keywords. Where no
// item is in both the keywords decide alone.
func matches(previous []voxpop.Topic, groups []*group, s *space) []match {
	owner, known := overlaps(previous, groups, s)
	keys := make([]map[string]float64, len(groups))
	for n, g := range groups {
		keys[n] = map[string]float64{}
		for _, k := range s.keywords(g) {
			keys[n][k.Key] = k.Weight
		}
	}
	var out []match
	for f := range previous {
		common := make([]int, len(groups))
		still := 0
		for _, m := range previous[f].Members {
			if n, here := owner[m.Item]; here {
				common[n]++
				still++
			}
		}
		for n := range groups {
			like := alikeness(previous[f].Keywords, keys[n])
			if smaller := min(still, known[n]); smaller > 0 {
				like = (like + float64(common[n])/float64(smaller)) / 2
			}
			if like >= minSame {
				out = append(out, match{n, f, like})
			}
		}
	}
	slices.SortFunc(out, func(a, b match) int {
		return cmp.Or(cmp.Compare(b.like, a.like), cmp.Compare(previous[a.former].ID, previous[b.former].ID), cmp.Compare(a.group, b.group))
	})
	return out
}

// overlaps tells the group of each item, and how many members of each group belonged to a theme before.
func overlaps(previous []voxpop.Topic, groups []*group, s *space) (owner map[voxpop.ItemID]int, known []int) {
	before := map[voxpop.ItemID]bool{}
	for f := range previous {
		for _, m := range previous[f].Members {
			before[m.Item] = true
		}
	}
	owner = map[voxpop.ItemID]int{}
	known = make([]int, len(groups))
	for n, g := range groups {
		for _, m := range g.members {
			id := s.items[m].ID
			owner[id] = n
			if before[id] {
				known[n]++
			}
		}
	}
	return owner, known
}

func alikeness(former []voxpop.Keyword, now map[string]float64) float64 {
	var sum float64
	for _, k := range former {
		sum += k.Weight * now[k.Key]
	}
	return sum
}

// label is the former label of a group, empty for a new one.
func (r *register) label(group int) string {
	if f := r.of[group]; f >= 0 {
		return r.previous[f].Label
	}
	return ""
}

// id is the id of a group's theme: the former one, or for a new theme one that is made from the scope, its strongest word and its
// first item.
func (r *register) id(group int, t *voxpop.Topic, scope string) string {
	if f := r.of[group]; f >= 0 {
		return r.previous[f].ID
	}
	for n := 0; ; n++ {
		word := ""
		if len(t.Keywords) > 0 {
			word = t.Keywords[0].Key
		}
		h := hash(fmt.Sprintf("%s\x00%s\x00%s\x00%d", scope, word, t.Members[0].Item, n))
		id := hex.EncodeToString([]byte{byte(h >> 56), byte(h >> 48), byte(h >> 40), byte(h >> 32), byte(h >> 24), byte(h >> 16)})
		if !r.taken[id] {
			r.taken[id] = true
			return id
		}
	}
}
