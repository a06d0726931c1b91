package redditsim

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// all are the items of three simulated days, posts before comments.
func all(s *Sim) []*item {
	var items []*item
	s.history.read(day0.AddDate(0, 0, 2).Unix(), func() {
		for i := range s.history.days {
			items = append(items, s.history.days[i].posts...)
			items = append(items, s.history.days[i].comments...)
		}
	})
	return items
}

func small() *Sim {
	return New(Config{Seed: 5, World: Scaled(day0, 1500), Clock: Fixed(day0.AddDate(0, 0, 2)), RateLimit: -1})
}

func TestHistoryIsSound(t *testing.T) {
	s := small()
	ids := make(map[string]bool)
	var disorder int
	var last *item
	for _, it := range all(s) {
		if ids[it.name()] {
			t.Fatalf("%s exists twice", it.name())
		}
		ids[it.name()] = true
		if s.history.find(it.name()) != it {
			t.Fatalf("%s is not found by its name", it.name())
		}
		if last != nil && last.isPost() == it.isPost() && before(it, last) {
			disorder++
		}
		last = it
		if it.isPost() {
			if !slices.IsSortedFunc(it.thread, func(a, b *item) int { return int(a.created - b.created) }) {
				t.Fatalf("the thread of %s is out of order", it.name())
			}
			continue
		}
		if it.parent.head() != it.post || it.created < it.parent.created || it.depth > maxDepth {
			t.Fatalf("%s: depth %d, created %d under %s created %d", it.name(), it.depth, it.created, it.parent.name(), it.parent.created)
		}
	}
	if disorder == 0 || disorder > len(ids)/10 {
		t.Errorf("%d of %d ids are out of order: want some, not many", disorder, len(ids))
	}
}

func TestEveryFateOccurs(t *testing.T) {
	var deleted, removed, late, changed, moderator, helper, downvoted, deep int
	items := all(small())
	for _, it := range items {
		add := func(n *int, yes bool) {
			if yes {
				*n++
			}
		}
		add(&deleted, it.deleted != 0)
		add(&removed, it.removed != 0)
		add(&late, it.approved != 0)
		add(&changed, it.edited != 0)
		add(&moderator, it.author == botModerator)
		add(&helper, it.author == botHelper)
		add(&downvoted, it.upvotes < -1)
		add(&deep, it.depth >= 5)
	}
	for what, n := range map[string]int{"deleted": deleted, "removed": removed, "approved late": late,
		"edited": changed, "by the moderators": moderator, "by a bot": helper, "downvoted": downvoted, "deep": deep} {
		if n == 0 || n > len(items)/5 {
			t.Errorf("%d of %d items are %s", n, len(items), what)
		}
	}
}

func TestWhatAnItemLooksLike(t *testing.T) {
	s := small()
	items := all(s)
	rapid.Check(t, func(t *rapid.T) {
		it := items[rapid.IntRange(0, len(items)-1).Draw(t, "item")]
		age := rapid.Int64Range(-3600, 4*daySeconds).Draw(t, "age")
		at := it.created + age
		later := at + rapid.Int64Range(0, daySeconds).Draw(t, "later")
		r := &renderer{history: s.history, t: at, raw: true}
		if it.listed(at) && age < 0 {
			t.Fatal("listed before it was written")
		}
		if !it.listed(at) && it.exists(at) && it.listed(later) {
			t.Fatal("came back from the dead")
		}
		if a, b := it.score(at), it.score(later); it.upvotes >= 0 && a > b || it.upvotes < 0 && a < b {
			t.Fatalf("score went from %d to %d, it is heading for %d", a, b, it.upvotes+1)
		}
		if it.isPost() && it.comments(at) > it.comments(later) {
			t.Fatal("num_comments shrank")
		}
		if it.isPost() {
			return
		}
		c := r.comment(it)
		gone := it.isDeleted(at) || it.isRemoved(at)
		if (c.Author == "[deleted]") != gone || (c.Body == "[deleted]" || c.Body == "[removed]") != gone || gone && c.AuthorFullname != nil {
			t.Fatalf("gone: %v, author %q, body %q", gone, c.Author, c.Body)
		}
		if gone && c.Edited != false || !gone && (c.Edited != false) != (it.edited != 0 && at >= it.edited) {
			t.Fatalf("edited is %v", c.Edited)
		}
	})
}

func TestListingsAgreeWithEachItem(t *testing.T) {
	s := small()
	items := all(s)
	rapid.Check(t, func(t *rapid.T) {
		at := day0.Add(time.Duration(rapid.IntRange(-60*3600, 47*3600).Draw(t, "second")) * time.Second).Unix()
		posts := rapid.Bool().Draw(t, "posts")
		communities := rapid.SliceOfNDistinct(rapid.IntRange(0, 13), 1, 14, rapid.ID[int]).Draw(t, "communities")
		var want []*item
		for _, it := range items {
			if it.isPost() == posts && it.listed(at) && slices.Contains(communities, int(it.community)) {
				want = append(want, it)
			}
		}
		sortItems(want)
		slices.Reverse(want)
		if got := s.history.newest(communities, posts, at, listingDepth); !slices.Equal(got, want[:min(len(want), listingDepth)]) {
			t.Fatalf("the listing has %d items, %d are listed", len(got), len(want))
		}
	})
}

func TestLateApprovalsTurnUpBelowNewerItems(t *testing.T) {
	s, m, c := newDay(t)
	var late *item
	s.history.read(m.Now().Unix(), func() {
		for _, it := range s.history.communities[s.history.byName["vibecoding"]].posts {
			if it.approved > it.created+1200 && it.approved < m.Now().Unix() {
				late = it
			}
		}
	})
	m.Set(time.Unix(late.approved-1, 0))
	if slices.Contains(c.page("/r/vibecoding/new?limit=100").names(), late.name()) {
		t.Error("listed before it was approved")
	}
	if n := len(c.page("/api/info?id=" + late.name()).Data.Children); n != 0 {
		t.Error("info knows it before it was approved")
	}
	m.Set(time.Unix(late.approved, 0))
	page := c.page("/r/vibecoding/new?limit=100")
	if i := slices.Index(page.names(), late.name()); i < 1 {
		t.Errorf("listed at place %d, want it below newer ones", i)
	}
	if d, ok := s.Withheld(late.name()); !ok || d != time.Duration(late.approved-late.created)*time.Second {
		t.Errorf("withheld for %s, %v", d, ok)
	}
	if d, ok := s.Withheld(page.names()[0]); !ok || d > 20*time.Minute {
		t.Errorf("one on time is withheld for %s, %v", d, ok)
	}
	m.Set(time.Unix(late.created-1, 0))
	if _, ok := s.Withheld(late.name()); ok {
		t.Error("known before it was written")
	}
}

func TestDeletedAnchors(t *testing.T) {
	s, m, c := newDay(t)
	var gone *item
	s.history.read(m.Now().Unix(), func() {
		for _, it := range s.history.communities[s.history.byName["claude"]].comments {
			if it.deleted > it.created+600 && it.deleted < m.Now().Unix() {
				gone = it
			}
		}
	})
	m.Set(time.Unix(gone.deleted-1, 0))
	listed := c.page("/r/claude/comments?limit=100&before=" + gone.name())
	if len(listed.Data.Children) == 0 {
		t.Fatal("nothing newer than an anchor that still stands")
	}
	m.Set(time.Unix(gone.deleted, 0))
	if n := len(c.page("/r/claude/comments?limit=100&before=" + gone.name()).Data.Children); n != 0 {
		t.Errorf("%d items before a deleted anchor, Reddit gives none", n)
	}
	after := c.page("/r/claude/comments?limit=100&after=" + gone.name())
	if len(after.Data.Children) == 0 || after.Data.Children[0].Data["created_utc"].(float64) > float64(gone.created) {
		t.Error("after a deleted anchor paging does not go on at its place")
	}
	child := c.page("/api/info?id=" + gone.name()).Data.Children[0].Data
	if child["author"] != "[deleted]" || child["body"] != "[deleted]" {
		t.Errorf("info shows author %v, body %v", child["author"], child["body"])
	}
}

func TestDeletedAndRemovedPosts(t *testing.T) {
	s := small()
	for _, it := range all(s) {
		if !it.isPost() || it.deleted == 0 && it.removed == 0 || it.approved != 0 {
			continue
		}
		p := (&renderer{history: s.history, t: max(it.deleted, it.removed), raw: true}).post(it)
		text := s.history.write(it)
		if p.RemovedByCategory == nil || p.Author != "[deleted]" || p.AuthorFullname != nil || strings.Contains(p.Selftext, text.body) && text.body != "" {
			t.Fatalf("a gone post: %+v", p)
		}
		if it.deleted != 0 && (p.Title != "[deleted by user]" || *p.RemovedByCategory != "deleted") {
			t.Fatalf("a deleted post: title %q, %s", p.Title, *p.RemovedByCategory)
		}
	}
}

func TestVisibleHonoursItsWindow(t *testing.T) {
	s, m, _ := newDay(t)
	from, to := day0.Add(5*time.Hour+500*time.Millisecond), day0.Add(6*time.Hour)
	posts, comments := s.Visible(from, to)
	for _, name := range append(posts, comments...) {
		it := s.history.find(name)
		if created := time.Unix(it.created, 0); created.Before(from) || !created.Before(to) || !it.listed(m.Now().Unix()) {
			t.Errorf("%s created %v", name, created)
		}
	}
	_, early := s.VisibleAt(from, to, to)
	if len(early) == 0 || slices.Equal(early, comments) {
		t.Errorf("an hour's comments are %d at its end and %d at noon: nothing happened to them?", len(early), len(comments))
	}
	s.SetAccess("OpenAI", Banned, "")
	if fewer, _ := s.Visible(from, to); len(fewer) >= len(posts) {
		t.Error("a banned community is visible")
	}
}

func TestLiveMinutes(t *testing.T) {
	now := day0.Add(9 * time.Hour)
	s := New(Config{Seed: 2, World: Demo(now), Clock: Fixed(now.Add(5 * time.Hour))})
	posts, comments := s.Created(now.Add(time.Hour), now.Add(5*time.Hour))
	if perMinute := float64(posts+comments) / 240; perMinute < 3 || perMinute > 5 {
		t.Errorf("%.1f items a minute, promised about %d", perMinute, DemoPerMinute)
	}
	posts, comments = s.Created(now.AddDate(0, 0, -DemoDays), now)
	if n := posts + comments; n < 18_000 || n > 22_000 {
		t.Errorf("the history has %d items", n)
	}
}
