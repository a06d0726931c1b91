package sourcetest

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

func waits(t *testing.T, b *bench) {
	b.gate.Set(Busy(2, 7))
	begin := time.Now()
	b.complete(t)
	if waited := time.Since(begin); waited < 7*time.Second {
		t.Errorf("waited %v although the server asked for 7 s", waited)
	}
}

func longWait(t *testing.T, b *bench) {
	b.complete(t)
	b.Grow(5)
	b.troubled(t, "a busy hour", Busy(1<<30, 3600))
}

func hanging(t *testing.T, b *bench) {
	b.complete(t)
	b.Grow(5)
	b.troubled(t, "no answer", Hang)
}

func cancelHanging(t *testing.T, b *bench) {
	src := b.source()
	tasks, err := src.Plan(t.Context(), b.store)
	if err != nil || len(tasks) == 0 {
		t.Fatalf("plan: %d tasks, %v", len(tasks), err)
	}
	b.gate.Set(Hang)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	time.AfterFunc(time.Second, cancel)
	begin := time.Now()
	if err := RunTask(ctx, src, b.store, tasks[0]); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled task: %v, want context canceled", err)
	}
	if took := time.Since(begin); took > 2*time.Second {
		t.Errorf("returned %v after the cancel", took-time.Second)
	}
}

func blocked(t *testing.T, b *bench) {
	b.complete(t)
	for _, c := range []struct {
		name  string
		fault Fault
	}{
		{"a page of HTML", Answer(http.StatusOK, "text/html", "<!doctype html><html><body>whoa there, pardner!</body></html>")},
		{"an empty body", Answer(http.StatusOK, "application/json", "")},
		{"half an answer", Answer(http.StatusOK, "application/json", `{"kind": "Listing", "hits": [{"title": "a`)},
		{"an empty object", Answer(http.StatusOK, "application/json", `{}`)},
		{"null", Answer(http.StatusOK, "application/json", `null`)},
		{"forbidden", Answer(http.StatusForbidden, "application/json", `{"message": "Forbidden", "error": 403}`)},
		{"keys refused", Answer(http.StatusUnauthorized, "application/json", `{"message": "Unauthorized", "error": 401}`)},
		{"server error", Answer(http.StatusInternalServerError, "text/plain", "oops")},
	} {
		b.Grow(5)
		b.troubled(t, c.name, c.fault)
	}
}

// troubled runs a cycle under a fault: every task must end in time, trouble must be reported, nothing stored may be
// lost or called complete, and once the fault has gone everything is collected.
func (b *bench) troubled(t *testing.T, name string, fault Fault) {
	t.Helper()
	items, ledger, failures := b.store.Items(), b.completeSpan(), len(b.store.Failures())
	src := b.source()
	tasks, err := src.Plan(t.Context(), b.store)
	b.gate.Set(fault)
	defer b.gate.Set(nil)
	reported := err != nil
	for _, task := range tasks {
		begin := time.Now()
		err := RunTask(t.Context(), src, b.store, task)
		reported = reported || err != nil
		if took := time.Since(begin); took > taskLimit {
			t.Errorf("%s: task %s took %v, want at most %v", name, task.Key, took, taskLimit)
		}
	}
	if len(tasks) > 0 && !reported && len(b.store.Failures()) == failures {
		t.Errorf("%s: no task failed and no failure was recorded: blocked was taken for empty", name)
	}
	if !reflect.DeepEqual(b.store.Items(), items) {
		t.Errorf("%s: stored items changed", name)
	}
	if b.completeSpan() != ledger {
		t.Errorf("%s: the ledger calls a span complete", name)
	}
	b.gate.Set(nil)
	time.Sleep(25 * time.Hour) // retries of what was refused are slow
	b.complete(t)
}

// completeSpan is how far the ledger's complete entries reach, as one number.
func (b *bench) completeSpan() (sum int64) {
	for _, e := range b.store.Ledger() {
		if e.Continuity == voxpop.Complete {
			sum += e.To.Unix() - e.From.Unix()
		}
	}
	return sum
}
