package redditsim

import (
	"math"
	"sort"
	"strings"
)

// How often things happen to an item, and how threads grow.
const (
	postDeleted    = 0.03
	postRemoved    = 0.05
	postLate       = 0.02
	commentDeleted = 0.025
	commentRemoved = 0.015
	commentLate    = 0.006
	editedShare    = 0.04
	downvotedShare = 0.08
	greetedByBot   = 0.15
	writtenByBot   = 0.008
	toThePost      = 0.4 // comments that answer the post itself
	byTheAuthor    = 0.15
	maxDepth       = 12
	interestSpan   = 5 * 3600.0     // seconds in which interest in a post falls to 1/e
	interestEnd    = 4 * daySeconds // after which nobody answers any more
	firstAnswer    = 5              // seconds from a post to the first person's comment
)

func lower(s string) string { return strings.ToLower(s) }

func (h *history) newPost(c int, at int64, r *random) *item {
	it := &item{
		community: uint16(c),
		created:   at,
		seed:      r.next(),
		author:    h.someone(r),
		appeal:    float32(min(r.pareto(1.1), 120)),
	}
	it.upvotes = int32(float64(it.appeal) * r.between(1, 14))
	it.befall(r, postDeleted, postRemoved, postLate)
	return it
}

// newComment adds a comment to the end of a thread.
func (h *history) newComment(post *item, at int64, r *random) *item {
	it := &item{
		community: post.community,
		created:   at,
		seed:      r.next(),
		post:      post,
		parent:    post,
		author:    h.someone(r),
		upvotes:   int32(min(r.pareto(0.9), 900)) - 1,
	}
	if n := len(post.thread); n > 0 && !r.chance(toThePost) {
		back := int(float64(n) * math.Pow(r.float(), 1.7)) // mostly what was said last
		if p := post.thread[n-1-back]; p.depth+1 < maxDepth && p.listed(at) && p.author != botModerator {
			it.parent = p
			it.depth = p.depth + 1
		}
	}
	if it.depth > 0 && r.chance(byTheAuthor) && post.author >= 0 {
		it.author = post.author
	}
	it.befall(r, commentDeleted, commentRemoved, commentLate)
	if r.chance(writtenByBot) {
		it.author, it.deleted = botHelper, 0
	}
	post.append(it)
	return it
}

// greet adds the moderators' standing reminder under some posts. It is the first comment.
func (h *history) greet(post *item, dayEnd int64, r *random) *item {
	if !r.chance(greetedByBot) || post.approved != 0 {
		return nil
	}
	it := &item{
		community: post.community,
		created:   min(post.created+2, dayEnd-1),
		seed:      r.next(),
		post:      post,
		parent:    post,
		author:    botModerator,
	}
	post.append(it)
	return it
}

func (it *item) append(comment *item) {
	it.thread = append(it.thread, comment)
	if comment.approved != 0 {
		it.late = append(it.late, comment)
	}
}

// befall draws what will happen to the item later in its life.
func (it *item) befall(r *random, deleted, removed, late float64) {
	if r.chance(downvotedShare) {
		it.upvotes = -it.upvotes/8 - int32(r.below(4))
	}
	if r.chance(editedShare) {
		it.edited = it.created + int64(r.logBetween(120, 20*3600))
	}
	fate := r.float()
	switch {
	case fate < deleted:
		it.deleted = it.created + int64(r.logBetween(60, 3*daySeconds))
	case fate < deleted+removed:
		it.removed = it.created + int64(r.logBetween(5, daySeconds))
	case fate < deleted+removed+late:
		it.approved = it.created + int64(r.logBetween(180, 5*3600))
	}
}

// someone draws an author; the first ones are drawn far more often than the last.
func (h *history) someone(r *random) int32 {
	return int32(float64(max(1, h.world.Authors)) * math.Pow(r.float(), 2.2))
}

// lottery draws the post that the next comment goes to, by appeal and freshness. All weights
// fade at the same pace, so the ratio of two never changes and sums can be kept.
type lottery struct {
	base  int64
	posts []*item
	sums  []float64
}

// rebase drops posts nobody answers any more and keeps the weights small.
func (l *lottery) rebase(now int64) {
	kept := l.posts
	*l = lottery{base: now}
	for _, p := range kept {
		if now-p.created < interestEnd {
			l.add(p)
		}
	}
}

func (l *lottery) add(p *item) {
	weight := float64(p.appeal) * math.Exp(float64(p.created-l.base)/interestSpan)
	if n := len(l.sums); n > 0 {
		weight += l.sums[n-1]
	}
	l.posts = append(l.posts, p)
	l.sums = append(l.sums, weight)
}

// pick draws a post that can be answered at the given time, or nil when luck finds none.
func (l *lottery) pick(at int64, r *random) *item {
	if len(l.posts) == 0 {
		return nil
	}
	for range 6 {
		x := r.float() * l.sums[len(l.sums)-1]
		i := sort.SearchFloat64s(l.sums, x)
		if p := l.posts[min(i, len(l.posts)-1)]; p.listed(at) && p.created+firstAnswer <= at {
			return p
		}
	}
	return nil
}
