// Package rollup turns scored items into cells. It is pure: a store reads the rows of one
// community and UTC day, Build adds them up, the store replaces the cells. Cells are always
// recomputed, never adjusted, so whatever happened to the rows the result is the same.
package rollup

import (
	"hash/fnv"
	"iter"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Row is what the rollup needs to know of one item under one engine version.
type Row struct {
	Kind     voxpop.Kind
	Created  time.Time
	Thread   string // native id of the thread
	Author   string // keyed hash of the author; empty when unknown, then the item is its own cluster by thread
	Counted  bool   // no exclusion
	Scored   bool   // has a score of this engine for the current text
	Label    voxpop.Label
	Compound int64 // ten-thousandths
}

// Slice names one cell of a community's day.
type Slice struct {
	Grain voxpop.Grain // GrainHour or GrainDay
	Start time.Time
	Kind  voxpop.Kind // empty for posts and comments together
}

// Build adds up the rows of one community and one UTC day into the cells of its hours and
// of the day, by kind and over both kinds. Rows outside the day are ignored.
func Build(day time.Time, rows iter.Seq[Row]) map[Slice]*voxpop.Tally {
	day = voxpop.GrainDay.Truncate(day)
	cells := map[Slice]*voxpop.Tally{}
	for r := range rows {
		if voxpop.GrainDay.Truncate(r.Created) != day {
			continue
		}
		hour := voxpop.GrainHour.Truncate(r.Created)
		for _, kind := range []voxpop.Kind{"", r.Kind} {
			count(cell(cells, Slice{voxpop.GrainHour, hour, kind}), r)
			count(cell(cells, Slice{voxpop.GrainDay, day, kind}), r)
		}
	}
	return cells
}

func cell[S comparable](cells map[S]*voxpop.Tally, s S) *voxpop.Tally {
	t := cells[s]
	if t == nil {
		t = &voxpop.Tally{}
		cells[s] = t
	}
	return t
}

func count(t *voxpop.Tally, r Row) {
	t.Items++
	if !r.Counted {
		t.Excluded++
		return
	}
	if !r.Scored {
		return
	}
	switch r.Label {
	case voxpop.Positive:
		t.Positive++
	case voxpop.Negative:
		t.Negative++
	default:
		t.Neutral++
	}
	t.Sum += r.Compound
	t.SumSq += r.Compound * r.Compound
	sign := int32(r.Label.Sign())
	add(&t.Threads, bucket(r.Thread), sign)
	author := r.Author
	if author == "" {
		author = "thread:" + r.Thread
	}
	add(&t.Authors, bucket(author), sign)
}

func add(c *voxpop.Cluster, b int, sign int32) {
	c.N[b]++
	c.Sum[b] += sign
}

// bucket spreads keys evenly over voxpop.Buckets. It must never change: cells of different
// days are added bucket by bucket.
func bucket(key string) int {
	h := fnv.New64a()
	h.Write([]byte(key))
	// FNV's low bits are weak on short keys that differ in the last character: fold the high half in.
	sum := h.Sum64()
	return int((sum ^ sum>>32 ^ sum>>47) % voxpop.Buckets)
}
