package relational

import "context"

// A page of a search ends when it is full, or when looking for it took enough effort: a candidate costs 1, and one whose text has
// to be looked at readingEffort. So a page may stay short however large the database is; its cursor goes on.
const (
	usualEffort   = 4000
	readingEffort = 4
)

// Some candidates say what those that follow are like: a part of the effort of a page. When a prefix is in no more than one
// of seldom texts, the index is asked to collect all that hold it.
const (
	sampleShare = 16
	seldom      = 64
)

// hunt looks for the matches of one page, newest first. Its candidates are the items that hold the plain words of the query,
// or those of its lanes where that takes less effort.
type hunt struct {
	q     Query
	w     where  // the other conditions on items i
	lanes []lane // that all matches lie in, when there are any
	count int    // how many matches are wanted

	since, until int64 // created seconds that are left to look at

	s          *Store
	most       int // effort
	plain      Query
	top        int64 // until, at the beginning
	effort     int
	seen       int     // candidates
	read, held int     // texts, and those of them that match
	ids        []int64 // of the matches that meet the other conditions
	width      int64   // of the next slice of time, in seconds
	inLanes    bool    // candidates come from the lanes
	// perLaneItem is how many candidates there are for each item of the lanes.
	perLaneItem int
	gathers     bool // texts that hold a prefix are asked of the index
}

// searchPage finds the newest matches: as many as h wants or all of a second more, or fewer. Everything created since reached
// was looked at; that is all when reached is h.since.
func (s *Store) searchPage(ctx context.Context, h hunt) (ids []int64, reached int64, err error) {
	var oldest, newest int64
	if err := s.reader.QueryRowContext(ctx, "SELECT oldest, newest FROM publication").Scan(&oldest, &newest); err != nil {
		return nil, 0, err
	}
	whole := h.since
	h.s, h.most, h.plain, h.width = s, s.searchEffort, h.q.plain(), firstSlice
	h.since, h.until = max(h.since, oldest), min(h.until, newest+1)
	h.top = h.until
	for h.since < h.until && len(h.ids) < h.count && h.effort < h.most {
		if err := h.step(ctx); err != nil {
			return nil, 0, err
		}
	}
	if h.since >= h.until {
		return h.ids, whole, nil
	}
	return h.ids, h.until, nil
}

// step looks at some more candidates.
func (h *hunt) step(ctx context.Context) error {
	if err := h.choose(ctx); err != nil {
		return err
	}
	switch {
	case h.inLanes:
		return h.readLanes(ctx)
	case h.s.dialect.Match(h.q).Slice != nil:
		return h.readSlice(ctx)
	default:
		return h.walk(ctx)
	}
}

func (h *hunt) sample() int { return max(1, h.most/sampleShare) }

// choose decides where the next candidates come from, by those seen.
func (h *hunt) choose(ctx context.Context) (err error) {
	h.gathers = h.gathers || h.q.hasPrefix() && h.knowsTexts() && h.held*seldom <= h.read
	if !h.inLanes && len(h.lanes) > 0 && h.knowsCandidates() {
		h.inLanes, err = h.fewInLanes(ctx)
	}
	return err
}

// knowsCandidates and knowsTexts report whether so many were seen that their numbers say something.
func (h *hunt) knowsCandidates() bool { return h.seen >= h.sample() }

func (h *hunt) knowsTexts() bool { return h.read >= min(seldom, h.sample()) }

// ends tells when what was seen suffices for the page, or for a decision.
func (h *hunt) ends() func() bool {
	lanes := len(h.lanes) > 0 && !h.knowsCandidates()
	prefixes := h.q.hasPrefix() && !h.knowsTexts()
	return func() bool {
		return len(h.ids) >= h.count || h.effort >= h.most || lanes && h.knowsCandidates() || prefixes && h.knowsTexts()
	}
}

// candidates is the query that candidates match; without terms when they are all items.
func (h *hunt) candidates() Query {
	q := h.plain
	for _, t := range h.q {
		if h.gathers && t.Prefix && !t.Not {
			q = append(q[:len(q):len(q)], Term{Words: t.Words[len(t.Words)-1:], Prefix: true})
		}
	}
	return q
}
