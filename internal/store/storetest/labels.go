package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

func draw(t tester, s Store, d voxpop.LabelDraw, want int) {
	t.Helper()
	if n, err := s.DrawLabels(ctx, d, voxpop.AuditEntry{Actor: "key", Action: "labels.draw"}); err != nil || n != want {
		t.Fatalf("drew %d, %v; want %d", n, err, want)
	}
}

func tasks(t tester, s Store, person string) []voxpop.LabelTask {
	t.Helper()
	all, err := s.LabelTasks(ctx, person, 1000)
	if err != nil {
		t.Fatalf("tasks: %v", err)
	}
	return all
}

// drawnOf is how many tasks there are of each tool.
func drawnOf(t tester, s Store) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for _, task := range tasks(t, s, "ann") {
		if !task.Drawn {
			t.Errorf("%+v", task)
		}
		counts[task.Tool]++
	}
	return counts
}

func label(t tester, s Store, task int64, person string, l voxpop.Label) {
	t.Helper()
	if err := s.SaveLabel(ctx, task, voxpop.PersonLabel{Person: person, Label: l}, voxpop.AuditEntry{Actor: person, Action: "labels.label"}); err != nil {
		t.Fatalf("label: %v", err)
	}
}

func labelledTasks(t tester, s Store) []voxpop.LabelledTask {
	t.Helper()
	all, err := s.Labelled(ctx)
	if err != nil {
		t.Fatalf("labelled: %v", err)
	}
	return all
}

var labelTests = map[string]func(*testing.T, Store){
	"Texts": func(t *testing.T, s Store) {
		for i := range 40 {
			community := []string{"Cursor", "claude"}[i%2]
			put(t, s, post(fmt.Sprint("t3_", i), in(community)))
		}
		put(t, s, post("t3_spam", body("spam")), post("t3_gone", state(voxpop.StateDeleted)))
		catchUp(t, s)
		draw(t, s, voxpop.LabelDraw{Texts: true, Count: 10}, 10)
		counts := map[string]int{}
		seen := map[voxpop.ItemID]bool{}
		for _, task := range tasks(t, s, "ann") {
			it, err := s.Item(ctx, task.Item)
			must(t, err)
			counts[it.Community]++
			if seen[task.Item] || task.Tool != "" || !task.Drawn {
				t.Errorf("%+v", task)
			}
			seen[task.Item] = true
		}
		if counts["Cursor"] != 5 || counts["claude"] != 5 {
			t.Errorf("communities have %v of the sample", counts)
		}
		draw(t, s, voxpop.LabelDraw{Texts: true, Count: 100}, 30)
		draw(t, s, voxpop.LabelDraw{Texts: true, Count: 100}, 0)
		if _, err := s.DrawLabels(ctx, voxpop.LabelDraw{}, voxpop.AuditEntry{}); !errors.Is(err, voxpop.ErrInvalid) {
			t.Errorf("drew nothing: %v", err)
		}
	},
	"Mentions": func(t *testing.T, s Store) {
		create(t, s, tool("a", "a"), tool("b", "b"), tool("c", "c"))
		for i := range 8 {
			put(t, s, post(fmt.Sprint("t3_a", i), body("a+ here")), post(fmt.Sprint("t3_b", i), body("b- here"), in("claude"), at(noon.AddDate(0, 0, -3))))
		}
		put(t, s, post("t3_both", body("a- c+")), post("t3_spam", body("spam a")), post("t3_gone", body("a"), state(voxpop.StateDeleted)), post("t3_none", body("nothing")))
		settle(t, s, engineA)
		if _, err := s.DrawLabels(ctx, voxpop.LabelDraw{Tools: []string{"a", "none"}, Count: 1}, voxpop.AuditEntry{}); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("of an unknown tool: %v", err)
		}
		draw(t, s, voxpop.LabelDraw{Count: 6, Tools: []string{"a", "b"}, Window: voxpop.Window{To: noon.Add(time.Hour)}}, 6)
		if got := drawnOf(t, s); got["a"]+got["b"] != 6 || got["a"] < 3 || got["b"] < 2 { // of 9 and 8
			t.Errorf("tools have %v of the sample", got)
		}
		draw(t, s, voxpop.LabelDraw{Count: 100, Window: voxpop.Window{To: noon.AddDate(0, 0, -1)}}, 8-drawnOf(t, s)["b"])
		draw(t, s, voxpop.LabelDraw{Count: 100, Tools: []string{"c"}}, 1)
		draw(t, s, voxpop.LabelDraw{Count: 100}, 9-drawnOf(t, s)["a"])
		draw(t, s, voxpop.LabelDraw{Count: 100}, 0)
		if got := drawnOf(t, s); got["a"] != 9 || got["b"] != 8 || got["c"] != 1 {
			t.Errorf("drawn: %v", got)
		}
		draw(t, s, voxpop.LabelDraw{Count: 100, Texts: true}, 18) // texts are another question
	},
	"Mentions of a merged tool": func(t *testing.T, s Store) {
		create(t, s, tool("a", "a"), tool("b", "b"))
		put(t, s, post("t3_1", body("a+ b-")), post("t3_2", body("a- b-")), post("t3_3", body("a+ b+")))
		settle(t, s, engineA)
		merge(t, s, "a", "b")
		settle(t, s, engineA)
		draw(t, s, voxpop.LabelDraw{Count: 100}, 3)
		for _, task := range tasks(t, s, "ann") {
			label(t, s, task.ID, "ann", voxpop.Neutral)
		}
		signs := map[string]int{}
		for _, l := range labelledTasks(t, s) {
			signs[l.Tool+" "+l.Item.Native] = l.Signs[engineA]
		}
		if len(signs) != 3 || signs["a t3_1"] != 0 || signs["a t3_2"] != -1 || signs["a t3_3"] != 1 {
			t.Errorf("beside the labels: %v", signs)
		}
	},
	"Labels beside scores": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"), post("t3_b", body("bad text")))
		catchUp(t, s)
		draw(t, s, voxpop.LabelDraw{Texts: true, Count: 2}, 2)
		first := tasks(t, s, "ann")[0]
		label(t, s, first.ID, "ann", voxpop.Positive)
		label(t, s, first.ID, "ben", "")
		label(t, s, first.ID, "ann", voxpop.Negative)
		if n := len(tasks(t, s, "ann")); n != 1 {
			t.Errorf("%d tasks are left for ann", n)
		}
		if n := len(tasks(t, s, "cid")); n != 2 {
			t.Errorf("%d tasks for somebody new", n)
		}
		before := version(t, s).Number
		rollUp(t, s)
		if version(t, s).Number == before {
			t.Error("a label is not published")
		}
		all := labelledTasks(t, s)
		want := item(t, s, first.Item.Native).Score.Label.Sign()
		if len(all) != 1 || len(all[0].Labels) != 2 || all[0].Labels[0].Label != voxpop.Negative || all[0].Labels[1].Label != "" ||
			all[0].Signs[engineA] != want || all[0].Answers != engineA || all[0].Community != "reddit/Cursor" || all[0].Author == "" || all[0].Thread != "reddit/"+first.Item.Native {
			t.Errorf("%+v", all)
		}
		if one, err := s.LabelledTask(ctx, first.ID); err != nil || len(one.Labels) != 2 || one.Signs[engineA] != want {
			t.Errorf("alone: %+v, %v", one, err)
		}
		put(t, s, post(first.Item.Native, observed(later), body("edited text")))
		if len(labelledTasks(t, s)) != 0 {
			t.Error("a label of a former text counts")
		}
		if _, err := s.LabelledTask(ctx, first.ID); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("of a former text: %v", err)
		}
		if err := s.SaveLabel(ctx, 99, voxpop.PersonLabel{Person: "ann"}, voxpop.AuditEntry{}); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("of no task: %v", err)
		}
	},
	"Taken back": func(t *testing.T, s Store) {
		for i := range 4 {
			put(t, s, post(fmt.Sprint("t3_", i)))
		}
		catchUp(t, s)
		draw(t, s, voxpop.LabelDraw{Texts: true, Count: 3}, 3)
		ids := tasks(t, s, "ann")
		counted := func(person string, labelled, waiting int64) {
			t.Helper()
			if c, err := s.LabelCounts(ctx, person); err != nil || c != (voxpop.LabelCount{Labelled: labelled, Waiting: waiting}) {
				t.Errorf("%s: %+v, %v", person, c, err)
			}
		}
		counted("ann", 0, 3)
		label(t, s, ids[0].ID, "ann", voxpop.Positive)
		label(t, s, ids[1].ID, "ann", "")
		label(t, s, ids[0].ID, "ben", voxpop.Negative)
		counted("ann", 2, 1)
		counted("ben", 1, 2)
		rollUp(t, s)
		before := version(t, s).Number
		audit := voxpop.AuditEntry{Actor: "ann", Action: "labels.undo"}
		must(t, s.RemoveLabel(ctx, ids[0].ID, "ann", audit))
		rollUp(t, s)
		if version(t, s).Number == before {
			t.Error("what is taken back is not published")
		}
		counted("ann", 1, 2)
		if one, err := s.LabelledTask(ctx, ids[0].ID); err != nil || len(one.Labels) != 1 || one.Labels[0].Person != "ben" {
			t.Errorf("%+v, %v", one, err)
		}
		if got := tasks(t, s, "ann"); len(got) != 2 || got[0].ID != ids[0].ID {
			t.Errorf("left for ann: %+v", got)
		}
		if err := s.RemoveLabel(ctx, ids[0].ID, "ann", audit); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("twice: %v", err)
		}
		put(t, s, post(ids[2].Item.Native, observed(later), state(voxpop.StateDeleted)))
		counted("ann", 1, 1)
	},
	"Labels of deleted items stay": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"))
		catchUp(t, s)
		draw(t, s, voxpop.LabelDraw{Texts: true, Count: 1}, 1)
		label(t, s, tasks(t, s, "ann")[0].ID, "ann", voxpop.Neutral)
		put(t, s, post("t3_a", observed(later), state(voxpop.StateDeleted)))
		if all := labelledTasks(t, s); len(all) != 1 || all[0].Signs[engineA] != 1 {
			t.Errorf("%+v", all)
		}
		if len(tasks(t, s, "ben")) != 0 {
			t.Error("a deleted item is to be labelled")
		}
	},
	"Imported": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"))
		catchUp(t, s)
		id := voxpop.ItemID{Source: "reddit", Native: "t3_a"}
		lines := []voxpop.LabelTask{
			{Item: id, Labels: []voxpop.PersonLabel{{Person: "file", Label: voxpop.Negative}}},
			{Item: voxpop.ItemID{Source: "reddit", Native: "t3_none"}, Labels: []voxpop.PersonLabel{{Person: "file", Label: voxpop.Negative}}},
		}
		for range 2 {
			if n, err := s.ImportLabels(ctx, lines, voxpop.AuditEntry{Action: "labels.import"}); err != nil || n != 1 {
				t.Fatalf("%d, %v", n, err)
			}
		}
		if all := labelledTasks(t, s); len(all) != 1 || all[0].Drawn || len(all[0].Labels) != 1 {
			t.Errorf("%+v", all)
		}
		if got := tasks(t, s, "ann"); len(got) != 0 {
			t.Errorf("nobody drew %+v", got)
		}
	},
	"ImportedOnesKeepTheirTime": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"))
		catchUp(t, s)
		before := time.Now().Truncate(time.Millisecond)
		given := before.AddDate(0, 0, -9).UTC()
		id := voxpop.ItemID{Source: "reddit", Native: "t3_a"}
		lines := []voxpop.LabelTask{{Item: id, Labels: []voxpop.PersonLabel{
			{Person: "past", Label: voxpop.Negative, At: given}, {Person: "none", Label: voxpop.Negative}, {Person: "to come", Label: voxpop.Negative, At: before.AddDate(1, 0, 0)},
		}}}
		if n, err := s.ImportLabels(ctx, lines, voxpop.AuditEntry{Action: "labels.import"}); err != nil || n != 3 {
			t.Fatalf("%d, %v", n, err)
		}
		for _, l := range labelledTasks(t, s)[0].Labels {
			now := !l.At.Before(before) && !l.At.After(time.Now())
			if l.Person == "past" && !l.At.Equal(given) || l.Person != "past" && !now {
				t.Errorf("%s: %v", l.Person, l.At)
			}
		}
	},
}

// brokenLabelWrites are the writes of labels. Drawing is left to chance and cannot be compared.
var brokenLabelWrites = []brokenWrite{
	{name: "SaveLabel", trail: true, prepare: func(t *testing.T, s Store) func(context.Context) error {
		put(t, s, post("t3_a"))
		catchUp(t, s)
		draw(t, s, voxpop.LabelDraw{Texts: true, Count: 1}, 1)
		return func(ctx context.Context) error {
			return s.SaveLabel(ctx, 1, voxpop.PersonLabel{Person: "ann", Label: voxpop.Neutral}, voxpop.AuditEntry{Actor: "ann", Action: "labels.label"})
		}
	}},
	{name: "RemoveLabel", again: voxpop.ErrNotFound, prepare: func(t *testing.T, s Store) func(context.Context) error {
		put(t, s, post("t3_a"))
		catchUp(t, s)
		draw(t, s, voxpop.LabelDraw{Texts: true, Count: 1}, 1)
		label(t, s, 1, "ann", voxpop.Neutral)
		return func(ctx context.Context) error {
			return s.RemoveLabel(ctx, 1, "ann", voxpop.AuditEntry{Actor: "ann", Action: "labels.undo"})
		}
	}},
	{name: "ImportLabels", trail: true, prepare: func(t *testing.T, s Store) func(context.Context) error {
		put(t, s, post("t3_a"))
		catchUp(t, s)
		lines := []voxpop.LabelTask{{Item: voxpop.ItemID{Source: "reddit", Native: "t3_a"}, Labels: []voxpop.PersonLabel{{Person: "file", Label: voxpop.Negative}}}}
		return func(ctx context.Context) error {
			_, err := s.ImportLabels(ctx, lines, voxpop.AuditEntry{Actor: "key", Action: "labels.import"})
			return err
		}
	}},
}
