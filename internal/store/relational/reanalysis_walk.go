package relational

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// walk is the way of a re-analysis over stored items: several lists one after the other, each newest first.
type walk struct {
	s    *Store
	legs []leg
}

// leg is one list of items. Its FROM clause yields created and item as columns of its own names.
type leg struct {
	from, created, item string
	where               where
	order               string // newest first, where the index itself can be walked so
	until               string // bound on created by the index itself, where that needs words of its own
	place               func(created int64) int64
}

// wholeWalk is from how many searches or changed tools on a re-analysis goes over every item once, instead of over
// what each can match.
const wholeWalk = 60

// walkPlan is what a walk goes by.
type walkPlan struct {
	Whole    bool     `json:"whole,omitempty"` // every item once
	Patterns []int64  `json:"patterns,omitempty"`
	Searches []string `json:"searches,omitempty"`
	Homes    []int64  `json:"homes,omitempty"`
}

// planWalk decides which items a re-analysis must look at: for one of some tools, those that their patterns found, those that
// searches find, and those in communities where texts may newly mean a tool without naming it.
func (s *Store) planWalk(ctx context.Context, r voxpop.Reanalysis, searches []string) (walkPlan, error) {
	if len(r.Tools) == 0 || len(searches) > wholeWalk {
		return walkPlan{Whole: true}, nil
	}
	reach := s.reachOfTools
	if len(r.Versions) > 0 {
		reach = s.reachOfVersions
	}
	patterns, homes, err := reach(ctx, r)
	if err != nil {
		return walkPlan{}, err
	}
	slices.Sort(patterns)
	p := walkPlan{Patterns: slices.Compact(patterns), Searches: searches}
	p.Homes, err = communityIDs(ctx, pool{s}, homes)
	return p, err
}

// reachOfVersions are the patterns that versions take over from, and the homes that those did not have.
func (s *Store) reachOfVersions(ctx context.Context, r voxpop.Reanalysis) (patterns []int64, homes []string, err error) {
	var former []string
	read := func(id int64) (versionRow, voxpop.Tool, error) {
		v, err := versionByID(ctx, pool{s}, id)
		if err != nil {
			return v, voxpop.Tool{}, err
		}
		t, err := toolFromJSON(v.definition)
		return v, t, err
	}
	for _, id := range r.Versions {
		v, t, err := read(id)
		if err != nil {
			return nil, nil, err
		}
		patterns, homes = append(patterns, v.bases...), append(homes, t.Home...)
		for _, base := range v.bases {
			if _, t, err = read(base); err != nil {
				return nil, nil, err
			}
			former = append(former, t.Home...)
		}
	}
	return patterns, slices.DeleteFunc(homes, func(h string) bool { return slices.Contains(former, h) }), nil
}

// reachOfTools are the patterns of tools as they stand, and all of their homes.
func (s *Store) reachOfTools(ctx context.Context, r voxpop.Reanalysis) (patterns []int64, homes []string, err error) {
	for _, t := range r.Proposed {
		homes = append(homes, t.Home...)
	}
	err = each(ctx, pool{s}, `SELECT t.slug, t.home, v.pattern_id FROM tools t JOIN tool_versions v ON v.tool_id = t.id
		WHERE v.id = t.version_id OR v.state IN ('walking', 'walked') ORDER BY v.id`, nil, func(rows *sql.Rows) error {
		var slug, home string
		var pattern int64
		err := rows.Scan(&slug, &home, &pattern)
		if err != nil || !slices.Contains(r.Tools, slug) {
			return err
		}
		var list []string
		err = json.Unmarshal([]byte(home), &list)
		patterns, homes = append(patterns, pattern), append(homes, list...)
		return err
	})
	return patterns, homes, err
}

// walkOf is the way of a re-analysis over stored items.
func (s *Store) walkOf(r reanalysisRow) (*walk, error) {
	w := &walk{s: s}
	since, until := createdBounds(r.Window)
	items := func(term string, args ...any) {
		l := leg{from: "items i", created: "i.created", item: "i.id"}
		l.where.add(term, args...)
		l.where.add("i.created >= ? AND i.created < ?", since, until)
		w.legs = append(w.legs, l)
	}
	if r.plan.Whole {
		items("i.id > 0")
		return w, nil
	}
	for _, p := range r.plan.Patterns {
		l := leg{from: "mentions m", created: "m.created", item: "m.item_id"}
		l.where.add("m.version_id = ? AND m.created >= ? AND m.created < ?", p, since, until)
		w.legs = append(w.legs, l)
	}
	fresh := missedBy(r.plan.Patterns)
	var before Query
	for _, text := range r.plan.Searches {
		q, err := ParseQuery(text)
		if err != nil {
			return nil, err
		}
		l := searchLeg(s.dialect.Match(append(q[:len(q):len(q)], before...)), since, until)
		l.where.add(fresh)
		w.legs = append(w.legs, l)
		if len(q) == 1 { // others cannot be excluded: their items come again
			q[0].Not = true
			before = append(before, q[0])
		}
	}
	for _, home := range r.plan.Homes {
		items("i.community_id = ? AND "+fresh, home)
	}
	return w, nil
}

// missedBy is a condition on items i that patterns did not find.
func missedBy(patterns []int64) string {
	if len(patterns) == 0 {
		return "1 = 1"
	}
	return "NOT EXISTS (SELECT 1 FROM mentions x WHERE x.item_id = i.id AND x.version_id IN (" + list(patterns) + "))"
}

// searchLeg lists what a search finds: along the index where it can be walked, else all at once.
func searchLeg(m Match, since, until int64) leg {
	if m.Slice != nil {
		l := leg{from: "items i", created: "i.created", item: "i.id"}
		l.where.add("i.id IN (SELECT t.item_id FROM texts t WHERE "+m.Holds+")", m.Args...)
		l.where.add("i.created >= ? AND i.created < ?", since, until)
		return l
	}
	l := leg{from: strings.TrimPrefix(m.From, "FROM "), created: "i.created", item: "i.id", order: m.Walk, until: m.Until, place: m.Place}
	l.where.add(m.Where, m.Args...)
	l.where.add(m.Since, m.Place(since))
	l.where.add("i.created >= ? AND i.created < ?", since, until)
	return l
}

// communityIDs are the ids of communities given as "source/name", in order; unknown ones have none.
func communityIDs(ctx context.Context, q querier, names []string) ([]int64, error) {
	var out []int64
	for _, name := range names {
		source, community, _ := strings.Cut(name, "/")
		err := eachNumber(ctx, q, "SELECT id FROM communities WHERE source = ? AND key = ?", []any{clean(source), keyOf(community)},
			func(id int64) { out = append(out, id) })
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// total is how many items the lists hold together; one that is in several is counted in each.
func (w *walk) total(ctx context.Context) (int64, error) {
	var sum int64
	for _, l := range w.legs {
		if err := eachNumber(ctx, pool{w.s}, "SELECT COUNT(*) FROM "+l.from+l.where.clause(), l.where.args, func(n int64) { sum += n }); err != nil {
			return 0, err
		}
	}
	return sum, nil
}

// place is where a walk stands: in a list, after an item.
type place struct {
	leg           int
	created, item int64
}

func (p place) String() string { return fmt.Sprintf("%d %d %d", p.leg, p.created, p.item) }

// firstPlace is before all items.
var firstPlace = place{0, lastCreated, 1 << 62}

func parsePlace(text string) (place, error) {
	p := firstPlace
	if text == "" {
		return p, nil
	}
	if _, err := fmt.Sscanf(text, "%d %d %d", &p.leg, &p.created, &p.item); err != nil {
		return p, fmt.Errorf("place of a re-analysis %q: %w", text, voxpop.ErrInvalid)
	}
	return p, nil
}

// next returns up to limit places after one, and the place after them all. end is true when nothing follows.
func (w *walk) next(ctx context.Context, at place, limit int) (places []place, after place, end bool, err error) {
	for at.leg < len(w.legs) {
		l := w.legs[at.leg]
		cond := where{slices.Clone(l.where.terms), slices.Clone(l.where.args)}
		cond.add("("+l.created+", "+l.item+") < (?, ?)", at.created, at.item)
		if l.until != "" {
			cond.add(l.until, l.place(min(at.created+1, lastCreated)))
		}
		order := cmp.Or(l.order, l.created+" DESC, "+l.item+" DESC")
		query := "SELECT " + l.created + ", " + l.item + " FROM " + l.from + cond.clause() + " ORDER BY " + order + " LIMIT ?"
		n := 0
		err := each(ctx, pool{w.s}, query, append(cond.args, limit), func(rows *sql.Rows) error {
			n++
			p := place{leg: at.leg}
			err := rows.Scan(&p.created, &p.item)
			places = append(places, p)
			return err
		})
		if err != nil {
			return nil, at, false, err
		}
		if n == limit {
			return places, places[len(places)-1], false, nil
		}
		at = place{at.leg + 1, lastCreated, 1 << 62}
		if n > 0 {
			break
		}
	}
	return places, at, at.leg >= len(w.legs), nil
}
