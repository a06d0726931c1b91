package schedule

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// niceness of the calling thread.
func niceness(t *testing.T) int {
	t.Helper()
	raw, err := syscall.Getpriority(syscall.PRIO_PROCESS, syscall.Gettid())
	if err != nil {
		t.Fatal(err)
	}
	return 20 - raw
}

func TestJobsStepBackAndReadersDoNot(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before, within, refused := niceness(t), 0, errors.New("refused")
	err := calmly(t.Context(), nil, func(context.Context) error {
		within = niceness(t)
		return refused
	})
	if !errors.Is(err, refused) {
		t.Errorf("the job's error is lost: %v", err)
	}
	if want := max(before, calmNiceness); within != want {
		t.Errorf("a job has niceness %d, want %d", within, want)
	}
	if after := niceness(t); after != before {
		t.Errorf("whoever waits has niceness %d, had %d", after, before)
	}
}

func TestAJobThatPanicsPanicsInTheQueue(t *testing.T) {
	defer func() {
		if told, _ := recover().(string); !strings.HasPrefix(told, "index out of order\n") || !strings.Contains(told, "TestAJobThatPanics") {
			t.Errorf("told %q", told)
		}
	}()
	_ = calmly(t.Context(), nil, func(context.Context) error { panic("index out of order") })
}
