package relational

import (
	"hash/fnv"

	"github.com/voxpop-dev/voxpop"
)

// record is a row of items with its row of texts.
type record struct {
	id, communityID       int64
	source, native        string
	kind                  voxpop.Kind
	created               int64
	thread, parent        string
	authorHash            int64
	state                 voxpop.State
	exclusion             voxpop.Exclusion
	distinguished, origin string
	upvotes, comments     int64
	edited, observed      int64
	firstStored, recheck  int64
	misses, missed        int64
	textHash, textRev     int64
	former                observation // of a post, the one before the last
	faces                             // author, title, URL, permalink and flair; empty on tombstones
	body                  string
}

// observation is how much attention an item had at a time; at is 0 when there was none.
type observation struct{ at, upvotes, comments int64 }

// faces are the texts that are compared one by one; the body is compared by textHash.
type faces struct{ author, title, url, permalink, flair string }

// change is what an observation did to a record.
type change struct {
	fresh   bool // stored for the first time
	touched bool // anything to write
	updated bool // text, score or another shown field differs
	text    bool // what an analysis sees differs
	removed bool // became a tombstone
	dirty   bool // its cell must be recomputed
	noticed bool // upvotes or comments differ
}

func (c *change) add(o change) {
	c.fresh = c.fresh || o.fresh
	c.touched = c.touched || o.touched
	c.updated = c.updated || o.updated
	c.text = c.text || o.text
	c.removed = c.removed || o.removed
	c.dirty = c.dirty || o.dirty
	c.noticed = c.noticed || o.noticed
}

// newRecord is the record of an item that was never seen before.
func newRecord(it *voxpop.Item, communityID, hash, now int64) *record {
	r := &record{
		communityID: communityID, source: it.ID.Source, native: clean(it.ID.Native), kind: it.Kind,
		created: seconds(it.Created), thread: clean(it.ThreadID), parent: clean(it.ParentID),
		authorHash: hash, state: voxpop.StateLive, distinguished: clean(it.Distinguished), origin: string(it.Origin),
		upvotes: it.Upvotes, comments: it.Comments, edited: seconds(it.Edited), observed: millis(it.Observed),
		firstStored: now, recheck: seconds(it.Recheck), textRev: 1,
		faces: facesOf(it), body: clean(it.Body),
	}
	if r.thread == "" && r.kind == voxpop.KindPost {
		r.thread = r.native
	}
	r.textHash = textHash(it)
	if it.State.Textless() {
		r.bury(it.State)
	}
	return r
}

func facesOf(it *voxpop.Item) faces {
	return faces{clean(it.Author), clean(it.Title), clean(it.URL), clean(it.Permalink), clean(it.Flair)}
}

// textHash covers what an analysis sees. It is never 0.
func textHash(it *voxpop.Item) int64 {
	h := fnv.New64a()
	for _, s := range []string{it.Title, it.Body, it.Distinguished} {
		h.Write([]byte(clean(s)))
		h.Write([]byte{0})
	}
	return int64(h.Sum64() | 1)
}

// bury takes the text from a record.
func (r *record) bury(state voxpop.State) {
	r.state = state
	r.faces, r.body = faces{}, ""
	r.textHash, r.recheck = 0, 0
}

// observe applies what a source says of an item that is stored already. hash is the author's.
func (r *record) observe(it *voxpop.Item, hash int64) change {
	observed := millis(it.Observed)
	var c change
	if r.state.Textless() {
		return c
	}
	if observed < r.observed {
		r.between(observation{observed, it.Upvotes, it.Comments}, &c.touched)
		return c
	}
	if observed > r.observed {
		r.between(observation{r.observed, r.upvotes, r.comments}, &c.touched)
	}
	set(&r.observed, observed, &c.touched)
	if it.State.Textless() {
		r.bury(it.State)
		return change{touched: true, removed: true, dirty: true}
	}
	set(&r.misses, 0, &c.touched)
	set(&r.missed, 0, &c.touched)
	if !it.Recheck.IsZero() {
		set(&r.recheck, seconds(it.Recheck), &c.touched)
	}
	set(&r.upvotes, it.Upvotes, &c.noticed)
	set(&r.comments, it.Comments, &c.noticed)
	c.updated = c.noticed
	set(&r.edited, seconds(it.Edited), &c.updated)
	set(&r.faces, facesOf(it), &c.updated)
	if hash != 0 {
		set(&r.authorHash, hash, &c.dirty)
	}
	if h := textHash(it); h != r.textHash {
		r.textHash, r.body, r.distinguished = h, clean(it.Body), clean(it.Distinguished)
		r.textRev++
		c.text, c.dirty, c.updated = true, true, true
	}
	c.touched = c.touched || c.updated || c.dirty
	return c
}

// between keeps an observation of a post when it is the newest before the last one.
func (r *record) between(o observation, changed *bool) {
	if r.kind == voxpop.KindPost && o.at > r.former.at {
		set(&r.former, o, changed)
	}
}

func set[T comparable](field *T, value T, changed *bool) {
	if *field != value {
		*field, *changed = value, true
	}
}
