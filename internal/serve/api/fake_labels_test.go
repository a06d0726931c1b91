package api

import (
	"context"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// desk is a fake of what people are asked: tasks in the order of drawing.
type desk struct {
	*fake
	tasks []voxpop.LabelTask
}

// DrawLabels draws every mention of tools that was not drawn, or every text.
func (d *desk) DrawLabels(_ context.Context, draw voxpop.LabelDraw, audit voxpop.AuditEntry) (n int, err error) {
	add := func(t voxpop.LabelTask) {
		known := slices.ContainsFunc(d.tasks, func(o voxpop.LabelTask) bool { return o.Item == t.Item && o.Tool == t.Tool })
		if !known && n < draw.Count && (len(draw.Tools) == 0 || slices.Contains(draw.Tools, t.Tool)) {
			t.ID, t.Drawn = int64(len(d.tasks)+1), true
			d.tasks = append(d.tasks, t)
			n++
		}
	}
	err = d.command(audit, func() error {
		for i := range d.stored {
			id := d.stored[i].ID
			if draw.Texts {
				add(voxpop.LabelTask{Item: id})
				continue
			}
			for _, o := range d.opinions[id] {
				add(voxpop.LabelTask{Item: id, Tool: o.Tool})
			}
		}
		return nil
	})
	return n, err
}

func saidBy(t *voxpop.LabelTask, person string) int {
	return slices.IndexFunc(t.Labels, func(l voxpop.PersonLabel) bool { return l.Person == person })
}

func (d *desk) LabelTasks(_ context.Context, person string, limit int) (out []voxpop.LabelTask, err error) {
	for i := range d.tasks {
		if t := d.tasks[i]; len(out) < limit && t.Drawn && saidBy(&t, person) < 0 {
			t.Labels = nil
			out = append(out, t)
		}
	}
	return out, d.read()
}

func (d *desk) LabelCounts(_ context.Context, person string) (c voxpop.LabelCount, err error) {
	for i := range d.tasks {
		switch t := &d.tasks[i]; {
		case !t.Drawn:
		case saidBy(t, person) < 0:
			c.Waiting++
		default:
			c.Labelled++
		}
	}
	return c, d.read()
}

func (d *desk) SaveLabel(_ context.Context, task int64, l voxpop.PersonLabel, audit voxpop.AuditEntry) error {
	return d.command(audit, func() error {
		if task > int64(len(d.tasks)) {
			return voxpop.ErrNotFound
		}
		d.say(&d.tasks[task-1], l)
		return nil
	})
}

func (d *desk) say(t *voxpop.LabelTask, l voxpop.PersonLabel) {
	l.At = noon
	if at := saidBy(t, l.Person); at >= 0 {
		t.Labels[at] = l
		return
	}
	t.Labels = append(t.Labels, l)
}

func (d *desk) RemoveLabel(_ context.Context, task int64, person string, audit voxpop.AuditEntry) error {
	return d.command(audit, func() error {
		if task > int64(len(d.tasks)) || saidBy(&d.tasks[task-1], person) < 0 {
			return voxpop.ErrNotFound
		}
		t := &d.tasks[task-1]
		at := saidBy(t, person)
		t.Labels = slices.Delete(t.Labels, at, at+1)
		return nil
	})
}

func (d *desk) ImportLabels(_ context.Context, tasks []voxpop.LabelTask, audit voxpop.AuditEntry) (n int, err error) {
	err = d.command(audit, func() error {
		for _, t := range tasks {
			at := slices.IndexFunc(d.tasks, func(o voxpop.LabelTask) bool { return o.Item == t.Item && o.Tool == t.Tool })
			if at < 0 {
				at = len(d.tasks)
				d.tasks = append(d.tasks, voxpop.LabelTask{ID: int64(at + 1), Item: t.Item, Tool: t.Tool, Drawn: t.Drawn})
			}
			for _, l := range t.Labels {
				d.say(&d.tasks[at], l)
				n++
			}
		}
		return nil
	})
	return n, err
}

func (d *desk) Labelled(context.Context) (out []voxpop.LabelledTask, err error) {
	for _, t := range d.tasks {
		if len(t.Labels) == 0 {
			continue
		}
		l := voxpop.LabelledTask{LabelTask: t, Signs: map[voxpop.EngineID]int{}, Answers: d.version.Engine, Thread: t.Item.Native}
		l.Labels = slices.Clone(t.Labels)
		if o := opinionOn(d.opinions[t.Item], t.Tool); o != nil {
			l.Signs[d.version.Engine] = o.Score.Label.Sign()
		} else if t.Tool == "" {
			for i := range d.stored {
				if d.stored[i].ID == t.Item {
					l.Signs[d.version.Engine] = d.stored[i].Score.Label.Sign()
				}
			}
		}
		out = append(out, l)
	}
	return out, d.read()
}

func (d *desk) LabelledTask(ctx context.Context, task int64) (voxpop.LabelledTask, error) {
	all, err := d.Labelled(ctx)
	for _, t := range all {
		if t.ID == task {
			return t, err
		}
	}
	return voxpop.LabelledTask{}, cmpErr(err, voxpop.ErrNotFound)
}
