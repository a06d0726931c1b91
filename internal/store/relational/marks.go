package relational

import (
	"cmp"
	"context"
	"slices"
)

// unit is what a rollup recomputes at a time: one community and one UTC day.
type unit struct{ community, day int64 }

// marks collects dirty units in a transaction and writes each once.
type marks struct {
	tx    *Tx
	table string
	units map[unit]bool
}

func newMarks(tx *Tx) *marks { return &marks{tx: tx, table: "dirty", units: map[unit]bool{}} }

// add marks the day that holds a created second.
func (m *marks) add(community, created int64) { m.units[unit{community, dayOf(created)}] = true }

func (m *marks) save(ctx context.Context) error {
	units := make([]unit, 0, len(m.units))
	for u := range m.units {
		units = append(units, u)
	}
	slices.SortFunc(units, func(a, b unit) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.community, b.community))
	})
	flat := make([]any, 0, 2*len(units))
	for _, u := range units {
		flat = append(flat, u.community, u.day)
	}
	return m.tx.Insert(ctx, "INSERT INTO "+m.table+" (community_id, day)", 2, flat, "")
}
