package api

import (
	"fmt"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// longestSpan is the widest from/to window that a request may name.
const longestSpan = 20 * 366 * 24 * time.Hour

// SpanInput is the part of a query that names a span of time.
type SpanInput struct {
	Hours int    `query:"hours" minimum:"1" maximum:"8760" doc:"The running UTC hour and the N-1 before it. Not together with range, from or to."`
	Range string `query:"range" enum:"24h,7d,30d,90d" doc:"The same as hours=24, 168, 720 or 2160; time_range is another name for this parameter."`
	From  string `query:"from" maxLength:"40" doc:"Begin, inclusive: RFC 3339 or YYYY-MM-DD (UTC)."`
	To    string `query:"to" maxLength:"40" doc:"End, exclusive: RFC 3339 or YYYY-MM-DD (UTC). Needs from; left out: until now."`
	End   string `query:"end" enum:"now,latest" doc:"Where hours ends: at the running hour (now, the default) or at the hour of the newest stored item (latest)."`
}

// WindowBody echoes the window of an answer.
type WindowBody struct {
	From     time.Time `json:"from"`
	To       time.Time `json:"to" doc:"Exclusive"`
	Anchored string    `json:"anchored" enum:"now,latest,range" doc:"What hours counted back from, or range for from and to"`
}

func (b WindowBody) window() voxpop.Window { return voxpop.Window{From: b.From, To: b.To} }
func (b WindowBody) hours() int64          { return int64(b.To.Sub(b.From) / time.Hour) }

// given reports whether the query names any span.
func (in SpanInput) given() bool {
	return in.Hours != 0 || in.Range != "" || in.From != "" || in.To != ""
}

var rangeHours = map[string]int{"24h": 24, "7d": 168, "30d": 720, "90d": 2160}

// counted is how many hours the query names, by hours or range; 0 for none.
func (in SpanInput) counted() (int, error) {
	if in.Hours != 0 && in.Range != "" {
		return 0, invalid("query.range", "give either hours or range", in.Range)
	}
	return max(in.Hours, rangeHours[in.Range]), nil
}

// resolve returns the window of whole UTC hours that the query names, or the last usual hours.
func (in SpanInput) resolve(f frame, usual int) (WindowBody, error) {
	if in.From != "" || in.To != "" {
		b, err := in.span(f)
		w := ask.WholeHours(b.window())
		return WindowBody{From: w.From, To: w.To, Anchored: "range"}, err
	}
	hours, err := in.counted()
	if err != nil {
		return WindowBody{}, err
	}
	if hours == 0 {
		hours = usual
	}
	end, anchored := f.now, "now"
	if in.End == "latest" {
		anchored = "latest"
		if !f.version.Newest.IsZero() {
			end = f.version.Newest
		}
	}
	w := ask.LastHours(end, hours)
	return WindowBody{From: w.From, To: w.To, Anchored: anchored}, nil
}

// span reads from and to exactly.
func (in SpanInput) span(f frame) (WindowBody, error) {
	switch {
	case in.Hours != 0:
		return WindowBody{}, invalid("query.hours", "give either hours, or from and to", in.Hours)
	case in.Range != "":
		return WindowBody{}, invalid("query.range", "give either range, or from and to", in.Range)
	case in.End == "latest":
		return WindowBody{}, invalid("query.end", "latest goes with hours, not with from and to", in.End)
	case in.From == "":
		return WindowBody{}, invalid("query.from", "to needs from", nil)
	}
	from, err := readTime("query.from", in.From)
	if err != nil {
		return WindowBody{}, err
	}
	to := f.now.Add(time.Hour)
	if in.To != "" {
		if to, err = readTime("query.to", in.To); err != nil {
			return WindowBody{}, err
		}
	}
	switch {
	case !from.Before(to):
		return WindowBody{}, invalid("query.from", "must be before to", in.From)
	case to.Sub(from) > longestSpan:
		return WindowBody{}, invalid("query.from", "at most 20 years before to", in.From)
	}
	return WindowBody{From: from, To: to, Anchored: "range"}, nil
}

func readTime(location, s string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1970 && t.Year() < 2200 {
			return t.UTC(), nil
		}
	}
	return time.Time{}, invalid(location, fmt.Sprintf("must be a time such as %s or a day such as %s, from 1970 on", "2026-01-02T15:00:00Z", "2026-01-02"), clip(s, 60))
}
