package relational

import (
	"slices"
	"strings"
)

// where collects the conditions of a statement and their arguments.
type where struct {
	terms []string
	args  []any
}

func (w *where) add(term string, args ...any) {
	w.terms = append(w.terms, term)
	w.args = append(w.args, args...)
}

// and returns the conditions with one more, leaving w as it is.
func (w where) and(term string, args ...any) where {
	return where{append(slices.Clone(w.terms), term), append(slices.Clone(w.args), args...)}
}

// sealed returns all of the conditions as one that no planner looks into. PostgreSQL takes a condition of which it knows nothing to hold
// for one row in 200, and several together for next to none; then it reads and sorts all of a window where it should walk
// an index until a page is full. That so much was published it learns late, too.
func (w where) sealed() where {
	if len(w.terms) == 0 {
		return w
	}
	return where{[]string{"CASE WHEN " + w.condition() + " THEN TRUE ELSE FALSE END"}, slices.Clone(w.args)}
}

// clause is the WHERE clause with a blank before it, or nothing.
func (w *where) clause() string {
	if len(w.terms) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(w.terms, " AND ")
}

// condition is all of them as one, which holds when there are none.
func (w where) condition() string {
	if len(w.terms) == 0 {
		return "1 = 1"
	}
	return "(" + strings.Join(w.terms, " AND ") + ")"
}
