package storetest

import (
	"context"
	"testing"

	"github.com/voxpop-dev/voxpop"
)

// brokenToolWrites are the writes of the contract that are about tools, on a store in which some are talked about.
var brokenToolWrites = []brokenWrite{
	{name: "SeedTools", prepare: brokenTalk(func(_ *testing.T, s Store) func(context.Context) error {
		own := []voxpop.Tool{tool("seeded", "good"), home(tool("other", "it"), "reddit/claude")}
		return func(ctx context.Context) error { _, _, err := s.SeedTools(ctx, own, "2"); return err }
	})},
	{name: "CreateTool", again: voxpop.ErrConflict, prepare: brokenTalk(func(_ *testing.T, s Store) func(context.Context) error {
		return func(ctx context.Context) error { _, err := s.CreateTool(ctx, tool("new", "good"), byAdmin); return err }
	})},
	{name: "EditTool", again: voxpop.ErrConflict, prepare: brokenTalk(func(t *testing.T, s Store) func(context.Context) error {
		wanted := stored(t, s, "a")
		wanted.Aliases = tool("a", "a", "good").Aliases
		return func(ctx context.Context) error { _, err := s.EditTool(ctx, wanted, byAdmin); return err }
	})},
	{name: "SetToolStatus", again: voxpop.ErrConflict, prepare: brokenTalk(func(t *testing.T, s Store) func(context.Context) error {
		turn(t, s, "a", voxpop.ToolArchived)
		edit := stored(t, s, "a").Edit
		return func(ctx context.Context) error {
			_, err := s.SetToolStatus(ctx, "a", edit, voxpop.ToolActive, byAdmin)
			return err
		}
	})},
	{name: "MergeTools", again: voxpop.ErrConflict, prepare: brokenTalk(func(t *testing.T, s Store) func(context.Context) error {
		m := mergeOf(t, s, "a", "b")
		return func(ctx context.Context) error { _, err := s.MergeTools(ctx, m, false, byAdmin); return err }
	})},
	{name: "UndoMerge", again: voxpop.ErrConflict, prepare: brokenTalk(func(t *testing.T, s Store) func(context.Context) error {
		m := merge(t, s, "a", "b")
		settle(t, s, engineA)
		return func(ctx context.Context) error { _, err := s.UndoMerge(ctx, m.ID, byAdmin); return err }
	})},
	{name: "DeleteTool", again: voxpop.ErrNotFound, prepare: brokenTalk(func(t *testing.T, s Store) func(context.Context) error {
		edit := stored(t, s, "a").Edit
		return func(ctx context.Context) error { _, err := s.DeleteTool(ctx, "a", edit, byAdmin); return err }
	})},
	{name: "RollBackTool", again: voxpop.ErrConflict, prepare: brokenTalk(func(t *testing.T, s Store) func(context.Context) error {
		edit := rewrite(t, s, "a", "good").Edit
		settle(t, s, engineA)
		versions, err := s.ToolVersions(ctx, "a")
		must(t, err)
		return func(ctx context.Context) error {
			_, err := s.RollBackTool(ctx, "a", edit, versions[1].ID, byAdmin)
			return err
		}
	})},
	{name: "RequestReanalysis", trail: true, prepare: brokenTalk(func(_ *testing.T, s Store) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := s.RequestReanalysis(ctx, voxpop.Reanalysis{Tools: []string{"a"}}, byAdmin)
			return err
		}
	})},
	{name: "CancelReanalysis", again: voxpop.ErrConflict, prepare: brokenTalk(func(t *testing.T, s Store) func(context.Context) error {
		r := ask(t, s, voxpop.Reanalysis{})
		return func(ctx context.Context) error { _, err := s.CancelReanalysis(ctx, r.ID, byAdmin); return err }
	})},
	{name: "ResumeReanalysis", again: voxpop.ErrConflict, prepare: brokenTalk(func(t *testing.T, s Store) func(context.Context) error {
		r := ask(t, s, voxpop.Reanalysis{})
		must(t, s.FailReanalysis(ctx, r.ID, "out of luck"))
		return func(ctx context.Context) error { _, err := s.ResumeReanalysis(ctx, r.ID, byAdmin); return err }
	})},
	{name: "StartReanalysis", prepare: brokenTalk(func(t *testing.T, s Store) func(context.Context) error {
		r := ask(t, s, voxpop.Reanalysis{Tools: []string{"a"}})
		return func(ctx context.Context) error { return s.StartReanalysis(ctx, r.ID, []string{"a"}) }
	})},
	{name: "CommitReanalysis", prepare: brokenTalk(func(t *testing.T, s Store) func(context.Context) error {
		rewrite(t, s, "a", "a", "meh")
		r, err := s.NextReanalysis(ctx, engineA)
		must(t, err)
		must(t, s.StartReanalysis(ctx, r.ID, []string{"a", "meh"}))
		b, err := s.ReanalysisItems(ctx, r.ID, 100)
		must(t, err)
		done := analyses(b.Items, engineA, catalog(t, s))
		return func(ctx context.Context) error { _, err := s.CommitReanalysis(ctx, r.ID, engineA, b, done); return err }
	})},
	{name: "FailReanalysis", prepare: brokenTalk(func(t *testing.T, s Store) func(context.Context) error {
		r := ask(t, s, voxpop.Reanalysis{})
		return func(ctx context.Context) error { return s.FailReanalysis(ctx, r.ID, "out of luck") }
	})},
	{name: "Commit/tools", prepare: brokenTalk(func(t *testing.T, s Store) func(context.Context) error {
		put(t, s, post("t3_a", observed(later), body("b> and meh b>c")), post("t3_new", body("a=>b good")))
		done := analyses(pending(t, s), engineA, catalog(t, s))
		return func(ctx context.Context) error { return s.Commit(ctx, engineA, done) }
	})},
	{name: "Put/tools", prepare: brokenTalk(func(_ *testing.T, s Store) func(context.Context) error {
		b := voxpop.Batch{Items: []voxpop.Item{post("t3_a", observed(later), body("a+ b- good"), upvotes(99), comments(7))}}
		return func(ctx context.Context) error { _, err := s.Put(ctx, "reddit", b); return err }
	})},
	{name: "RollUp/tools", prepare: brokenTalk(func(t *testing.T, s Store) func(context.Context) error {
		put(t, s, post("t3_a", observed(later), body("b here"), upvotes(99)), post("t3_c", observed(later), body("b>a it"), in("claude"), upvotes(50)),
			post("t3_new", body("a good")))
		analyse(t, s, engineA)
		merge(t, s, "a", "b")
		return func(ctx context.Context) error { _, _, err := s.RollUp(ctx, 100, true); return err }
	})},
	{name: "Tidy/tools", steps: true, prepare: brokenTalk(func(t *testing.T, s Store) func(context.Context) error {
		rewrite(t, s, "a", "good")
		settle(t, s, engineA)
		rewrite(t, s, "a", "bad")
		settle(t, s, engineA)
		_, err := s.DeleteTool(ctx, "b", stored(t, s, "b").Edit, byAdmin)
		must(t, err)
		return func(ctx context.Context) error { return s.Tidy(ctx, lifeLongAgo()) }
	})},
	{name: "CreateAnnotation", trail: true, prepare: brokenTalk(func(_ *testing.T, s Store) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := s.CreateAnnotation(ctx, voxpop.Annotation{At: noon, Tool: "a", Title: "release"}, byAdmin)
			return err
		}
	})},
	{name: "EditAnnotation", again: voxpop.ErrConflict, prepare: brokenTalk(func(t *testing.T, s Store) func(context.Context) error {
		a, err := s.CreateAnnotation(ctx, voxpop.Annotation{At: noon, Title: "release"}, byAdmin)
		must(t, err)
		a.Title = "changed"
		return func(ctx context.Context) error { _, err := s.EditAnnotation(ctx, a, byAdmin); return err }
	})},
	{name: "DeleteAnnotation", again: voxpop.ErrNotFound, prepare: brokenTalk(func(t *testing.T, s Store) func(context.Context) error {
		a, err := s.CreateAnnotation(ctx, voxpop.Annotation{At: noon, Title: "release"}, byAdmin)
		must(t, err)
		return func(ctx context.Context) error { return s.DeleteAnnotation(ctx, a.ID, a.Edit, byAdmin) }
	})},
}

// brokenTalk prepares on a store with tools that items, one of them without text, speak of.
func brokenTalk(prepare func(t *testing.T, s Store) func(context.Context) error) func(t *testing.T, s Store) func(context.Context) error {
	return func(t *testing.T, s Store) func(context.Context) error {
		create(t, s, home(tool("a", "a"), "reddit/claude"), tool("b", "b"), tool("c", "c"))
		put(t, s, post("t3_a", body("a+ b- good")), post("t3_b", body("b>c meh")), post("t3_c", body("it is bad"), in("claude")),
			comment("t1_d", "t3_a", body("a=>b good")), post("t3_gone", body("a and b")))
		settle(t, s, engineA)
		put(t, s, post("t3_gone", observed(later), state(voxpop.StateDeleted)))
		settle(t, s, engineA)
		return prepare(t, s)
	}
}
