package ask

import (
	"fmt"
	"math"
	"testing"

	"github.com/voxpop-dev/voxpop"
)

var (
	answering = voxpop.EngineID{Name: "model", Version: "2"}
	former    = voxpop.EngineID{Name: "vader", Version: "1"}
)

func labelledTask(tool string, drawn bool, sign int, said ...voxpop.Label) voxpop.LabelledTask {
	t := voxpop.LabelledTask{Answers: answering, Signs: map[voxpop.EngineID]int{answering: sign}}
	t.Tool, t.Drawn = tool, drawn
	for i, l := range said {
		t.Labels = append(t.Labels, voxpop.PersonLabel{Person: string(rune('a' + i)), Label: l})
	}
	return t
}

func TestReported(t *testing.T) {
	var tasks []voxpop.LabelledTask
	for i := range 40 { // right on 30
		task := labelledTask("x", i > 0, map[bool]int{true: 1, false: -1}[i < 30], voxpop.Positive)
		if i < 20 {
			task.Signs[former] = 0
		}
		tasks = append(tasks, task)
	}
	tasks = append(tasks, labelledTask("y", true, 0, voxpop.Neutral, voxpop.Neutral), labelledTask("y", true, 0, "", voxpop.Neutral),
		labelledTask("", true, 1, voxpop.Negative, ""))
	r := Reported(tasks)
	if len(r.People) != 2 || r.People[0] != (Labeller{"a", 43, 1}) || r.People[1] != (Labeller{"b", 3, 1}) {
		t.Errorf("people: %+v", r.People)
	}
	if len(r.Engines) != 2 || r.Engines[0].Engine != answering || !r.Engines[0].Answers || r.Engines[0].N != 41 || r.Engines[0].Accuracy.Value != round(31./41, 4) ||
		r.Engines[0].Accuracy.Low < 0.6 || r.Engines[0].Accuracy.High > 0.87 || r.Engines[1].Engine != former || r.Engines[1].N != 20 || r.Engines[1].Accuracy.Value != 0 {
		t.Errorf("engines: %+v", r.Engines)
	}
	if len(r.Tools) != 3 || r.Tools[0].Tool != "" || r.Tools[0].Labels != 0 || r.Tools[1].Labels != 40 || r.Tools[1].Counted != 39 || r.Tools[1].Missing != LeastLabels-39 ||
		len(r.Tools[1].Engines) != 1 || r.Tools[2].Labels != 1 || len(r.Tools[2].Engines) != 0 {
		t.Errorf("tools: %+v", r.Tools)
	}
	if empty := Reported(nil); empty.People == nil || empty.Agreement == nil || len(empty.Engines)+len(empty.Tools) > 0 {
		t.Errorf("%+v", empty)
	}
}

// The example of Cohen's paper as it is told: 20 times yes and 15 times no by both of 50, 25 yes of the one and 30 of the other: 0.4.
func TestKappa(t *testing.T) {
	var tasks []voxpop.LabelledTask
	for said, n := range map[[2]voxpop.Label]int{{voxpop.Positive, voxpop.Positive}: 20, {voxpop.Positive, voxpop.Negative}: 5, {voxpop.Negative, voxpop.Positive}: 10, {voxpop.Negative, voxpop.Negative}: 15} {
		for range n {
			tasks = append(tasks, labelledTask("x", true, 0, said[0], said[1]))
		}
	}
	a := Reported(tasks).Agreement
	if len(a) != 1 || a[0].Both != 50 || a[0].Same != 35 || a[0].Kappa == nil || math.Abs(*a[0].Kappa-0.4) > 1e-9 || a[0].Low >= 0.7 || a[0].High <= 0.7 {
		t.Errorf("%+v", a)
	}
	always := Reported([]voxpop.LabelledTask{labelledTask("x", true, 0, "", "")}).Agreement
	if len(always) != 1 || always[0].Kappa != nil || always[0].Same != 1 {
		t.Errorf("one thing always: %+v", always)
	}
}

func TestPooled(t *testing.T) {
	var tasks []voxpop.LabelledTask
	for i := range 120 {
		task := labelledTask(fmt.Sprint(i%3), i >= 10, 1, []voxpop.Label{voxpop.Positive, voxpop.Neutral}[i%2]) // half a step too kind
		task.Thread = fmt.Sprint(i)
		tasks = append(tasks, task)
	}
	tasks = append(tasks, labelledTask("", true, 1, voxpop.Negative))
	tallies := map[string]voxpop.Tally{"0": *spread(300, 100, 100), "1": *spread(300, 100, 100)}
	e := Pooled(tasks, tallies)
	if e.Labels != 110 || e.Total != 1000 || *e.Net != 40-50 || e.Basis != "corrected by 110 labels" || *e.High-*e.Low < 10 {
		t.Errorf("%+v: net %v, %v to %v", e, *e.Net, *e.Low, *e.High)
	}
	if e = Pooled(tasks[:100], tallies); e.Labels != 0 || *e.Net != 40 {
		t.Errorf("too few: %+v", e)
	}
}
