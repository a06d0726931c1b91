package file

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// maxProblems is how many malformed lines are described; all are counted.
const maxProblems = 10

// Summary is what was found in a file. Read = Matched + Skipped + Malformed.
type Summary struct {
	Path        string    `json:"path,omitempty"`
	Compression string    `json:"compression,omitempty"` // "zstd", "gzip", "bzip2" or empty
	Read        int64     `json:"read"`                  // records: items, and lines that are none
	Matched     int64     `json:"matched"`               // yielded
	Skipped     int64     `json:"skipped"`               // not of the communities or the time asked for
	Malformed   int64     `json:"malformed"`             // unreadable
	Problems    []Problem `json:"problems,omitempty"`    // the first malformed ones
	// Absent is how many comments saved listings mention without holding them ("more" stubs).
	Absent int64 `json:"absent"`
	// Truncated says why reading stopped before the end; empty when it did not. What came before was kept.
	Truncated   string    `json:"truncated,omitempty"`
	Resumed     bool      `json:"resumed"` // an earlier, interrupted import of the file was continued
	Oldest      time.Time `json:"oldest,omitzero"`
	Newest      time.Time `json:"newest,omitzero"`
	Communities []Range   `json:"communities,omitempty"` // of the matched items, by name
}

// Problem is one record that could not be read.
type Problem struct {
	Path   string `json:"path,omitempty"` // in totals only
	Line   int64  `json:"line"`           // from 1; in a JSON document the number of the element
	Reason string `json:"reason"`
}

// Range is what was found of one community.
type Range struct {
	Source    string    `json:"source"`
	Community string    `json:"community"`
	Items     int64     `json:"items"`
	Oldest    time.Time `json:"oldest"`
	Newest    time.Time `json:"newest"`
}

func (s *Summary) add(o Summary) {
	s.Read += o.Read
	s.Matched += o.Matched
	s.Skipped += o.Skipped
	s.Malformed += o.Malformed
	s.Absent += o.Absent
	for _, p := range o.Problems[:min(len(o.Problems), maxProblems-len(s.Problems))] {
		p.Path = o.Path
		s.Problems = append(s.Problems, p)
	}
	if o.Truncated != "" {
		s.Truncated = strings.TrimPrefix(s.Truncated+"; "+o.Path+": "+o.Truncated, "; ")
	}
	s.Resumed = s.Resumed || o.Resumed
	s.Oldest, s.Newest = widen(s.Oldest, s.Newest, o.Oldest, o.Newest)
	found := newRanges(s.Communities)
	for _, r := range o.Communities {
		found.add(r)
	}
	s.Communities = found.list()
}

func (s *Summary) malformed(line int64, err error) {
	s.Read++
	s.Malformed++
	if len(s.Problems) < maxProblems {
		s.Problems = append(s.Problems, Problem{Line: line, Reason: err.Error()})
	}
}

// widen returns the span that holds both spans; zero times are no bounds yet.
func widen(oldest, newest, from, to time.Time) (time.Time, time.Time) {
	if oldest.IsZero() || !from.IsZero() && from.Before(oldest) {
		oldest = from
	}
	if to.After(newest) {
		newest = to
	}
	return oldest, newest
}

type rangeKey struct{ source, community string }

// ranges gathers what was found by community, compared without case.
type ranges map[rangeKey]*Range

func newRanges(list []Range) ranges {
	rs := ranges{}
	for _, r := range list {
		rs.add(r)
	}
	return rs
}

func (rs ranges) add(o Range) {
	key := rangeKey{o.Source, strings.ToLower(o.Community)}
	r := rs[key]
	if r == nil {
		rs[key] = &o
		return
	}
	r.Items += o.Items
	r.Oldest, r.Newest = widen(r.Oldest, r.Newest, o.Oldest, o.Newest)
}

func (rs ranges) item(it *voxpop.Item) {
	rs.add(Range{it.ID.Source, it.Community, 1, it.Created, it.Created})
}

func (rs ranges) list() []Range {
	out := make([]Range, 0, len(rs))
	for _, r := range rs {
		out = append(out, *r)
	}
	slices.SortFunc(out, func(a, b Range) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), strings.Compare(strings.ToLower(a.Community), strings.ToLower(b.Community)))
	})
	return out
}
