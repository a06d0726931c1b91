package reddit

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Keys of cursors. Community names in keys are lower case.
const (
	keyFront   = "front/"   // + kind + "/" + community: how far a kind is collected
	keyClock   = "clock/"   // + task: the source's time
	keyBlocked = "blocked/" // + community: refused, with the time of the next try
	keyProbe   = "probe/"   // + community: when it was last looked at alone
	keyOrphans = "orphans/" // + community: threads of stored comments whose post is not stored
	keyOutrun  = "outrun/"  // + community: the span that a listing no longer showed
	keyRepair  = "repair"   // threads with missing comments
	keyUpkeep  = "upkeep"   // when rechecks were last made
	keySecond  = "second/"  // + community: until when comments were looked at twice
	keyLimiter = "limiter"  // until when Reddit asked all clients to wait
)

// front is how far one kind of one community is collected.
type front struct {
	To    time.Time `json:"to"`              // everything created before is stored, or was written off in the ledger
	Since time.Time `json:"since,omitzero"`  // where collecting began
	Seen  time.Time `json:"seen,omitzero"`   // created time of its newest item
	Last  string    `json:"last,omitempty"`  // that item's fullname
	Start time.Time `json:"start,omitzero"`  // source time of the first look
	Count int64     `json:"count"`           // items since then
	Marks []mark    `json:"marks,omitempty"` // comments only, oldest first
	Deep  time.Time `json:"deep,omitzero"`   // when it was last walked far back, source time
	Rate  float64   `json:"rate"`            // items an hour, smoothed
	Peak  float64   `json:"peak"`            // items an hour at the busiest, halving in a day
	Step  float64   `json:"step"`            // hours between walks, smoothed
}

// firstStep bounds how long after the first walk the second is expected.
const firstStep = time.Hour

// busy is how many items to expect at the next walk. How often walks come counts, not how often they were planned: an
// interval may be long because cycles are begun by hand. A walk that meets more than was expected is divided.
func (f *front) busy(interval time.Duration) float64 {
	step := f.Step
	if step == 0 {
		step = min(interval, firstStep).Hours()
	}
	return max(f.Rate, 0.6*f.Peak) * step
}

// learn takes in a walk that found fresh items created since the walk before, hours ago.
func (f *front) learn(fresh int, hours float64) {
	if hours < 1.0/60 {
		return
	}
	rate := float64(fresh) / hours
	f.Peak = max(rate, f.Peak*math.Exp2(-hours/24))
	if f.Step == 0 {
		f.Rate, f.Step = rate, min(hours, 24)
		return
	}
	f.Rate += 0.3 * (rate - f.Rate)
	f.Step += 0.3 * (min(hours, 24) - f.Step)
}

// met is how many items the walks of all fronts have met.
func (n *notes) met() (count int64) {
	for _, f := range n.fronts {
		count += f.Count
	}
	return count
}

// block is a refused community.
type block struct {
	Count  int       `json:"count"`           // refusals in a row
	Retry  time.Time `json:"retry"`           // wall time
	Source time.Time `json:"source,omitzero"` // the same on Reddit's clock, which stands while nothing answers
	Words  string    `json:"words"`
}

// next is the block after one more refusal: tried again at once, then after an hour, two, three … at most a day.
func (b block) next(words string, now, source time.Time) block {
	b.Count++
	b.Words = words
	b.Retry, b.Source = now, source
	if b.Count > 1 {
		pause := time.Duration(min(b.Count-1, 24)) * time.Hour
		b.Retry, b.Source = now.Add(pause), source.Add(pause)
	}
	return b
}

// rests reports whether a refused community is to be left alone yet: until the pause is over on either clock.
func (b block) rests(now, source time.Time) bool {
	return b.Retry.After(now) && (b.Source.IsZero() || b.Source.After(source))
}

// gap is a stretch of source time that a listing no longer showed.
type gap struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
	// Threads are those that were talked in right after it, the liveliest first, as long as they are still to be searched.
	Threads []string `json:"threads,omitempty"`
	Open    []hole   `json:"open,omitempty"`  // gaps of comments in the ledger, as long as no proof closed them
	Posts   *span    `json:"posts,omitempty"` // the latest stretch in which posts are missing: nothing can be proved there
}

// span is a stretch of source time.
type span struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// hole is a gap of comments that is still to be proved repaired.
type hole struct {
	span
	Counted bool     `json:"counted,omitempty"` // the counts of its threads were compared with what is stored
	Torn    []string `json:"torn,omitempty"`    // threads that lacked something then, and were not read whole since
	Failed  int      `json:"failed,omitempty"`  // looks at such threads that did not show all; after mendTries nothing is proved
}

func (s span) touches(o span) bool { return s.From.Before(o.To) && o.From.Before(s.To) }

// add takes in a stretch that a listing no longer showed; threads are to be searched for what was said in it.
func (g gap) add(kind string, s span, threads []string) gap {
	g.From, g.To = s.From, s.To
	if kind == taskPosts {
		g.Posts = &s
		g.Open = slices.DeleteFunc(slices.Clone(g.Open), func(h hole) bool { return h.touches(s) })
		return g
	}
	for _, name := range g.Threads {
		if !slices.Contains(threads, name) && len(threads) < 2*searchThreads {
			threads = append(threads, name)
		}
	}
	g.Threads = threads
	if g.Posts == nil || !g.Posts.touches(s) {
		g.Open = append(slices.Clone(g.Open), hole{span: s})
	}
	return g
}

// notes is what the cursors say.
type notes struct {
	fronts  map[string]front // by kind + "/" + community
	clock   clock
	blocked map[string]block
	probed  map[string]time.Time // wall time
	second  map[string]time.Time
	orphans map[string][]string
	outrun  map[string]gap
	repair  map[string]mend
	upkeep  upkeep
	limiter time.Time // wall time
}

// readNotes reads the cursors. One that cannot be read counts as absent: it is written anew.
func readNotes(ctx context.Context, view voxpop.SourceView) (*notes, error) {
	raw, err := view.Cursors(ctx, voxpop.SourceReddit, "")
	if err != nil {
		return nil, fmt.Errorf("read the notes of reddit: %w", err)
	}
	n := &notes{
		fronts: map[string]front{}, blocked: map[string]block{}, probed: map[string]time.Time{}, second: map[string]time.Time{},
		orphans: map[string][]string{}, outrun: map[string]gap{}, repair: map[string]mend{},
	}
	for key, value := range raw {
		n.take(key, value)
	}
	return n, nil
}

func (n *notes) take(key string, value []byte) {
	section, rest, _ := strings.Cut(key, "/")
	switch section + "/" {
	case keyFront:
		into(n.fronts, rest, value)
	case keyBlocked:
		into(n.blocked, rest, value)
	case keyProbe:
		into(n.probed, rest, value)
	case keySecond:
		into(n.second, rest, value)
	case keyOrphans:
		into(n.orphans, rest, value)
	case keyOutrun:
		into(n.outrun, rest, value)
	case keyClock:
		var c clock
		if json.Unmarshal(value, &c) == nil {
			n.clock.merge(c)
		}
	case keyRepair + "/":
		_ = json.Unmarshal(value, &n.repair)
	case keyUpkeep + "/":
		_ = json.Unmarshal(value, &n.upkeep)
	case keyLimiter + "/":
		_ = json.Unmarshal(value, &n.limiter)
	}
	if n.repair == nil {
		n.repair = map[string]mend{}
	}
}

func into[T any](m map[string]T, key string, value []byte) {
	var v T
	if json.Unmarshal(value, &v) == nil {
		m[key] = v
	}
}

// note encodes a cursor. The types above always can be encoded.
func note(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("reddit: encode a note: %v", err))
	}
	return b
}
