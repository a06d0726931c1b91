package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"

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
		put(t, s, post(first.Item.Native, observed(later), body("edited text")))
		if len(labelledTasks(t, s)) != 0 {
			t.Error("a label of a former text counts")
		}
		if err := s.SaveLabel(ctx, 99, voxpop.PersonLabel{Person: "ann"}, voxpop.AuditEntry{}); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("of no task: %v", err)
		}
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
