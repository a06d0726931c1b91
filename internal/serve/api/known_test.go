package api

import (
	"encoding/json"
	"testing"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// What is known of the engine's error must not depend on the page: a tool has one interval, in the list of tools, alone, among
// the most discussed, and in what a comparison leaves out.
func TestEngineErrorWidensEveryPageAlike(t *testing.T) {
	level := func(a *API, target string, read func(json.RawMessage) (IntervalBody, string)) (IntervalBody, string) {
		t.Helper()
		rec := get(a, target)
		if rec.Code != 200 {
			t.Fatalf("%s: %d %s", target, rec.Code, rec.Body)
		}
		return read(rec.Body.Bytes())
	}
	alone := func(raw json.RawMessage) (IntervalBody, string) {
		var b EstimateBody
		if err := json.Unmarshal(raw, &b); err != nil || b.Interval == nil {
			t.Fatalf("%v, %s", err, raw)
		}
		return *b.Interval, b.Basis
	}
	listed := func(raw json.RawMessage) (IntervalBody, string) {
		var b struct{ Tools []EstimateBody }
		if err := json.Unmarshal(raw, &b); err != nil || b.Tools[0].Interval == nil {
			t.Fatalf("%v, %s", err, raw)
		}
		return *b.Tools[0].Interval, b.Tools[0].Basis
	}
	hot := func(raw json.RawMessage) (IntervalBody, string) {
		var b HotTopicsBody
		if err := json.Unmarshal(raw, &b); err != nil || b.HotTopics[0].ToolID != "cursor" || b.HotTopics[0].Interval == nil {
			t.Fatalf("%v, %s", err, raw)
		}
		return *b.HotTopics[0].Interval, b.Basis
	}
	home := func(raw json.RawMessage) (IntervalBody, string) {
		var b CompareBody
		if err := json.Unmarshal(raw, &b); err != nil || b.Tools[0].LeftOut.Home.Interval == nil {
			t.Fatalf("%v, %s", err, raw)
		}
		return *b.Tools[0].LeftOut.Home.Interval, b.Tools[0].LeftOut.Home.Basis
	}
	with := func(e *ask.EngineError) *API {
		a, _ := fakeAPI(t, func(o *Options) { o.EngineError = func(voxpop.EngineID) *ask.EngineError { return e } })
		return a
	}
	known, unknown := with(&ask.EngineError{Bias: 0.05, SD: 0.2, Tools: 20}), with(nil)
	const span = "time_range=24h"
	want, basis := level(known, "/api/v1/tools/cursor/sentiment?"+span, alone)
	if _, plain := level(unknown, "/api/v1/tools/cursor/sentiment?"+span, alone); plain == basis {
		t.Fatalf("the error makes no difference: %q", basis)
	}
	for target, read := range map[string]func(json.RawMessage) (IntervalBody, string){
		"/api/v1/tools?q=cursor&" + span: listed, "/api/v1/hot-topics?" + span: hot,
	} {
		if got, said := level(known, target, read); got != want || said != basis {
			t.Errorf("%s: %v, %q; alone it has %v, %q", target, got, said, want, basis)
		}
	}
	compare := "/api/v1/tools/compare?tools=cursor,claude-code&" + span
	if _, said := level(known, compare, home); said != basis {
		t.Errorf("what a comparison leaves out: %q", said)
	}
}
