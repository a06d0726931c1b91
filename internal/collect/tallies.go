package collect

import (
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// tallies gathers what a task did by community; the empty name stands for the whole source.
type tallies struct {
	source string
	by     map[string]*voxpop.CommunityResult // by lower-case name
}

func newTallies(source string) tallies {
	return tallies{source: source, by: map[string]*voxpop.CommunityResult{}}
}

func (ts tallies) of(community string) *voxpop.CommunityResult {
	key := strings.ToLower(community)
	r := ts.by[key]
	if r == nil {
		r = &voxpop.CommunityResult{Source: ts.source, Community: community}
		ts.by[key] = r
	}
	return r
}

func (ts tallies) add(results []voxpop.CommunityResult) {
	for _, o := range results {
		r := ts.of(o.Community)
		r.Posts += o.Posts
		r.Comments += o.Comments
		r.Updated += o.Updated
	}
}

func (ts tallies) addFailures(failures []voxpop.Failure) {
	for _, f := range failures {
		ts.of(f.Community).Error = f.Reason
	}
}

// fail marks every community of a failed task, or the source when the task is for all of it.
func (ts tallies) fail(t voxpop.CycleTask) {
	if len(t.Communities) == 0 {
		ts.of("").Error = t.Error
	}
	for _, name := range t.Communities {
		if r := ts.of(name); r.Error == "" {
			r.Error = t.Error
		}
	}
}

func (ts tallies) errors() int64 {
	var n int64
	for _, r := range ts.by {
		if r.Error != "" {
			n++
		}
	}
	return n
}

func (ts tallies) list() []voxpop.CommunityResult {
	out := make([]voxpop.CommunityResult, 0, len(ts.by))
	for _, r := range ts.by {
		out = append(out, *r)
	}
	slices.SortFunc(out, func(a, b voxpop.CommunityResult) int { return strings.Compare(a.Community, b.Community) })
	return out
}
