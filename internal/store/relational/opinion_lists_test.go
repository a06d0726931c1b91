package relational

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

func TestOpinionListsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		said := rapid.SliceOfDistinct(rapid.Custom(func(t *rapid.T) listed {
			return listed{
				item: rapid.Int64Range(0, 1<<62).Draw(t, "item"), created: rapid.Int64Range(-1<<40, 1<<40).Draw(t, "created"), rev: rapid.Int64Range(0, 1<<31-1).Draw(t, "rev"),
				compound: rapid.Int64Range(-10000, 10000).Draw(t, "compound"), sign: rapid.Int64Range(-1, 1).Draw(t, "sign"), inferred: rapid.Int64Range(0, 1).Draw(t, "inferred"),
				live: rapid.Int64Range(0, 1).Draw(t, "live"), kind: rapid.SampledFrom([]voxpop.Kind{voxpop.KindPost, voxpop.KindComment}).Draw(t, "kind"),
			}
		}), func(l listed) int64 { return l.item }).Draw(t, "said")
		list := opinionList(said) // which sorts them
		var back []listed
		if err := eachListed([]byte(list), func(l *listed) { back = append(back, *l) }); err != nil || !slices.Equal(back, said) {
			t.Fatalf("%v, %v; want %v", back, err, said)
		}
		if len(list) != listedBytes*len(said) {
			t.Fatalf("%d items take %d bytes", len(said), len(list))
		}
	})
}

func TestBrokenOpinionLists(t *testing.T) {
	list := []byte(opinionList([]listed{{item: 1, kind: voxpop.KindPost}, {item: 2, kind: voxpop.KindPost}}))
	kindless := slices.Clone(list)
	kindless[len(list)-1] = 99
	for name, broken := range map[string][]byte{"short": list[:len(list)-1], "a kind that there is not": kindless} {
		n := 0
		if err := eachListed(broken, func(*listed) { n++ }); !errors.Is(err, voxpop.ErrInvalid) || n != 1 {
			t.Errorf("%s: %d items, %v; want the first and an error", name, n, err)
		}
	}
}
