package redditsim

import (
	"math"
	"sort"
	"time"
)

// addDay brings day number d into existence. It depends on the days before it, the world and
// the seed alone.
func (h *history) addDay(d int) {
	var today day
	from := h.start + int64(d)*daySeconds
	bursts := h.burstsOf(d, from)
	for c := range h.communities {
		r := newRandom(h.seed, uint64(d), uint64(c), 1)
		posts, comments := h.addCommunityDay(c, from, bursts, r)
		today.posts = append(today.posts, posts...)
		today.comments = append(today.comments, comments...)
	}
	r := newRandom(h.seed, uint64(d), 2)
	number(today.posts, firstPost+uint64(d)*postStride, r)
	number(today.comments, firstComment+uint64(d)*commentStride, r)
	h.days = append(h.days, today)
}

func (h *history) addCommunityDay(c int, from int64, bursts []burst, r *random) (posts, comments []*item) {
	community := &h.world.Communities[c]
	history := &h.communities[c]
	for _, at := range h.arrivals(c, from, community.PostsPerDay, r) {
		posts = append(posts, h.newPost(c, at, r))
	}
	stream := h.arrivals(c, from, community.CommentsPerDay, r)
	for _, b := range bursts {
		n := b.comments[c]
		if n == 0 {
			continue
		}
		hot := h.newPost(c, b.at-int64(r.below(240)), r)
		hot.hot, hot.appeal, hot.deleted, hot.removed, hot.approved = true, float32(4*n), 0, 0, 0
		hot.upvotes += int32(n)
		posts = append(posts, hot)
		for range n {
			stream = append(stream, b.at+int64(r.between(0, b.length)))
		}
	}
	sortItems(posts)
	sort.Slice(stream, func(i, j int) bool { return stream[i] < stream[j] })

	comments = h.converse(history, posts, stream, from+daySeconds, r)
	history.posts = append(history.posts, posts...)
	history.comments = append(history.comments, comments...)
	return posts, comments
}

// converse hands a day's comments out to posts of that day and the days before.
func (h *history) converse(history *communityHistory, posts []*item, stream []int64, dayEnd int64, r *random) []*item {
	comments := make([]*item, 0, len(stream))
	next := 0
	join := func(until int64) {
		for ; next < len(posts) && posts[next].created <= until; next++ {
			history.draw.add(posts[next])
			if it := h.greet(posts[next], dayEnd, r); it != nil {
				comments = append(comments, it)
			}
		}
	}
	history.draw.rebase(dayEnd - daySeconds)
	for _, at := range stream {
		join(at)
		if post := history.draw.pick(at, r); post != nil {
			comments = append(comments, h.newComment(post, at, r))
		}
	}
	join(dayEnd)
	sortItems(comments)
	return comments
}

// arrivals draws when items come to a community on the day that begins at from.
func (h *history) arrivals(c int, from int64, perDay float64, r *random) []int64 {
	var times []int64
	live := int64(math.MaxInt64)
	if !h.world.LiveFrom.IsZero() {
		live = h.world.LiveFrom.Unix()
	}
	for hour := from; hour < from+daySeconds; hour += 3600 {
		calm := max(0, min(3600, live-hour))
		times = scatter(times, hour, calm, h.rate(c, hour, perDay), r)
		times = scatter(times, hour+calm, 3600-calm, h.liveRate(perDay), r)
	}
	return times
}

// scatter draws times in a span of seconds at a rate per second.
func scatter(times []int64, from, length int64, rate float64, r *random) []int64 {
	for range r.poisson(rate * float64(length)) {
		times = append(times, from+int64(r.between(0, float64(length))))
	}
	return times
}

// rate is items per second in the hour that begins at the given time.
func (h *history) rate(c int, hour int64, perDay float64) float64 {
	community := &h.world.Communities[c]
	t := time.Unix(hour, 0).UTC()
	rate := perDay / daySeconds
	rate *= 1 + 0.6*math.Cos(2*math.Pi*(float64(t.Hour())-community.PeakHour)/24)
	if wd := t.Weekday(); wd == time.Saturday || wd == time.Sunday {
		rate *= 0.75
	} else {
		rate *= 1.1
	}
	if community.Home > 0 {
		rate *= h.world.volume(community.Home-1, time.Duration(hour-h.start)*time.Second)
	}
	return rate
}

// liveRate is a community's part of the world's live rate, in items per second.
func (h *history) liveRate(perDay float64) float64 {
	var all float64
	for _, c := range h.world.Communities {
		all += c.PostsPerDay + c.CommentsPerDay
	}
	if all == 0 {
		return 0
	}
	return h.world.LivePerMinute / 60 * perDay / all
}

// burst is a flood of one day: how many more comments each community gets.
type burst struct {
	at       int64
	length   float64
	comments []int
}

func (h *history) burstsOf(d int, from int64) []burst {
	r := newRandom(h.seed, uint64(d), 3)
	bursts := make([]burst, 0, len(h.world.Bursts))
	for _, rule := range h.world.Bursts {
		b := burst{
			at:       from + int64(3600*r.between(rule.FromHour, rule.ToHour)),
			length:   rule.Length.Seconds(),
			comments: make([]int, len(h.world.Communities)),
		}
		total := float64(rule.Comments) * r.between(0.95, 1.15)
		h.share(b.comments, rule.Community, total)
		bursts = append(bursts, b)
	}
	return bursts
}

// share divides a flood among the communities it is for, by their rates.
func (h *history) share(comments []int, community string, total float64) {
	if community != "" {
		if c, ok := h.byName[lower(community)]; ok {
			comments[c] = int(total)
		}
		return
	}
	var all float64
	for _, c := range h.world.Communities {
		all += c.CommentsPerDay
	}
	for i, c := range h.world.Communities {
		comments[i] = int(total * c.CommentsPerDay / all)
	}
}
