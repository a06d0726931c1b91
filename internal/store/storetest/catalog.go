package storetest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

var catalogTests = map[string]func(*testing.T, Store){
	"KeepsWhatItIsGiven": func(t *testing.T, s Store) {
		wanted := home(tool("cursor", "cursor"), "reddit/cursor")
		wanted.Aliases = []voxpop.Alias{{Text: "Cursor", Case: true, Require: []string{"ide"}, Exclude: []string{"mouse"}, Prior: 0.4}, {Text: "cursor ide"}}
		got, err := s.CreateTool(ctx, wanted, byAdmin)
		if err != nil {
			t.Fatal(err)
		}
		if got.Revision != 1 || got.Edit != 1 || got.Created.IsZero() || !got.Updated.Equal(got.Created) {
			t.Errorf("%+v", got)
		}
		read := stored(t, s, "cursor")
		if fmt.Sprint(read) != fmt.Sprint(got) || fmt.Sprint(read.Aliases) != fmt.Sprint(wanted.Aliases) || !slices.Equal(read.Home, wanted.Home) || !slices.Equal(read.Categories, wanted.Categories) {
			t.Errorf("read %+v, made %+v", read, got)
		}
		log, err := s.AuditLog(ctx, voxpop.AuditFilter{Action: "tools"}, nil, 10)
		if err != nil || len(log.Entries) != 1 || !strings.Contains(log.Entries[0].After, `"slug":"cursor"`) || log.Entries[0].Before != "" {
			t.Errorf("audit %+v, %v", log, err)
		}
		if list, err := s.Tools(ctx); err != nil || len(list) != 1 || list[0].Slug != "cursor" {
			t.Errorf("%+v, %v", list, err)
		}
	},
	"Refuses": func(t *testing.T, s Store) {
		create(t, s, tool("a", "a"))
		for name, wanted := range map[string]voxpop.Tool{
			"a slug with blanks": tool("a b", "x"), "an upper-case slug": tool("Xa", "x"), "no slug": {Name: "x"}, "no name": {Slug: "x"},
			"born archived": func() voxpop.Tool { x := tool("x", "x"); x.Status = voxpop.ToolArchived; return x }(),
		} {
			if _, err := s.CreateTool(ctx, wanted, byAdmin); !errors.Is(err, voxpop.ErrInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := s.CreateTool(ctx, tool("a", "b"), byAdmin); !errors.Is(err, voxpop.ErrConflict) {
			t.Errorf("taken slug: %v", err)
		}
		for name, err := range map[string]error{
			"tool":   func() error { _, err := s.Tool(ctx, "nope"); return err }(),
			"edit":   func() error { _, err := s.EditTool(ctx, tool("nope", "x"), byAdmin); return err }(),
			"status": func() error { _, err := s.SetToolStatus(ctx, "nope", 1, voxpop.ToolArchived, byAdmin); return err }(),
			"delete": func() error { _, err := s.DeleteTool(ctx, "nope", 1, byAdmin); return err }(),
		} {
			if !errors.Is(err, voxpop.ErrNotFound) {
				t.Errorf("%s of an unknown tool: %v", name, err)
			}
		}
	},
	"StaleEditIsRefusedWithTheNewerState": func(t *testing.T, s Store) {
		create(t, s, tool("a", "a"))
		old := stored(t, s, "a")
		renamed := old
		renamed.Name = "Renamed"
		if _, err := s.EditTool(ctx, renamed, byAdmin); err != nil {
			t.Fatal(err)
		}
		_, err := s.EditTool(ctx, old, byAdmin)
		var stale *voxpop.StaleError
		if !errors.As(err, &stale) || !errors.Is(err, voxpop.ErrConflict) || stale.Newer.Name != "Renamed" || stale.Newer.Edit != 2 {
			t.Errorf("%v", err)
		}
		got := stored(t, s, "a")
		if got.Name != "Renamed" || got.Revision != 1 {
			t.Errorf("a new name is no new revision: %+v", got)
		}
		if list, err := s.Reanalyses(ctx, 10); err != nil || len(list) != 0 {
			t.Errorf("a new name needs no re-analysis: %+v, %v", list, err)
		}
	},
	"FirstCatalogAnswersAtOnce": func(t *testing.T, s Store) {
		create(t, s, tool("a", "a"))
		c := catalog(t, s)
		if len(c.Patterns) != 1 || c.Patterns[0].Next || c.Revision == 0 {
			t.Fatalf("%+v", c)
		}
		put(t, s, post("t3_a", body("a is good")))
		catchUp(t, s)
		if got := toolTally(t, s, voxpop.ToolFilter{}); got["a"].Positive != 1 {
			t.Errorf("%+v", got)
		}
	},
	"NewToolTakesOverWhenAllIsExamined": func(t *testing.T, s Store) {
		for n := range 7 {
			put(t, s, post(fmt.Sprint("t3_", n), at(noon.AddDate(0, 0, -n)), body("a is good")))
		}
		put(t, s, post("t3_other", body("nothing good")))
		catchUp(t, s)
		create(t, s, tool("a", "a"))
		again(t, s, engineA, 2)
		rollUp(t, s)
		if got := toolTally(t, s, voxpop.ToolFilter{}); len(got) != 0 {
			t.Errorf("half examined, it answers %+v", got)
		}
		again(t, s, engineA, 100)
		settle(t, s, engineA)
		r, err := s.Reanalyses(ctx, 1)
		if err != nil || r[0].State != voxpop.ReanalysisDone || r[0].Done != 7 || r[0].Total != 7 || r[0].Changes.Tools["a"].Gained != 7 {
			t.Errorf("only the seven that mention it are examined: %+v, %v", r, err)
		}
		if got := toolTally(t, s, voxpop.ToolFilter{}); got["a"].Positive != 7 {
			t.Errorf("%+v", got)
		}
		lifeExpectClean(t, s)
	},
	"EditExaminesOnlyWhatEitherDefinitionMatches": func(t *testing.T, s Store) {
		create(t, s, tool("a", "ash"), tool("other", "oak"))
		words := []string{"ash", "elm", "fir", "oak", "tree", "trees"}
		random := rand.New(rand.NewPCG(3, 4))
		texts := map[string][]string{}
		for n := range 60 {
			native := fmt.Sprint("t3_", n)
			texts[native] = []string{words[random.IntN(len(words))], words[random.IntN(len(words))]}
			put(t, s, post(native, at(noon.Add(-time.Duration(n)*time.Hour)), body(strings.Join(texts[native], " "))))
		}
		settle(t, s, engineA)
		was := []string{"ash"}
		for _, is := range [][]string{{"ash", "elm"}, {"fir"}, {"fir", "nobody"}, {"tree"}, {"trees", "ash"}} {
			rewrite(t, s, "a", is...)
			r, err := s.NextReanalysis(ctx, engineA)
			if err != nil {
				t.Fatal(err)
			}
			read := map[string]bool{}
			for end := false; !end; {
				b := stepAgain(t, s, engineA, r)
				for _, p := range b.Items {
					read[p.Item.ID.Native] = true
				}
				end = b.End
			}
			for native, text := range texts {
				matches := slices.ContainsFunc(text, func(w string) bool { return slices.Contains(was, w) || slices.Contains(is, w) })
				if read[native] != matches {
					t.Errorf("%v to %v: %q was read %v", was, is, text, read[native])
				}
			}
			settle(t, s, engineA)
			was = is
		}
	},
	"EditTakesOverInOneGo": func(t *testing.T, s Store) {
		create(t, s, tool("a", "a", "aa"))
		put(t, s, post("t3_1", body("a is good")), post("t3_2", body("aa is bad")), post("t3_3", body("b is good"), at(noon.AddDate(0, 0, -1))), post("t3_4"))
		settle(t, s, engineA)
		edited := rewrite(t, s, "a", "a", "b")
		if edited.Revision != 2 {
			t.Errorf("%+v", edited)
		}
		put(t, s, post("t3_5", body("b and a good")), post("t3_6", body("aa good")))
		analyse(t, s, engineA)
		rollUp(t, s)
		if got := toolTally(t, s, voxpop.ToolFilter{})["a"]; got.Positive != 3 || got.Negative != 1 {
			t.Errorf("before the take-over all is by the former definition: %+v", plain(got))
		}
		settle(t, s, engineA)
		if got := toolTally(t, s, voxpop.ToolFilter{})["a"]; got.Positive != 3 || got.Negative != 0 {
			t.Errorf("then by the new one: %+v", plain(got))
		}
		r, err := s.Reanalyses(ctx, 1)
		if err != nil || r[0].Done != 5 || r[0].Changes.Tools["a"].Lost != 2 {
			t.Errorf("%+v, %v", r, err)
		}
		lifeExpectClean(t, s)
		versions, err := s.ToolVersions(ctx, "a")
		if err != nil || len(versions) != 2 || !versions[0].Answers || versions[1].Answers || len(versions[1].Tool.Aliases) != 2 {
			t.Fatalf("%+v, %v", versions, err)
		}
		if _, err := s.RollBackTool(ctx, "a", edited.Edit, versions[1].ID, byAdmin); err != nil {
			t.Fatal(err)
		}
		settle(t, s, engineA)
		if got := toolTally(t, s, voxpop.ToolFilter{})["a"]; got.Positive != 3 || got.Negative != 1 {
			t.Errorf("rolled back: %+v", plain(got))
		}
		lifeExpectClean(t, s)
	},
	"EditDuringAnAnalysis": func(t *testing.T, s Store) {
		create(t, s, tool("a", "a"))
		put(t, s, post("t3_1", body("a is good")), post("t3_2", body("b is good")))
		late := analyses(pending(t, s), engineA, catalog(t, s))
		rewrite(t, s, "a", "b")
		must(t, s.Commit(ctx, engineA, late))
		if n := len(pending(t, s)); n != 2 {
			t.Errorf("%d wait: analyses by another catalog must be made again", n)
		}
		settle(t, s, engineA)
		if page := toolItems(t, s, voxpop.ToolFilter{Tools: []string{"a"}}, voxpop.NewestFirst, 5); !slices.Equal(page, []string{"t3_2"}) {
			t.Errorf("%v", page)
		}
	},
	"ArchivedKeepsItsPast": func(t *testing.T, s Store) {
		create(t, s, tool("a", "a"))
		put(t, s, post("t3_1", body("a is good")))
		settle(t, s, engineA)
		turn(t, s, "a", voxpop.ToolArchived)
		next := time.Now().AddDate(1, 0, 0).Truncate(time.Second)
		put(t, s, post("t3_2", body("a is good"), at(next)), post("t3_3", body("a is bad"), at(noon.Add(time.Hour))))
		settle(t, s, engineA)
		if got := toolTally(t, s, voxpop.ToolFilter{})["a"]; got.Items != 2 {
			t.Errorf("archived: %+v", plain(got))
		}
		turn(t, s, "a", voxpop.ToolActive)
		settle(t, s, engineA)
		if got := toolTally(t, s, voxpop.ToolFilter{})["a"]; got.Items != 3 {
			t.Errorf("taken back: %+v", plain(got))
		}
		lifeExpectClean(t, s)
	},
	"CandidatesWaitForApproval": func(t *testing.T, s Store) {
		candidate := tool("a", "a")
		candidate.Status = voxpop.ToolCandidate
		create(t, s, candidate)
		put(t, s, post("t3_1", body("a is good")))
		settle(t, s, engineA)
		if c := catalog(t, s); len(c.Patterns) != 0 {
			t.Errorf("%+v", c)
		}
		turn(t, s, "a", voxpop.ToolActive)
		settle(t, s, engineA)
		if got := toolTally(t, s, voxpop.ToolFilter{})["a"]; got.Items != 1 {
			t.Errorf("approved: %+v", plain(got))
		}
	},
	"DeletedLeavesNothing": func(t *testing.T, s Store) {
		create(t, s, tool("a", "a"), tool("b", "b"))
		put(t, s, post("t3_1", body("a>b is good")), post("t3_2", body("a good b bad")), post("t3_gone", body("a here")))
		settle(t, s, engineA)
		put(t, s, post("t3_gone", observed(later), state(voxpop.StateDeleted)))
		settle(t, s, engineA)
		edit := stored(t, s, "a").Edit
		if _, err := s.RequestReanalysis(ctx, voxpop.Reanalysis{}, byAdmin); err != nil {
			t.Fatal(err)
		}
		if _, err := s.DeleteTool(ctx, "a", edit, byAdmin); !errors.Is(err, voxpop.ErrConflict) {
			t.Errorf("while a re-analysis uses it: %v", err)
		}
		settle(t, s, engineA)
		loss, err := s.DeleteTool(ctx, "a", edit, byAdmin)
		if err != nil || loss.Mentions != 3 || loss.Gone != 1 || loss.Relations != 1 || loss.Versions != 1 {
			t.Errorf("%+v, %v", loss, err)
		}
		settle(t, s, engineA)
		if _, err := s.ToolTally(ctx, voxpop.ToolFilter{Tools: []string{"a"}}); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("tally: %v", err)
		}
		must(t, s.Tidy(ctx, lifeLongAgo()))
		lifeExpectClean(t, s)
		if n := lifeCount(t, s, "SELECT COUNT(*) FROM mentions"); n != 2 {
			t.Errorf("%d mentions are left, want those of b", n)
		}
		if n := lifeCount(t, s, "SELECT (SELECT COUNT(*) FROM relations) + (SELECT COUNT(*) FROM tool_versions) - 1"); n != 0 {
			t.Errorf("%d rows too many are left", n)
		}
		if _, err := s.CreateTool(ctx, tool("a", "x"), byAdmin); !errors.Is(err, voxpop.ErrConflict) {
			t.Errorf("the slug is free again: %v", err)
		}
		if got := toolTally(t, s, voxpop.ToolFilter{}); len(got) != 1 || got["b"].Items != 2 {
			t.Errorf("%+v", got)
		}
	},
	"Seeds": func(t *testing.T, s Store) {
		seed := func(rules string, want string, own ...voxpop.Tool) {
			t.Helper()
			added, changed, err := s.SeedTools(ctx, own, rules)
			if got := fmt.Sprint(added, changed, err); got != want {
				t.Errorf("seeding: %s, want %s", got, want)
			}
			settle(t, s, engineA)
		}
		put(t, s, post("t3_1", body("a is good")), post("t3_2", body("b is bad")), post("t3_3", body("bb is good")))
		seed("1", "2 0 <nil>", tool("a", "a"), tool("b", "b"))
		seed("1", "0 0 <nil>", tool("a", "a"), tool("b", "b"))
		seed("1", "1 1 <nil>", tool("a", "a"), tool("b", "b", "bb"), tool("c", "c"))
		if got := toolTally(t, s, voxpop.ToolFilter{}); got["a"].Items != 1 || got["b"].Items != 2 {
			t.Errorf("%+v", got)
		}
		rewrite(t, s, "a", "good")
		seed("1", "0 0 <nil>", tool("a", "a", "other"), tool("b", "b", "bb"), tool("c", "c"))
		if got := toolTally(t, s, voxpop.ToolFilter{}); got["a"].Items != 2 {
			t.Errorf("an edited tool is left alone: %+v", got)
		}
		merge(t, s, "a", "c")
		settle(t, s, engineA)
		seed("2", "0 3 <nil>", tool("a", "a"), tool("b", "b", "bb"), tool("c", "c"))
		if got := toolTally(t, s, voxpop.ToolFilter{}); got["a"].Items != 2 || got["b"].Items != 2 {
			t.Errorf("by new rules: %+v", got)
		}
		lifeExpectClean(t, s)
		if _, err := s.DeleteTool(ctx, "b", stored(t, s, "b").Edit, byAdmin); err != nil {
			t.Fatal(err)
		}
		seed("2", "0 0 <nil>", tool("a", "a"), tool("b", "b"), tool("c", "c"))
	},
}

func toolTally(t tester, s Store, f voxpop.ToolFilter) map[string]voxpop.Tally {
	t.Helper()
	got, err := s.ToolTally(ctx, f)
	if err != nil {
		t.Fatalf("tool tally of %+v: %v", f, err)
	}
	return got
}

// toolItems returns the native ids of the items that mention a tool, page by page.
func toolItems(t tester, s Store, f voxpop.ToolFilter, order voxpop.ItemOrder, page int) []string {
	t.Helper()
	out := []string{}
	for cursor := (*voxpop.OpinionCursor)(nil); ; {
		p, err := s.ToolItems(ctx, f, order, cursor, page)
		if err != nil {
			t.Fatalf("items of %+v: %v", f, err)
		}
		for _, it := range p.Items {
			out = append(out, it.ID.Native)
		}
		if p.Next == nil {
			return out
		}
		if len(p.Items) != page {
			t.Fatalf("a page of %d items has a next one", len(p.Items))
		}
		cursor = p.Next
	}
}
