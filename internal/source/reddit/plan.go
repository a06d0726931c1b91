package reddit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// The kinds of task.
const (
	taskPosts    = "posts"
	taskComments = "comments"
	taskSecond   = "second"
	taskUpkeep   = "upkeep"
)

// payload is what a task is about.
type payload struct {
	Kind  string   `json:"kind"`
	Subs  []string `json:"subs,omitempty"`
	Alone bool     `json:"alone,omitempty"` // a look at one community that may be blocked
}

const (
	silentAtLeast = 24 * time.Hour // source time without an item before a community is looked at alone
	probeEvery    = 24 * time.Hour // wall time between two such looks
)

// Plan makes the tasks of a cycle: walks of both listings for each group, and the upkeep of what is stored. It asks nothing
// of Reddit. Posts come first, so that comments mostly find their thread.
func (s *Source) Plan(ctx context.Context, view voxpop.SourceView) ([]voxpop.Task, error) {
	n, err := readNotes(ctx, view)
	if err != nil || len(s.subs) == 0 {
		return nil, err
	}
	now := time.Now()
	var open, alone []string
	for _, sub := range s.subs {
		key := strings.ToLower(sub)
		b, blocked := n.blocked[key]
		switch {
		case blocked && b.rests(now, n.clock.now()):
		case blocked, n.silent(key) && now.Sub(n.probed[key]) >= probeEvery:
			alone = append(alone, sub)
		default:
			open = append(open, sub)
		}
	}
	var tasks []voxpop.Task
	for _, kind := range []string{taskPosts, taskComments} {
		for _, group := range s.groups(n, kind, open) {
			tasks = append(tasks, task(payload{Kind: kind, Subs: group}))
		}
		for _, sub := range alone {
			tasks = append(tasks, task(payload{Kind: kind, Subs: []string{sub}, Alone: true}))
		}
	}
	for _, group := range s.secondGroups(n, open) {
		tasks = append(tasks, task(payload{Kind: taskSecond, Subs: group}))
	}
	return append(tasks, task(payload{Kind: taskUpkeep})), nil
}

// groups packs communities for one kind. Those never walked go together, since their walk goes to the end.
func (s *Source) groups(n *notes, kind string, subs []string) [][]string {
	var known, fresh []string
	for _, sub := range subs {
		if n.front(kind, sub).To.IsZero() {
			fresh = append(fresh, sub)
		} else {
			known = append(known, sub)
		}
	}
	out := pack(known, func(sub string) float64 {
		f := n.front(kind, sub)
		return f.busy(s.cfg.Interval)
	}, groupCapacity)
	return append(out, pack(fresh, func(string) float64 { return 0 }, groupCapacity)...)
}

func (n *notes) front(kind, sub string) front {
	return n.fronts[kind+"/"+strings.ToLower(sub)]
}

// silent reports whether a community that has been walked shows so little that it may be blocked: joined listings leave
// blocked communities out without a word.
func (n *notes) silent(sub string) bool {
	p, c := n.front(taskPosts, sub), n.front(taskComments, sub)
	if p.To.IsZero() || c.To.IsZero() {
		return false
	}
	seen := p.Seen
	if c.Seen.After(seen) {
		seen = c.Seen
	}
	if seen.IsZero() {
		return true
	}
	patience := silentAtLeast
	if rate := p.Rate + c.Rate; rate > 0 && rate < 1 {
		patience = max(patience, min(time.Duration(30/rate*float64(time.Hour)), 30*24*time.Hour))
	}
	return n.clock.now().Sub(seen) > patience
}

func task(p payload) voxpop.Task {
	t := voxpop.Task{Source: voxpop.SourceReddit, Key: p.Kind, Communities: p.Subs, Payload: note(p)}
	if len(p.Subs) > 0 {
		names := strings.ToLower(strings.Join(p.Subs, "+"))
		if len(names) > 80 {
			sum := sha256.Sum256([]byte(names))
			names = fmt.Sprintf("%s+%d-more-%s", strings.ToLower(p.Subs[0]), len(p.Subs)-1, hex.EncodeToString(sum[:4]))
		}
		t.Key += ":" + names
	}
	return t
}

// Run does a task. Each batch can be committed on its own; how far a listing is collected is told only by the last batch of
// its walk, so that a task cut short is done again from the top and stores nothing twice.
func (s *Source) Run(ctx context.Context, t voxpop.Task, view voxpop.SourceView) iter.Seq2[voxpop.Batch, error] {
	return func(yield func(voxpop.Batch, error) bool) {
		var p payload
		if err := json.Unmarshal(t.Payload, &p); err != nil {
			yield(voxpop.Batch{}, fmt.Errorf("reddit: task %.100q: unreadable payload: %w", t.Key, voxpop.ErrInvalid))
			return
		}
		r := &run{src: s, view: view, yield: yield, caller: caller{client: s.client}, began: time.Now()}
		err := r.do(ctx, p)
		if r.stopped {
			return
		}
		if err != nil && ctx.Err() != nil {
			yield(voxpop.Batch{Requests: r.requests}, err) // nothing more can be stored
			return
		}
		if hold := s.client.pace.held(time.Now()); !hold.IsZero() {
			r.cursor(keyLimiter, hold)
		}
		if r.flush() != nil || err == nil {
			return
		}
		yield(voxpop.Batch{}, err)
	}
}
