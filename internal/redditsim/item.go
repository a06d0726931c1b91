package redditsim

import (
	"math"
	"strconv"
)

// item is a post or comment: everything about it that does not change. What it looks like
// at some time follows from these fields and the time. Times are Unix seconds, 0 is never.
type item struct {
	id        uint64
	seed      uint64 // of its text
	post      *item  // the post that opens the thread; nil in posts
	parent    *item  // what it answers; nil in posts
	thread    []*item
	late      []*item // those of thread that were approved late
	created   int64
	approved  int64 // hidden until then
	edited    int64
	deleted   int64
	removed   int64
	author    int32 // index; negative: one of the bots
	appeal    float32
	upvotes   int32 // where the score ends up
	community uint16
	depth     uint16
	hot       bool // the subject of a burst
}

const (
	botModerator int32 = -1 // AutoModerator, speaking for the moderators
	botHelper    int32 = -2 // a bot that speaks for itself
)

func (it *item) isPost() bool { return it.post == nil }

// name is the fullname.
func (it *item) name() string {
	if it.isPost() {
		return "t3_" + it.id36()
	}
	return "t1_" + it.id36()
}

func (it *item) id36() string { return strconv.FormatUint(it.id, 36) }

// thread head: a post itself, or the post of a comment.
func (it *item) head() *item {
	if it.post != nil {
		return it.post
	}
	return it
}

// exists reports whether anybody can know of the item at t.
func (it *item) exists(t int64) bool { return t >= it.created && t >= it.approved }

func (it *item) isDeleted(t int64) bool { return it.deleted != 0 && t >= it.deleted }
func (it *item) isRemoved(t int64) bool { return it.removed != 0 && t >= it.removed }

// listed reports whether the item stands in listings at t.
func (it *item) listed(t int64) bool {
	return it.exists(t) && !it.isDeleted(t) && !it.isRemoved(t)
}

// score is the number of upvotes at t: half of the final ones within three hours.
func (it *item) score(t int64) int {
	age := float64(max(0, t-it.created))
	grown := 1 - math.Exp2(-age/(3*3600))
	return 1 + int(math.Round(float64(it.upvotes)*grown))
}

// comments is the count Reddit states at t: all that were ever shown, removed ones included,
// so that it may exceed what the tree has.
func (it *item) comments(t int64) int {
	n := countUntil(it.thread, t)
	for _, c := range it.late {
		if c.created <= t && !c.exists(t) {
			n--
		}
	}
	return n
}

// countUntil is how many of items, which are sorted by created, were created by t.
func countUntil(items []*item, t int64) int {
	lo, hi := 0, len(items)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if items[mid].created <= t {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
