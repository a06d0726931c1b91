package relational

import (
	"cmp"

	"github.com/voxpop-dev/voxpop/internal/rollup"
)

// attentionID names a cell within a sheet of engagement.
type attentionID struct{ version, inferred int64 }

func compareAttentionIDs(a, b attentionID) int {
	return cmp.Or(cmp.Compare(a.version, b.version), cmp.Compare(a.inferred, b.inferred))
}

// attentionSum is what a sheet of engagement holds; sums of communities are those of their source.
type attentionSum map[attentionID]rollup.AttentionSum

func (s attentionSum) sheet() string {
	var w sheetWriter
	for _, id := range sorted(s, compareAttentionIDs) {
		w.long(id.version)
		w.flag(id.inferred)
		w.short(s[id].Mentions)
		w.long(s[id].Comments, s[id].Upvotes)
	}
	return w.sheet()
}

func (s *attentionSum) add(sheet []byte) error {
	if *s == nil {
		*s = attentionSum{}
	}
	return eachAttention(sheet, func(id attentionID, more rollup.AttentionSum) {
		sum := (*s)[id]
		(*s)[id] = rollup.AttentionSum{Mentions: sum.Mentions + more.Mentions, Comments: sum.Comments + more.Comments, Upvotes: sum.Upvotes + more.Upvotes}
	})
}

// eachAttention takes a sheet of engagement apart.
func eachAttention(sheet []byte, yield func(attentionID, rollup.AttentionSum)) error {
	r := sheetReader{rest: sheet}
	for r.more() {
		id := attentionID{r.long(), r.flag()}
		sum := rollup.AttentionSum{Mentions: r.short(), Comments: r.long(), Upvotes: r.long()}
		if !r.failed {
			yield(id, sum)
		}
	}
	return r.err()
}
