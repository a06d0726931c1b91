package relational

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/rollup"
)

// listKey names the list of what items of a community's day say of a tool, by version and engine.
type listKey struct{ engine, version int64 }

func compareLists(a, b listKey) int {
	return cmp.Or(cmp.Compare(a.engine, b.engine), cmp.Compare(a.version, b.version))
}

// listed is what one item says of a tool, as it is counted.
type listed struct {
	item, created, rev, compound, sign, inferred, live int64
	kind                                               voxpop.Kind
}

// wantedLists are the lists that a unit should have.
func wantedLists(engines []int64, c counting, items []unitItem) map[listKey]string {
	said := map[listKey][]listed{}
	for _, engine := range engines {
		eachSaid(items, engine, c, func(it *unitItem, version int64, o rollup.Opinion) {
			k := listKey{engine, version}
			said[k] = append(said[k], listed{it.id, it.created, it.rev, o.Compound, o.Sign, flag(o.Inferred), flag(it.live), it.kind})
		})
	}
	out := make(map[listKey]string, len(said))
	for k, list := range said {
		out[k] = opinionList(list)
	}
	return out
}

// opinionList packs what items say.
func opinionList(said []listed) string {
	slices.SortFunc(said, func(a, b listed) int { return cmp.Compare(a.item, b.item) })
	var w sheetWriter
	for i := range said {
		l := &said[i]
		w.long(l.item, l.created)
		w.short(l.rev, l.compound)
		w.flag(l.sign + 1)
		w.flag(l.inferred)
		w.flag(l.live)
		w.kind(l.kind)
	}
	return w.sheet()
}

// listedBytes is how long an item is in a list.
const listedBytes = 28

// eachListed takes a list apart. It knows where the numbers are: of a tool that is talked about much there are tens of thousands of items.
func eachListed(list []byte, yield func(*listed)) error {
	var l listed
	long, short := binary.BigEndian.Uint64, binary.BigEndian.Uint32
	for ; len(list) >= listedBytes && int(list[27]) < len(kinds); list = list[listedBytes:] {
		l.item, l.created = int64(long(list)), int64(long(list[8:]))
		l.rev, l.compound = int64(int32(short(list[16:]))), int64(int32(short(list[20:])))
		l.sign, l.inferred, l.live, l.kind = int64(list[24])-1, int64(list[25]), int64(list[26]), kinds[list[27]]
		yield(&l)
	}
	return (&sheetReader{failed: len(list) > 0}).err()
}

func storedLists(ctx context.Context, q querier, engines []int64, u unit) (map[listKey]string, error) {
	out := map[listKey]string{}
	query := "SELECT engine_id, version_id, opinions FROM tool_opinions WHERE community_id = ? AND day = ? AND engine_id IN (" + list(engines) + ")"
	err := each(ctx, q, query, []any{u.community, u.day}, func(rows *sql.Rows) error {
		var k listKey
		var opinions sql.RawBytes
		err := rows.Scan(&k.engine, &k.version, &opinions)
		out[k] = string(opinions)
		return err
	})
	return out, err
}

// buildLists writes the lists of a unit that differ.
func (r *rolling) buildLists(ctx context.Context, u unit, items []unitItem) error {
	have, err := storedLists(ctx, r.q, r.engines, u)
	if err != nil {
		return err
	}
	want := wantedLists(r.engines, r.counting, items)
	gone, changed := differing(have, want, compareLists)
	if len(gone)+len(changed) == 0 {
		return nil
	}
	rows := len(gone)
	flat := make([]any, 0, 5*len(changed))
	for _, k := range changed {
		rows += 1 + len(want[k])/bytesPerRow
		flat = append(flat, k.engine, k.version, u.day, u.community, []byte(want[k]))
	}
	r.write(rows, func(ctx context.Context, tx *Tx) error {
		for _, k := range gone {
			if _, err := tx.Exec(ctx, "DELETE FROM tool_opinions WHERE engine_id = ? AND version_id = ? AND day = ? AND community_id = ?", k.engine, k.version, u.day, u.community); err != nil {
				return err
			}
		}
		return tx.Insert(ctx, "INSERT INTO tool_opinions (engine_id, version_id, day, community_id, opinions)", 5, flat,
			"ON CONFLICT (engine_id, version_id, day, community_id) DO UPDATE SET opinions = excluded.opinions")
	})
	return nil
}

// said yields what items of a filter say of its one tool, by the engine that answers, in no order. It changes with the next one.
func (c *opinionCells) said(ctx context.Context, t *shownTool, yield func(*listed)) error {
	since, until := createdBounds(c.f.Window)
	label, anyLabel, err := signOf(c.f.Label)
	if err != nil || since >= until {
		return err
	}
	var w where
	w.add("engine_id = (SELECT engine_id FROM publication) AND version_id = ? AND day >= ? AND day < ?", t.version, dayOf(since), until)
	c.inCommunities(&w, "community_id", t)
	return each(ctx, pool{c.s}, "SELECT opinions FROM tool_opinions"+w.clause(), w.args, func(rows *sql.Rows) error {
		var opinions sql.RawBytes
		if err := rows.Scan(&opinions); err != nil {
			return err
		}
		return eachListed(opinions, func(l *listed) {
			if l.created >= since && l.created < until && (anyLabel || label == l.sign) && !(c.f.Named && l.inferred != 0) &&
				(c.f.Kind == "" || c.f.Kind == l.kind) {
				yield(l)
			}
		})
	})
}

// signOf is the sign of a label; whatever is true for the empty one, which asks for all.
func signOf(label voxpop.Label) (sign int64, whatever bool, err error) {
	switch label {
	case "":
		return 0, true, nil
	case voxpop.Positive, voxpop.Negative, voxpop.Neutral:
		return int64(label.Sign()), false, nil
	}
	return 0, false, fmt.Errorf("label %q: want positive, negative or neutral: %w", label, voxpop.ErrInvalid)
}
