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
