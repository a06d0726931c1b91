package relational

import (
	"context"
	"database/sql"
	"errors"
	"slices"
)

// walk follows an index that is in the order of time to the end of the page, or to the next decision: that of words, or that of all
// items when no word is plain. Where words alone do not decide, it reads the texts of what meets the other conditions.
func (h *hunt) walk(ctx context.Context) error { return h.walkTo(ctx, h.since, "1 = 1") }

// walkTo walks no further than to since, and looks only at what a condition holds for.
func (h *hunt) walkTo(ctx context.Context, since int64, only string, args ...any) error {
	q := h.candidates()
	from, order := "FROM items i", "i.created DESC"
	var w where
	if len(q) == 0 {
		w.add("i.created >= ? AND i.created < ?", since, h.until)
	} else {
		m := h.s.dialect.Match(q)
		from, order = m.From, m.Walk
		w.add(m.Where, m.Args...)
		w.add(m.Since, m.Place(since))
		w.add(m.Until, m.Place(h.until))
	}
	w.add(only, args...)
	v := h.verdict(len(q) == 0 || !h.q.isPlain())
	query := "SELECT i.id, i.created, " + v.expression + " " + from + w.clause() + " ORDER BY " + order
	ends := h.ends()
	second := h.until
	err := each(ctx, pool{h.s}, query, slices.Concat(v.args, w.args), func(rows *sql.Rows) error {
		c, err := scanCandidate(rows)
		if err != nil {
			return err
		}
		if c.created < second && ends() {
			return errStopped
		}
		second = c.created
		h.judge(c, v)
		return nil
	})
	if errors.Is(err, errStopped) {
		h.until = second
		return nil
	}
	h.until = since
	return err
}

// candidate is an item that may match. What verdict is depends on who judges.
type candidate struct {
	id, created int64
	verdict     sql.NullString
}

func scanCandidate(rows *sql.Rows) (c candidate, err error) {
	err = rows.Scan(&c.id, &c.created, &c.verdict)
	return c, err
}

// verdict is an expression of items i that is not NULL when an item meets the other conditions.
type verdict struct {
	expression string
	args       []any
	texts      bool // it is then the text, which has to be looked at
	effort     int  // that it takes in the database
}

// verdict renders one. Without reads, to hold the plain words is to match.
func (h *hunt) verdict(reads bool) verdict {
	w := h.w.and("i.analysed_rev > 0")
	v := verdict{args: slices.Clone(w.args), texts: reads}
	if reads {
		v.expression = "CASE WHEN " + w.condition() + " THEN (SELECT t.title || char(10) || t.body FROM texts t WHERE t.item_id = i.id) END"
	} else {
		v.expression = "CASE WHEN " + w.condition() + " THEN 1 END"
	}
	return v
}

func (h *hunt) judge(c candidate, v verdict) {
	h.seen++
	h.effort += 1 + v.effort
	matches := c.verdict.Valid
	if matches && v.texts {
		h.effort += readingEffort - 1
		h.read++
		if matches = h.q.Finds(Words(respell(c.verdict.String))); matches {
			h.held++
		}
	}
	if matches {
		h.ids = append(h.ids, c.id)
	}
}
