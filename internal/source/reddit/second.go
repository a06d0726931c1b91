package reddit

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"
)

// The second look walks comments once more when they are some hours old: it finds those that were approved late, and brings
// scores and edits for the price of /api/info. What it does not meet is gone or moved, and becomes due there.
const (
	secondAge     = 150 * time.Minute // the youngest comments it looks at
	secondEvery   = 150 * time.Minute
	secondOverlap = 10 * time.Minute
	secondFits    = 900 // items of a group from the newest to the oldest looked at
	markEvery     = 20 * time.Minute
	marksKept     = 24
)

// mark is an item of a community by which a listing can be entered further down.
type mark struct {
	At   time.Time `json:"at"`
	Name string    `json:"name"` // fullname
	N    int64     `json:"n"`    // items of the community until then
}

// addMark remembers the newest item of a walk.
func (f *front) addMark(s *tally) {
	if s.last == "" || (len(f.Marks) > 0 && s.newest.Sub(f.Marks[len(f.Marks)-1].At) < markEvery) {
		return
	}
	f.Marks = append(f.Marks, mark{s.newest, s.last, f.Count})
	f.Marks = slices.Clone(f.Marks[max(0, len(f.Marks)-marksKept):])
}

// since is how many items a community has got since t, at least.
func (f *front) since(t time.Time) int64 {
	n := f.Count
	for _, m := range slices.Backward(f.Marks) {
		if n = f.Count - m.N; m.At.Before(t) {
			break
		}
	}
	return n
}

// secondDone is until when a community's comments have been looked at twice.
func (n *notes) secondDone(sub string) time.Time {
	key := strings.ToLower(sub)
	if t, ok := n.second[key]; ok {
		return t
	}
	return n.front(taskComments, key).Start
}

// secondGroups packs the communities that are due for a second look so that each listing reaches back far enough.
func (s *Source) secondGroups(n *notes, subs []string) [][]string {
	var due []string
	for _, sub := range subs {
		if done := n.secondDone(sub); !done.IsZero() && n.clock.now().Sub(done) >= secondAge+secondEvery {
			due = append(due, sub)
		}
	}
	return pack(due, func(sub string) float64 {
		f := n.front(taskComments, sub)
		return float64(f.since(n.secondDone(sub).Add(-secondOverlap)))
	}, secondFits)
}

// lookAgain walks a group's comments from those of secondAge back to where the second look before began.
func (r *run) lookAgain(ctx context.Context, subs []string) error {
	done := r.notes.secondDone(subs[0])
	for _, sub := range subs {
		if d := r.notes.secondDone(sub); d.Before(done) {
			done = d
		}
	}
	target := done.Add(-secondOverlap)
	path := "/r/" + strings.Join(subs, "+") + "/comments"
	p, err := r.enter(ctx, path, subs)
	if err != nil {
		return err
	}
	if len(p.items) == 0 {
		return nil // nothing that old is shown; what is stored becomes due by itself
	}
	top := ceiling(p)
	for range maxPages {
		if _, err := r.keep(ctx, p.items); err != nil {
			return err
		}
		if err := r.flush(); err != nil {
			return err
		}
		if floor(p.items).Before(target) || p.after == "" {
			break
		}
		if p, err = r.list(ctx, path, url.Values{"limit": {"100"}, "after": {p.after}}); err != nil {
			return err
		}
		if len(p.items) == 0 {
			break
		}
	}
	for _, sub := range subs {
		if top.After(r.notes.secondDone(sub)) {
			r.cursor(keySecond+strings.ToLower(sub), top)
		}
	}
	return r.flush()
}

// enter fetches the page of a listing that begins at secondAge, by an item known to stand there. When the first few such
// items have gone, it begins at the top.
func (r *run) enter(ctx context.Context, path string, subs []string) (page, error) {
	limit := r.notes.clock.now().Add(-secondAge)
	var marks []mark
	for _, sub := range subs {
		f := r.notes.front(taskComments, sub)
		for _, m := range f.Marks {
			if !m.At.Before(limit) {
				marks = append(marks, m)
				break
			}
		}
	}
	slices.SortFunc(marks, func(a, b mark) int { return a.At.Compare(b.At) })
	for _, m := range marks[:min(3, len(marks))] {
		p, err := r.list(ctx, path, url.Values{"limit": {"100"}, "after": {m.Name}})
		if err != nil || len(p.items) > 0 {
			return p, err
		}
	}
	return r.list(ctx, path, url.Values{"limit": {"100"}})
}

// ceiling is where a page begins: the middle one of its first items.
func ceiling(p page) time.Time {
	return floor(p.items[:min(len(p.items), 9)])
}
