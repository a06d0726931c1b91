package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

var searchTests = map[string]func(*testing.T, Store){
	"Grammar": func(t *testing.T, s Store) {
		put(t, s,
			post("t3_1", at(noon.Add(1*time.Second)), body("Claude Code writes good tests in C++.")),
			post("t3_2", at(noon.Add(2*time.Second)), body("The code of Claude is bad; GPT-4o is better")),
			post("t3_3", at(noon.Add(3*time.Second)), body("Ünïcode façade, naïve CLAUDES. 日本語 текст")),
			post("t3_4", at(noon.Add(4*time.Second)), body("AND or NOT near, \"quoted\" * (brackets) 'single'")),
		)
		catchUp(t, s)
		for query, want := range map[string][]string{
			"claude":              {"t3_2", "t3_1"},
			"claude code":         {"t3_2", "t3_1"},
			`"claude code"`:       {"t3_1"},
			`"code claude"`:       nil,
			"claude -tests":       {"t3_2"},
			`-"claude code" code`: {"t3_2"},
			"claud*":              {"t3_3", "t3_2", "t3_1"},
			`"claude cod"*`:       {"t3_1"},
			"CLAUDE":              {"t3_2", "t3_1"},
			"gpt-4o":              {"t3_2"},
			"4o-gpt":              nil,
			"c++":                 {"t3_1"},
			"ünïcode":             {"t3_3"},
			"unicode":             nil,
			"日本語":                 {"t3_3"},
			"ТЕКСТ":               {"t3_3"},
			"and":                 {"t3_4"},
			"AND OR not":          {"t3_4"},
			"NEAR (brackets)":     {"t3_4"},
			`"quoted`:             {"t3_4"},
			"words:claude":        nil,
			"'single'":            {"t3_4"},
			"a&b|!c":              nil,
			"title of":            {"t3_4", "t3_3", "t3_2", "t3_1"},
		} {
			if got := list(t, s, voxpop.Filter{Query: query}, 2); !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", query, got, want)
			}
		}
		for _, bad := range []string{"-claude", "   ", `""`, "*", "--", "+", strings.Repeat("a", 600), strings.Repeat("a ", 30)} {
			if _, err := s.Items(ctx, voxpop.Filter{Query: bad}, nil, 5); !errors.Is(err, voxpop.ErrInvalid) {
				t.Errorf("%q: %v", bad, err)
			}
		}
	},
	"WithFilters": func(t *testing.T, s Store) {
		items := spread(t, s)
		newest := slices.Clone(items)
		slices.Reverse(newest)
		for _, f := range filters() {
			var want []string
			for _, it := range newest {
				if expected([]voxpop.Item{it}, f).Items == 1 && !has(it.Body, "bad") {
					want = append(want, it.ID.Native)
				}
			}
			f.Query = "title -bad"
			if got := list(t, s, f, 6); !slices.Equal(got, want) {
				t.Errorf("%+v:\ngot  %v\nwant %v", f, got, want)
			}
		}
		if got := list(t, s, voxpop.Filter{Query: "good", Label: voxpop.Positive, Author: "author1"}, 3); len(got) != 3 {
			t.Errorf("with label and author: %v", got)
		}
	},
	"NewestFirstWhateverTheOrderOfArrival": func(t *testing.T, s Store) {
		var want []string
		for n := range 60 {
			native := fmt.Sprintf("t3_%02d", n)
			want = append(want, native)
			put(t, s, post(native, at(noon.Add(-time.Duration(n*n%61)*time.Hour*24))))
			if n%7 == 0 {
				catchUp(t, s)
			}
		}
		catchUp(t, s)
		slices.SortStableFunc(want, func(a, b string) int {
			return item(t, s, b).Created.Compare(item(t, s, a).Created)
		})
		if got := list(t, s, voxpop.Filter{Query: "good"}, 8); !slices.Equal(got, want) {
			t.Errorf("got  %v\nwant %v", got, want)
		}
	},
	"AcrossYears": func(t *testing.T, s Store) {
		// 0 hours, 1, 8, 27, … before noon: some pages come from one hour, others from years.
		var all, odd, even []string
		for n := range 36 {
			native := fmt.Sprintf("t3_%02d", n)
			text := "good even"
			if n%2 == 1 {
				text = "good odd"
				odd = append(odd, native)
			} else {
				even = append(even, native)
			}
			all = append(all, native)
			put(t, s, post(native, at(noon.Add(-time.Duration(n*n*n)*time.Hour)), body(text), func(it *voxpop.Item) {
				it.Title, it.Community = "", []string{"Cursor", "Claude", "Bard"}[n%3]
			}))
		}
		catchUp(t, s)
		for query, want := range map[string][]string{
			"good": all, "goo*": all, "odd": odd, `"good odd"`: odd, "good -even": odd, "good -eve*": odd, `"good eve"*`: even, "nothing": nil, "noth*": nil,
		} {
			if got := list(t, s, voxpop.Filter{Query: query}, 5); !slices.Equal(got, want) {
				t.Errorf("%s:\ngot  %v\nwant %v", query, got, want)
			}
		}
		window := voxpop.Window{From: noon.Add(-27 * time.Hour), To: noon.Add(-time.Hour)}
		for _, query := range []string{"good", "goo*"} {
			if got := list(t, s, voxpop.Filter{Query: query, Window: window}, 1); !slices.Equal(got, []string{"t3_02", "t3_03"}) {
				t.Errorf("%s in a window: %v", query, got)
			}
			if got := list(t, s, voxpop.Filter{Query: query, Community: "Bard"}, 1); len(got) != 12 {
				t.Errorf("%s in a community: %v", query, got)
			}
		}
	},
}
