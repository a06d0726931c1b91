package reddit

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// collection is a task of walking listings of one kind.
type collection struct {
	*run
	kind    string
	refused []refused
	orphans map[string][]string // by community: threads of comments that are new
	deep    bool                // a walk went far back
	outrun  []string            // communities whose listing was outrun
}

type refused struct{ sub, words string }

// collect walks the listing of a task's communities, then asks for posts that comments point to.
func (r *run) collect(ctx context.Context, p payload) error {
	c := &collection{run: r, kind: p.Kind, orphans: map[string][]string{}}
	err := c.group(ctx, p.Subs)
	if errors.Is(err, errStopped) {
		return err
	}
	c.settleRefusals(p)
	if err != nil {
		return err
	}
	if len(c.refused) == len(p.Subs) && len(p.Subs) > 1 {
		return fmt.Errorf("reddit refused every community of this task: %s: %w", c.refused[0].words, voxpop.ErrUnavailable)
	}
	if c.kind != taskComments {
		return nil
	}
	if err := c.adopt(ctx, p.Subs); err != nil {
		return err
	}
	return c.searchGaps(ctx, c.outrun)
}

// settleRefusals records refused communities, and lets go those that answer again. A refusal of several at once without
// exception is more likely about this program than about each of them: it is not held against them.
func (c *collection) settleRefusals(p payload) {
	sparing := len(c.refused) == len(p.Subs) && len(p.Subs) > 1
	now := time.Now()
	for _, no := range c.refused {
		c.fail(no.sub, no.words)
		key := strings.ToLower(no.sub)
		b, known := c.notes.blocked[key]
		if counted := known && c.kind == taskComments; !sparing && !counted { // a cycle counts once, by its walk of posts
			c.cursor(keyBlocked+key, b.next(no.words, now, c.notes.clock.now()))
		}
	}
	if p.Alone {
		for _, sub := range p.Subs {
			c.cursor(keyProbe+strings.ToLower(sub), now)
		}
	}
}

// finish gathers what a walk proved for one community: its front, the ledger, and that it is open.
func (c *collection) finish(sub string, w *walk, from, reached time.Time) {
	key := strings.ToLower(sub)
	f := c.notes.front(c.kind, sub)
	s := w.per[key]
	kind := voxpop.KindPost
	if c.kind == taskComments {
		kind = voxpop.KindComment
	}
	entry := voxpop.LedgerEntry{Source: voxpop.SourceReddit, Community: sub, Kind: kind, Recorded: time.Now().UTC()}
	add := func(from, to time.Time, what voxpop.Continuity, received int, reason string) {
		if to.After(from) {
			e := entry
			e.From, e.To, e.Continuity, e.Received, e.Reason = from, to, what, int64(received), reason
			c.batch.Ledger = append(c.batch.Ledger, e)
		}
	}
	switch {
	case f.To.IsZero():
		add(redditBegan, from, voxpop.Unknown, 0, "")
		f.learn(s.fresh, w.began.Sub(from).Hours())
		f.Since, f.Start, f.Step = from, w.began, 0
	case reached.After(f.To):
		add(f.To, reached, voxpop.Gap, 0, outranWords[c.kind])
		c.notes.outrun[key] = c.notes.outrun[key].add(c.kind, span{f.To, reached}, w.liveliest())
		c.cursor(keyOutrun+key, c.notes.outrun[key])
		c.outrun = append(c.outrun, key)
		f.learn(s.fresh, w.began.Sub(reached).Hours())
	default:
		f.learn(s.fresh, w.began.Sub(f.To).Hours())
	}
	add(from, w.began, voxpop.Complete, s.fresh, "")
	f.To = w.began
	f.Count += int64(s.fresh)
	if c.kind == taskComments {
		f.addMark(s)
	}
	if s.newest.After(f.Seen) {
		f.Seen, f.Last = s.newest, s.last
	}
	if w.deep {
		f.Deep, c.deep = w.began, true
	}
	c.notes.fronts[c.kind+"/"+key] = f
	c.cursor(keyFront+c.kind+"/"+key, f)
	if _, was := c.notes.blocked[key]; was {
		c.cursor(keyBlocked+key, nil)
	}
}

// outranWords say why there is a gap, and what becomes of it.
var outranWords = map[string]string{
	taskPosts:    "more was posted between two looks than a listing shows; a post that is missing is found when somebody comments on it",
	taskComments: "more was written between two looks than a listing shows; what is missing is sought in the threads",
}

// redditBegan is before everything on Reddit.
var redditBegan = time.Date(2005, time.June, 23, 0, 0, 0, 0, time.UTC)
