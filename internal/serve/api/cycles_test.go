package api

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop"
)

func TestProgressOf(t *testing.T) {
	task := func(s voxpop.TaskState) voxpop.CycleTask { return voxpop.CycleTask{State: s} }
	got := progressOf([]voxpop.CycleTask{task(voxpop.TaskPending), task(voxpop.TaskDone), task(voxpop.TaskFailed), task(voxpop.TaskDone)})
	if want := (ProgressBody{Tasks: 4, Done: 3, Failed: 1}); *got != want {
		t.Errorf("%+v, want %+v", *got, want)
	}
	if progressOf(nil) != nil {
		t.Error("progress of no tasks")
	}
}

// Everybody may see how far the running cycle is, in the status and by the stream; only it has progress.
func TestProgressIsPublic(t *testing.T) {
	a, f := fakeAPI(t)
	a.poll(t.Context())
	if text := string(a.hub.newest["cycle"].data); strings.Contains(text, "progress") {
		t.Errorf("progress of a cycle that is over: %s", text)
	}
	f.cycles = append([]voxpop.Cycle{{ID: "c2", Requested: noon, Started: noon}}, f.cycles...)
	a.poll(t.Context())
	if text := string(a.hub.newest["cycle"].data); !strings.Contains(text, `"progress":{"tasks":1,"done":1,"failed":0}`) {
		t.Errorf("event %s", text)
	}
	var s StatusBody
	if err := json.Unmarshal(get(a, "/api/v1/status").Body.Bytes(), &s); err != nil {
		t.Fatal(err)
	}
	if s.RunningCycle == nil || s.RunningCycle.Progress == nil || s.LastCycle.Progress != nil {
		t.Errorf("running %+v, last %+v", s.RunningCycle, s.LastCycle)
	}
	var all CyclesBody
	if err := json.Unmarshal(get(a, "/api/v1/cycles").Body.Bytes(), &all); err != nil {
		t.Fatal(err)
	}
	if len(all.Cycles) != 2 || all.Cycles[0].CycleID != "c2" || all.Cycles[1].CycleID != "c1" {
		t.Errorf("cycles %+v", all.Cycles)
	}
}
