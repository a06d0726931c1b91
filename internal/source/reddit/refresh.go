package reddit

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

const (
	infoIDs = 100 // ids an info call takes
	// agedPerMinute bounds the calls for items older than agedFrom, which are made to notice deletions.
	agedPerMinute = 6
	agedMost      = 360 // calls a cycle, whatever time has passed
	// patience is how overdue an item must be before a call is made that is not full.
	patience = time.Hour
	// workFor bounds a task of many calls; what is left is done in the next cycle.
	workFor = 35 * time.Second
)

// upkeep is the note of the last refresh.
type upkeep struct {
	At    time.Time `json:"at"`              // source time
	Count int64     `json:"count,omitempty"` // items of all fronts then
	Spent float64   `json:"spent,omitempty"` // requests since the first upkeep, fading by ration
	Items float64   `json:"items,omitempty"` // new items likewise
}

// The ration is what may be spent on looking early for a comment or two that a later look may bring anyway: what the other
// tasks left of so many requests for each new item, over about a day of half-hour cycles.
const (
	rationPerItem = 0.044
	rationFade    = 0.98
	rationMost    = 2 // requests a cycle
)

// next is the note after a cycle that made so many requests until the items of all fronts were count.
func (u upkeep) next(at time.Time, requests, count int64) upkeep {
	n := upkeep{At: at, Count: count, Spent: u.Spent*rationFade + float64(requests), Items: u.Items * rationFade}
	if !u.At.IsZero() { // what a first look brings was there before
		n.Items += float64(max(0, count-u.Count))
	}
	return n
}

// spare is how many requests are left.
func (u upkeep) spare() int {
	return int(min(max(0, u.Items*rationPerItem-u.Spent), rationMost))
}

// keepUp looks again at what is stored: scores, edits and deletions first, then comments that are missing.
func (r *run) keepUp(ctx context.Context) error {
	if r.notes.clock.now().IsZero() {
		return nil // nothing was ever seen
	}
	if err := r.refresh(ctx); err != nil {
		return err
	}
	return r.mendThreads(ctx)
}

// refresh asks for due items in full calls, until the budgets of young or of aged items are used up.
func (r *run) refresh(ctx context.Context) error {
	now := r.notes.clock.now()
	agedCalls := min(now.Sub(r.notes.upkeep.At).Minutes()*agedPerMinute, agedMost)
	youngCalls := float64(r.src.cfg.RefreshCalls)
	ids, err := r.due(ctx, now, int(youngCalls+agedCalls)*infoIDs)
	if err != nil {
		return err
	}
	for len(ids) >= infoIDs || (len(ids) > 0 && r.overdue(ctx, now, ids[0])) {
		part := ids[:min(len(ids), infoIDs)]
		ids = ids[len(part):]
		young, aged, err := r.recheckPart(ctx, part)
		if err != nil {
			return err
		}
		youngCalls -= float64(young) / infoIDs
		agedCalls -= float64(aged) / infoIDs
		if youngCalls <= 0 || agedCalls < 0 || time.Since(r.began) > workFor {
			break
		}
	}
	r.notes.upkeep = r.notes.upkeep.next(now, r.client.sent.Swap(0), r.notes.met())
	r.cursor(keyUpkeep, r.notes.upkeep)
	return r.flush()
}

func (r *run) due(ctx context.Context, now time.Time, limit int) ([]string, error) {
	ids, err := r.view.Due(ctx, voxpop.SourceReddit, now, limit)
	if err != nil {
		return nil, fmt.Errorf("look up due items of reddit: %w", err)
	}
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = id.Native
	}
	return out, nil
}

// overdue reports whether id, the first of a list too short for a full call, has waited for long.
func (r *run) overdue(ctx context.Context, now time.Time, id string) bool {
	late, err := r.due(ctx, now.Add(-patience), 1)
	return err == nil && len(late) == 1 && late[0] == id
}

// recheckPart asks for up to infoIDs items and hands out what became of them. It returns how many young and aged they were.
func (r *run) recheckPart(ctx context.Context, names []string) (young, aged int, err error) {
	witnesses := r.witnesses(infoIDs-len(names), names)
	p, err := r.info(ctx, append(witnesses, names...))
	if err != nil {
		return 0, 0, err
	}
	now := r.notes.clock.now()
	asked := make(map[string]bool, len(names))
	for _, name := range names {
		asked[name] = true
	}
	answered := 0
	var others []voxpop.Item
	for _, it := range p.items {
		if !asked[it.ID.Native] {
			others = append(others, it)
			continue
		}
		delete(asked, it.ID.Native)
		answered++
		r.batch.Items = append(r.batch.Items, it)
		r.rechecked(it.ID, it.Recheck)
		if now.Sub(it.Created) > agedFrom {
			aged++
		} else {
			young++
		}
	}
	if _, err := r.keep(ctx, others); err != nil { // a witness may have been deleted
		return 0, 0, err
	}
	sound := len(p.items) > 0 && p.broken == 0 && (len(names) < cutOff || answered*10 >= len(names)) && !endsEarly(names, asked)
	if sound && len(asked) > 0 {
		if err := r.findClosed(ctx); err != nil {
			return 0, 0, err
		}
	}
	for name := range asked {
		id := voxpop.ItemID{Source: voxpop.SourceReddit, Native: name}
		if sound && len(r.closed) == 0 {
			r.batch.Missing = append(r.batch.Missing, id)
			r.rechecked(id, now.Add(30*time.Minute))
		} else {
			// Put off, so that they do not stand before all others for ever.
			r.rechecked(id, now.Add(6*time.Hour))
		}
	}
	if !sound {
		r.fail("", fmt.Sprintf("reddit gave %d of %d items that were asked for by id; none is taken for deleted", answered, len(names)))
	}
	return young, aged + len(asked), r.flush()
}

// cutOff is how many absent items in a row, at the end of what was asked for, are a cut answer rather than so many deletions.
const cutOff = 20

// endsEarly reports whether just the end of what was asked for is absent: a host that takes fewer ids than Reddit does.
func endsEarly(asked []string, absent map[string]bool) bool {
	n := len(absent)
	return n >= cutOff && !slices.ContainsFunc(asked[len(asked)-n:], func(name string) bool { return !absent[name] })
}

// witnesses are up to room items that were seen lately, asked along so that an answer in which all others are absent can be
// told from one that is blocked.
func (r *run) witnesses(room int, asked []string) []string {
	var out []string
	for _, f := range r.notes.fronts {
		if len(out) >= min(room, 3) {
			break
		}
		if f.Last != "" && !strings.Contains(strings.Join(asked, " "), f.Last) {
			out = append(out, f.Last)
		}
	}
	return out
}

// info asks for things by fullname.
func (r *run) info(ctx context.Context, names []string) (page, error) {
	return r.list(ctx, "/api/info", url.Values{"id": {strings.Join(names, ",")}})
}
