package collect

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// record keeps one cycle in memory, by the rules of the store's contract.
type record struct {
	mu      sync.Mutex
	cycle   voxpop.Cycle
	tasks   []voxpop.CycleTask
	results []voxpop.CommunityResult
	puts    int
	last    voxpop.Batch
	putErr  error
}

func (r *record) StartCycle(_ context.Context, id string, tasks []voxpop.Task, failures []voxpop.CommunityResult) ([]voxpop.CycleTask, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cycle.Started = time.Now()
	r.results = append(r.results, failures...)
	for _, t := range tasks {
		r.tasks = append(r.tasks, voxpop.CycleTask{Task: t, CycleID: id, State: voxpop.TaskPending})
	}
	if len(tasks) == 0 {
		r.cycle.Collected = time.Now()
	}
	return append([]voxpop.CycleTask(nil), r.tasks...), nil
}

func (r *record) Tasks(context.Context, string) ([]voxpop.CycleTask, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]voxpop.CycleTask(nil), r.tasks...), nil
}

func (r *record) set(t voxpop.CycleTask, results []voxpop.CommunityResult) (left int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.tasks {
		if r.tasks[i].Key == t.Key {
			r.tasks[i] = t
		}
		if r.tasks[i].State == voxpop.TaskPending {
			left++
		}
	}
	r.cycle.Counts.Add(t.Counts)
	r.results = append(r.results, results...)
	if left == 0 {
		r.cycle.Collected = time.Now()
	}
	return left
}

func (r *record) EndTask(_ context.Context, t voxpop.CycleTask, results []voxpop.CommunityResult) (bool, error) {
	return r.set(t, results) == 0, nil
}

func (r *record) RetryTask(_ context.Context, t voxpop.CycleTask, results []voxpop.CommunityResult) error {
	r.set(t, results)
	return nil
}

func (r *record) Cycle(context.Context, string) (voxpop.Cycle, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.cycle, nil
}

func (r *record) Put(_ context.Context, _ string, b voxpop.Batch) (voxpop.Stored, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.putErr != nil {
		return voxpop.Stored{}, r.putErr
	}
	r.puts, r.last = r.puts+1, b
	return voxpop.Stored{
		Counts:  voxpop.CycleCounts{New: int64(len(b.Items))},
		Results: []voxpop.CommunityResult{{Source: "s", Community: "Cursor", Posts: int64(len(b.Items))}},
	}, nil
}

// script is a source whose attempts at each task are functions.
type script struct {
	name    string
	planErr error
	keys    []string
	wait    bool // tasks do nothing until their time is up
	run     func(attempt int, key string, yield func(voxpop.Batch, error) bool)
	mu      sync.Mutex
	tries   map[string]int
}

func (s *script) Name() string { return s.name }

func (s *script) Plan(context.Context, voxpop.SourceView) ([]voxpop.Task, error) {
	var tasks []voxpop.Task
	for _, k := range s.keys {
		tasks = append(tasks, voxpop.Task{Source: s.name, Key: k, Communities: []string{"Cursor", "aws"}})
	}
	return tasks, s.planErr
}

func (s *script) Run(ctx context.Context, t voxpop.Task, _ voxpop.SourceView) iter.Seq2[voxpop.Batch, error] {
	s.mu.Lock()
	if s.tries == nil {
		s.tries = map[string]int{}
	}
	s.tries[t.Key]++
	attempt := s.tries[t.Key]
	s.mu.Unlock()
	if s.wait {
		return func(yield func(voxpop.Batch, error) bool) {
			<-ctx.Done()
			yield(voxpop.Batch{}, ctx.Err())
		}
	}
	return func(yield func(voxpop.Batch, error) bool) { s.run(attempt, t.Key, yield) }
}

func two(requests int64) voxpop.Batch {
	return voxpop.Batch{Items: make([]voxpop.Item, 2), Requests: requests}
}

func newCollector(r *record, log *bytes.Buffer, sources ...Source) *Collector {
	return &Collector{Sources: sources, Inbox: r, Record: r, Log: slog.New(slog.NewTextHandler(log, nil)), Now: time.Now}
}

func TestCycleCountsAndLogs(t *testing.T) {
	var log bytes.Buffer
	r := &record{cycle: voxpop.Cycle{ID: "c1"}}
	good := &script{name: "s", keys: []string{"a", "b"}, run: func(_ int, _ string, yield func(voxpop.Batch, error) bool) {
		if yield(two(3), nil) {
			yield(voxpop.Batch{Requests: 1, Failures: []voxpop.Failure{{Community: "aws", Reason: "private since today"}}}, nil)
		}
	}}
	refused := &script{name: "x", planErr: errors.New("keys are refused")}
	cycle, err := newCollector(r, &log, good, refused).RunCycle(t.Context(), "c1")
	if err != nil {
		t.Fatal(err)
	}
	if n := cycle.Counts; n.New != 4 || n.Requests != 8 || n.Errors != 2 || cycle.Collected.IsZero() {
		t.Errorf("counts %+v", n)
	}
	words := fmt.Sprint(r.results)
	for _, want := range []string{"keys are refused", "private since today"} {
		if !strings.Contains(words, want) {
			t.Errorf("results do not say %q: %s", want, words)
		}
	}
	for _, want := range []string{"Starting collection cycle", "Collection cycle completed", "new=4", "requests=8"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("log lacks %q:\n%s", want, log.String())
		}
	}
}

func TestFailedAttemptsAreRepeatedThenRecorded(t *testing.T) {
	for name, c := range map[string]struct {
		failures  int
		state     voxpop.TaskState
		attempts  int
		stored    int64
		wantError string
	}{
		"once":     {1, voxpop.TaskDone, 2, 4, ""},
		"for ever": {99, voxpop.TaskFailed, 3, 6, "Reddit answers 503"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var log bytes.Buffer
				r := &record{cycle: voxpop.Cycle{ID: "c1"}}
				s := &script{name: "s", keys: []string{"a"}, run: func(attempt int, _ string, yield func(voxpop.Batch, error) bool) {
					if yield(two(1), nil) && attempt <= c.failures {
						yield(voxpop.Batch{Requests: 2}, errors.New("Reddit answers 503"))
					}
				}}
				if _, err := newCollector(r, &log, s).RunCycle(t.Context(), "c1"); err != nil {
					t.Fatal(err)
				}
				task := r.tasks[0]
				if task.State != c.state || task.Attempts != c.attempts || task.Error != c.wantError {
					t.Errorf("task %+v", task)
				}
				if r.cycle.Counts.New != c.stored {
					t.Errorf("new %d, want %d: what failed attempts stored counts, too", r.cycle.Counts.New, c.stored)
				}
				if c.wantError != "" && r.cycle.Counts.Errors != 2 {
					t.Errorf("errors %d, want one for each community of the task", r.cycle.Counts.Errors)
				}
			})
		})
	}
}

// Late in a cycle a failing task is not tried again: the cycle must end within a minute.
func TestNoRetryLateInTheCycle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		r := &record{cycle: voxpop.Cycle{ID: "c1"}}
		s := &script{name: "s", keys: []string{"a"}, run: func(_ int, _ string, yield func(voxpop.Batch, error) bool) {
			time.Sleep(40 * time.Second)
			yield(voxpop.Batch{}, errors.New("no answer"))
		}}
		if _, err := newCollector(r, &log, s).RunCycle(t.Context(), "c1"); err != nil {
			t.Fatal(err)
		}
		if task := r.tasks[0]; task.Attempts != 1 || task.State != voxpop.TaskFailed {
			t.Errorf("task %+v", task)
		}
	})
}

func TestCancelledTaskStaysPending(t *testing.T) {
	var log bytes.Buffer
	r := &record{cycle: voxpop.Cycle{ID: "c1"}}
	ctx, cancel := context.WithCancel(t.Context())
	s := &script{name: "s", keys: []string{"a"}, run: func(_ int, _ string, yield func(voxpop.Batch, error) bool) {
		cancel()
		yield(voxpop.Batch{}, ctx.Err())
	}}
	c := newCollector(r, &log, s)
	if _, err := c.Begin(ctx, "c1"); err != nil {
		t.Fatal(err)
	}
	if err := c.RunTask(ctx, "c1", "s", "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("err %v", err)
	}
	if r.tasks[0].State != voxpop.TaskPending || r.tasks[0].Attempts != 0 {
		t.Errorf("task %+v", r.tasks[0])
	}
}

// What was stored before the program stopped stays in the figures of the cycle, which goes on after the next start.
func TestCancelledTaskKeepsItsCounts(t *testing.T) {
	var log bytes.Buffer
	r := &record{cycle: voxpop.Cycle{ID: "c1"}}
	ctx, cancel := context.WithCancel(t.Context())
	s := &script{name: "s", keys: []string{"a"}, run: func(attempt int, _ string, yield func(voxpop.Batch, error) bool) {
		if attempt == 1 {
			yield(two(1), nil)
			cancel()
			yield(voxpop.Batch{}, ctx.Err())
			return
		}
		yield(two(1), nil)
	}}
	c := newCollector(r, &log, s)
	if _, err := c.Begin(ctx, "c1"); err != nil {
		t.Fatal(err)
	}
	if err := c.RunTask(ctx, "c1", "s", "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("err %v", err)
	}
	if r.tasks[0].State != voxpop.TaskPending {
		t.Errorf("task %+v", r.tasks[0])
	}
	if err := c.RunTask(t.Context(), "c1", "s", "a"); err != nil {
		t.Fatal(err)
	}
	if r.cycle.Counts.New != 4 || r.tasks[0].State != voxpop.TaskDone {
		t.Errorf("counts %+v, task %+v", r.cycle.Counts, r.tasks[0])
	}
}

func TestStoreFailureEndsTheAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		r := &record{cycle: voxpop.Cycle{ID: "c1"}, putErr: errors.New("disk full")}
		asked := 0
		s := &script{name: "s", keys: []string{"a"}, run: func(_ int, _ string, yield func(voxpop.Batch, error) bool) {
			for yield(two(1), nil) {
				asked++
			}
		}}
		if _, err := newCollector(r, &log, s).RunCycle(t.Context(), "c1"); err != nil {
			t.Fatal(err)
		}
		if asked != 0 {
			t.Error("the source was asked for more after a batch could not be stored")
		}
		if !strings.Contains(r.tasks[0].Error, "disk full") {
			t.Errorf("task error %q", r.tasks[0].Error)
		}
	})
}

func TestDrainStopsAtTheFirstError(t *testing.T) {
	var log bytes.Buffer
	r := &record{}
	s := &script{name: "s", keys: []string{"a", "b"}, run: func(_ int, key string, yield func(voxpop.Batch, error) bool) {
		if yield(two(0), nil) && key == "a" {
			yield(voxpop.Batch{}, errors.New("line 3 ends in the middle"))
		}
	}}
	counts, err := newCollector(r, &log, s).Drain(t.Context(), s)
	if err == nil || counts.New != 2 || r.puts != 1 {
		t.Errorf("counts %+v, puts %d, err %v", counts, r.puts, err)
	}
}

// A task's error is known to the cycle alone until the inbox is told, which must happen after everything that was read.
func TestFailedCommunitiesAreNotedAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		r := &record{cycle: voxpop.Cycle{ID: "c1", Results: []voxpop.CommunityResult{
			{Source: "s", Community: "Cursor", Error: "Reddit answers 503"}, {Source: "s", Community: "aws"}, {Source: "s", Error: "upkeep failed"},
		}}}
		s := &script{name: "s", keys: []string{"a", "b"}, run: func(_ int, key string, yield func(voxpop.Batch, error) bool) {
			yield(two(1), nil)
		}}
		if _, err := newCollector(r, &log, s).RunCycle(t.Context(), "c1"); err != nil {
			t.Fatal(err)
		}
		want := []voxpop.Failure{{Community: "Cursor", Reason: "Reddit answers 503"}}
		if !slices.Equal(r.last.Failures, want) {
			t.Errorf("the last batch tells of %+v, want %+v", r.last.Failures, want)
		}
	})
}

// Once a task of a source has failed, the others must not take a minute each.
func TestTasksInTroubleShareTheMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		begun := time.Now()
		r := &record{cycle: voxpop.Cycle{ID: "c1"}}
		s := &script{name: "s", keys: []string{"a", "b", "c", "d", "e", "f", "g"}, wait: true}
		if _, err := newCollector(r, &log, s).RunCycle(t.Context(), "c1"); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begun); took > time.Minute {
			t.Errorf("a cycle of tasks that nobody answers took %v", took)
		}
		for _, task := range r.tasks {
			if task.State != voxpop.TaskFailed || !strings.Contains(task.Error, "no end after") {
				t.Errorf("task %+v", task)
			}
		}
	})
}
