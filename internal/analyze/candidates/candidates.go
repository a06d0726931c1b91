// Package candidates proposes products that the catalog does not know: names that many write, near talk
// about tools. It is pure, and knows no list of products.
//
// A name is told from an ordinary word by how the same items write it: most of its occurrences inside
// sentences have a capital, or a form no ordinary word has (llama.cpp, GPT4All). Versions and sizes are left off,
// and spellings of one name are one (Open WebUI, OpenWebUI, open-webui).
//
// That a name is a product is told by its company: the words right before and behind it are compared with those around the
// tools that are known ("switched to …", "… vs", "using … with"), and with those around all names (naive Bayes, trained
// on the items at hand), and it that it is written in items that name known tools counts for it. The names of the communities themselves are
// left out.
package candidates

import (
	"cmp"
	"hash/fnv"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Item is a text to look through.
type Item struct {
	ID         voxpop.ItemID
	Community  string
	Thread     string
	Author     string // or a hash of it; empty when unknown
	Text       string // cleaned plain text (text.Document.Plain); 20,000 bytes are read
	Created    time.Time
	Engagement int64    // upvotes and comments, for the order of evidence
	Tools      []string // slugs of the tools it names
}

// Options says what is worth proposing. The zero value is for use.
type Options struct {
	// Known reports whether a name is that of a tool in the catalog, or was rejected before. It is asked with the name as it
	// is written, and must not care for case, blanks and hyphens. nil knows nothing.
	Known func(name string) bool
	// MinItems is in how many items a name must be; 50 if zero. The caller chooses the window, by default 7 days.
	MinItems int
	// MinAuthors is how many people must write it; if zero a fifth of MinItems, at least 3.
	MinAuthors int
	// MinThreads is in how many threads it must be; 3 if zero.
	MinThreads int
	// MinScore is the least score; if zero -0.75, below which names of places, people and technical terms outnumber those of
	// products (measured on r/LocalLLaMA).
	MinScore float64
	// MaxItems is how many items are read; 100,000 if zero. Of more, those with the smallest hash of their id are taken, and
	// MinItems is lowered in proportion.
	MaxItems int
	// MaxProposed bounds the list; 100 if zero.
	MaxProposed int
}

// Candidate is a name that could be a tool.
type Candidate struct {
	Name        string   // as most write it
	Key         string   // small letters and digits only: equal for all its spellings
	Spellings   []string // most frequent first, at most 10
	Items       int
	Authors     int
	Threads     int
	Communities int
	First, Last time.Time
	// Beside are the tools named in the same items, most frequent first, at most 10.
	Beside []Beside
	// Besides is the number of items that name at least one known tool.
	Besides int
	// Likeness is how much more the words around the name are those around known tools than those around other
	// names, in nats a mention; above 0 it is written about as tools are.
	Likeness float64
	// Lift is how many times more often than all items with a name its items name a known tool.
	Lift float64
	// Score orders candidates: likeness + 0.3 ln lift + 0.1 ln (items ÷ MinItems).
	Score float64
	// Evidence are items that show it best, of different threads where possible; at most 10.
	Evidence []voxpop.ItemID
}

// Beside is a tool that is named in the same items.
type Beside struct {
	Tool  string
	Items int
}

// Find proposes candidates, best first. Items may come in any order; each id counts once.
func Find(items []Item, o Options) []Candidate {
	items = slices.Clone(items)
	slices.SortFunc(items, compareItems)
	items = slices.CompactFunc(items, func(a, b Item) bool { return a.ID == b.ID })
	if o.Known == nil {
		o.Known = func(string) bool { return false }
	}
	o.MinItems = cmp.Or(max(0, o.MinItems), 50)
	if limit := cmp.Or(max(0, o.MaxItems), 100_000); len(items) > limit {
		o.MinItems = max(1, o.MinItems*limit/len(items))
		items = smallest(items, limit)
	}
	o.MinAuthors = cmp.Or(max(0, o.MinAuthors), max(3, o.MinItems/5))
	o.MinThreads = cmp.Or(max(0, o.MinThreads), 3)
	o.MinScore = cmp.Or(o.MinScore, -0.75)
	s := read(items)
	names := s.names(o.Known)
	out := s.judge(names, &o)
	slices.SortFunc(out, func(a, b Candidate) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Key, b.Key)) })
	return out[:min(len(out), cmp.Or(max(0, o.MaxProposed), 100))]
}

// smallest returns the items whose ids have the smallest hash, in their order.
func smallest(items []Item, limit int) []Item {
	hash := make(map[voxpop.ItemID]uint64, len(items))
	for i := range items {
		h := fnv.New64a()
		h.Write([]byte(items[i].ID.String()))
		x := h.Sum64() // FNV leaves ids that differ in their end side by side
		x = (x ^ x>>33) * 0xff51afd7ed558ccd
		hash[items[i].ID] = x ^ x>>33
	}
	slices.SortFunc(items, func(a, b Item) int { return cmp.Or(cmp.Compare(hash[a.ID], hash[b.ID]), compareItems(a, b)) })
	items = items[:limit]
	slices.SortFunc(items, compareItems)
	return items
}

// compareItems orders by id; of one id what was created last and is longest comes first.
func compareItems(a, b Item) int {
	return cmp.Or(cmp.Compare(a.ID.Source, b.ID.Source), cmp.Compare(a.ID.Native, b.ID.Native),
		b.Created.Compare(a.Created), cmp.Compare(b.Text, a.Text), cmp.Compare(a.Author, b.Author), cmp.Compare(a.Thread, b.Thread),
		cmp.Compare(a.Community, b.Community), cmp.Compare(a.Engagement, b.Engagement), slices.Compare(a.Tools, b.Tools))
}
