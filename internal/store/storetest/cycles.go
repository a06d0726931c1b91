package storetest

import (
	"errors"
	"reflect"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

func request(t tester, s Store) voxpop.Cycle {
	t.Helper()
	c, created, err := s.RequestCycle(ctx, voxpop.TriggerAdmin, voxpop.AuditEntry{Actor: "key", Action: "collect"})
	if err != nil || !created {
		t.Fatalf("request: created %v, %v", created, err)
	}
	return c
}

func start(t tester, s Store, failures []voxpop.CommunityResult, tasks ...voxpop.Task) (voxpop.Cycle, []voxpop.CycleTask) {
	t.Helper()
	c := request(t, s)
	planned, err := s.StartCycle(ctx, c.ID, tasks, failures)
	if err != nil || len(planned) != len(tasks) {
		t.Fatalf("start: %+v, %v", planned, err)
	}
	return c, planned
}

func end(t tester, s Store, task voxpop.CycleTask, st voxpop.TaskState, counts voxpop.CycleCounts, results ...voxpop.CommunityResult) bool {
	t.Helper()
	task.State, task.Counts = st, counts
	if st == voxpop.TaskFailed {
		task.Error = "refused"
	}
	ended, err := s.EndTask(ctx, task, results)
	if err != nil {
		t.Fatalf("end: %v", err)
	}
	return ended
}

func cycle(t tester, s Store, id string) voxpop.Cycle {
	t.Helper()
	c, err := s.Cycle(ctx, id)
	if err != nil {
		t.Fatalf("cycle: %v", err)
	}
	return c
}

func task(key string, communities ...string) voxpop.Task {
	return voxpop.Task{Source: "reddit", Key: key, Communities: communities, Payload: []byte(`{"after":"` + key + `"}`)}
}

var cycleTests = map[string]func(*testing.T, Store){
	"OneOpenAtATime": func(t *testing.T, s Store) {
		if _, err := s.OpenCycle(ctx); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("open cycle of an empty store: %v", err)
		}
		var wait sync.WaitGroup
		ids, made := make([]string, 6), make([]bool, 6)
		for n := range ids {
			wait.Go(func() {
				c, created, err := s.RequestCycle(ctx, voxpop.TriggerSchedule, voxpop.AuditEntry{Action: "collect"})
				if err != nil {
					t.Error(err)
				}
				ids[n], made[n] = c.ID, created
			})
		}
		wait.Wait()
		if len(slices.Compact(slices.Clone(ids))) != 1 {
			t.Errorf("ids %v", ids)
		}
		created := 0
		for _, m := range made {
			if m {
				created++
			}
		}
		audit, err := s.Audit(ctx, 10)
		if created != 1 || err != nil || len(audit) != 1 {
			t.Errorf("%d created, %d audit entries, %v", created, len(audit), err)
		}
		c, err := s.OpenCycle(ctx)
		if err != nil || c.ID != ids[0] || !c.Running() || !c.Started.IsZero() || c.Requested.IsZero() {
			t.Errorf("%+v, %v", c, err)
		}
	},
	"Life": func(t *testing.T, s Store) {
		c, tasks := start(t, s, nil, task("a", "Cursor", "Claude"), task("b"))
		if tasks[0].Key != "a" || string(tasks[0].Payload) != `{"after":"a"}` || !slices.Equal(tasks[0].Communities, []string{"Cursor", "Claude"}) || tasks[0].State != voxpop.TaskPending {
			t.Errorf("%+v", tasks[0])
		}
		again, err := s.StartCycle(ctx, c.ID, []voxpop.Task{task("c")}, []voxpop.CommunityResult{{Source: "reddit", Error: "x"}})
		if err != nil || len(again) != 2 {
			t.Errorf("started twice: %+v, %v", again, err)
		}
		counts := voxpop.CycleCounts{New: 2, Unchanged: 1, Requests: 3}
		if end(t, s, tasks[0], voxpop.TaskDone, counts, voxpop.CommunityResult{Source: "reddit", Community: "Cursor", Posts: 2}) {
			t.Errorf("ended with a task left")
		}
		if end(t, s, tasks[0], voxpop.TaskFailed, counts) {
			t.Errorf("ended by a task that had ended")
		}
		if !end(t, s, tasks[1], voxpop.TaskDone, counts, voxpop.CommunityResult{Source: "reddit", Community: "cursor", Comments: 2, Updated: 1}) {
			t.Errorf("not ended")
		}
		got := cycle(t, s, c.ID)
		if got.Counts != (voxpop.CycleCounts{New: 4, Unchanged: 2, Requests: 6}) || got.Outcome != voxpop.OutcomeSuccess || got.Collected.IsZero() || !got.Finished.IsZero() || got.Running() {
			t.Errorf("%+v", got)
		}
		if want := []voxpop.CommunityResult{{Source: "reddit", Community: "Cursor", Posts: 2, Comments: 2, Updated: 1}}; !slices.Equal(got.Results, want) {
			t.Errorf("%+v", got.Results)
		}
		if next := request(t, s); next.ID == c.ID {
			t.Errorf("a collected cycle keeps the next from starting")
		}
		recent, err := s.RecentCycles(ctx, 1)
		if err != nil || len(recent) != 1 || recent[0].ID == c.ID {
			t.Errorf("%+v, %v", recent, err)
		}
	},
	"Outcomes": func(t *testing.T, s Store) {
		bad := func(community string) voxpop.CommunityResult {
			return voxpop.CommunityResult{Source: "reddit", Community: community, Error: "private"}
		}
		some := voxpop.CycleCounts{Unchanged: 1}
		type ending struct {
			state   voxpop.TaskState
			counts  voxpop.CycleCounts
			results []voxpop.CommunityResult
		}
		for name, c := range map[string]struct {
			failures []voxpop.CommunityResult
			tasks    []voxpop.Task
			ends     []ending
			want     voxpop.Outcome
			errors   int64
		}{
			"planning failed":       {[]voxpop.CommunityResult{bad("")}, nil, nil, voxpop.OutcomeFailed, 1},
			"every task failed":     {nil, []voxpop.Task{task("a", "x", "y")}, []ending{{"failed", some, nil}}, voxpop.OutcomeFailed, 2},
			"a task failed":         {nil, []voxpop.Task{task("a", "x"), task("b", "y")}, []ending{{"failed", some, nil}, {"done", some, nil}}, voxpop.OutcomePartial, 1},
			"a community failed":    {nil, []voxpop.Task{task("a", "x", "y")}, []ending{{"done", some, []voxpop.CommunityResult{bad("x")}}}, voxpop.OutcomePartial, 1},
			"all communities":       {nil, []voxpop.Task{task("a", "x", "Y")}, []ending{{"done", voxpop.CycleCounts{Requests: 9}, []voxpop.CommunityResult{bad("X"), bad("y")}}}, voxpop.OutcomeFailed, 2},
			"all but one, silently": {nil, []voxpop.Task{task("a", "x", "y")}, []ending{{"done", voxpop.CycleCounts{}, []voxpop.CommunityResult{bad("x")}}}, voxpop.OutcomePartial, 1},
			"a source at planning":  {[]voxpop.CommunityResult{{Source: "feed", Error: "off"}}, []voxpop.Task{task("a", "x")}, []ending{{"done", some, nil}}, voxpop.OutcomePartial, 1},
			"refused beside idle":   {nil, []voxpop.Task{task("a", "x"), task("upkeep")}, []ending{{"failed", voxpop.CycleCounts{Requests: 3}, nil}, {"done", voxpop.CycleCounts{}, nil}}, voxpop.OutcomeFailed, 1},
			"one community, twice":  {nil, []voxpop.Task{task("a", "x"), task("b", "x")}, []ending{{"failed", some, nil}, {"failed", some, nil}}, voxpop.OutcomeFailed, 1},
		} {
			got, tasks := start(t, s, c.failures, c.tasks...)
			for i, e := range c.ends {
				end(t, s, tasks[i], e.state, e.counts, e.results...)
			}
			if got := cycle(t, s, got.ID); got.Outcome != c.want || got.Counts.Errors != c.errors {
				t.Errorf("%s: %s with %d errors, want %s with %d", name, got.Outcome, got.Counts.Errors, c.want, c.errors)
			}
		}
	},
	// A cycle that asked nobody, since all sources rest, does not make good one that failed.
	"IdleProvesNothing": func(t *testing.T, s Store) {
		idle := func() voxpop.Outcome {
			nextMoment()
			c, tasks := start(t, s, nil, task("upkeep"))
			end(t, s, tasks[0], voxpop.TaskDone, voxpop.CycleCounts{})
			return cycle(t, s, c.ID).Outcome
		}
		without := func() voxpop.Outcome {
			nextMoment()
			c, _ := start(t, s, nil)
			return cycle(t, s, c.ID).Outcome
		}
		for _, c := range []struct {
			state voxpop.TaskState
			want  voxpop.Outcome
		}{{"done", voxpop.OutcomeSuccess}, {"failed", voxpop.OutcomeFailed}, {"done", voxpop.OutcomeSuccess}} {
			nextMoment()
			_, tasks := start(t, s, nil, task("a", "x"))
			end(t, s, tasks[0], c.state, voxpop.CycleCounts{Requests: 1})
			for range 2 {
				if got := [2]voxpop.Outcome{idle(), without()}; got != [2]voxpop.Outcome{c.want, c.want} {
					t.Errorf("after one that %s they are %v, want %s", c.state, got, c.want)
				}
			}
		}
	},
	"RetryKeepsWhatItStored": func(t *testing.T, s Store) {
		c, tasks := start(t, s, nil, task("a", "Cursor"))
		try := tasks[0]
		try.Attempts, try.Error, try.Counts = 1, "timeout", voxpop.CycleCounts{New: 2, Requests: 5, Errors: 1}
		results := []voxpop.CommunityResult{{Source: "reddit", Community: "Cursor", Posts: 2, Error: "timeout"}}
		if err := s.RetryTask(ctx, try, results); err != nil {
			t.Fatal(err)
		}
		left, err := s.Tasks(ctx, c.ID)
		if err != nil || left[0].Attempts != 1 || left[0].Error != "timeout" || left[0].State != voxpop.TaskPending {
			t.Errorf("%+v, %v", left, err)
		}
		end(t, s, left[0], voxpop.TaskDone, voxpop.CycleCounts{New: 1, Requests: 1}, voxpop.CommunityResult{Source: "reddit", Community: "Cursor", Posts: 1})
		got := cycle(t, s, c.ID)
		if got.Counts.New != 3 || got.Counts.Requests != 6 || got.Outcome != voxpop.OutcomeSuccess || got.Results[0].Posts != 3 {
			t.Errorf("%+v", got)
		}
		if err := s.RetryTask(ctx, try, results); err != nil || cycle(t, s, c.ID).Counts.New != 3 {
			t.Errorf("retry of an ended task: %v", err)
		}
		try.Key = "none"
		if err := s.RetryTask(ctx, try, nil); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("unknown task: %v", err)
		}
		try.State = voxpop.TaskDone
		if _, err := s.EndTask(ctx, try, nil); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("end of an unknown task: %v", err)
		}
	},
	"FinishedWhenStoredScoredAndRolledUp": func(t *testing.T, s Store) {
		c, tasks := start(t, s, nil, task("a", "Cursor"))
		put(t, s, post("t3_a"))
		end(t, s, tasks[0], voxpop.TaskDone, voxpop.CycleCounts{New: 1})
		finished := func() bool {
			if err := s.FinishCycles(ctx); err != nil {
				t.Fatal(err)
			}
			return !cycle(t, s, c.ID).Finished.IsZero()
		}
		rollUp(t, s)
		if finished() {
			t.Errorf("finished before the analysis")
		}
		put(t, s, post("t3_later")) // what the next cycle brings keeps nobody waiting
		p := pending(t, s)
		if err := s.Commit(ctx, engineA, []voxpop.Analysis{analysis(p[0], engineA)}); err != nil {
			t.Fatal(err)
		}
		if finished() {
			t.Errorf("finished before the rollup")
		}
		rollUp(t, s)
		if !finished() {
			t.Errorf("not finished")
		}
	},
	"EndCycle": func(t *testing.T, s Store) {
		c, tasks := start(t, s, nil, task("a", "Cursor"))
		if err := s.EndCycle(ctx, c.ID, voxpop.OutcomeInterrupted, "the process died"); err != nil {
			t.Fatal(err)
		}
		got := cycle(t, s, c.ID)
		if got.Outcome != voxpop.OutcomeInterrupted || got.Collected.IsZero() || got.Finished.IsZero() || len(got.Results) != 1 || got.Results[0].Error != "the process died" {
			t.Errorf("%+v", got)
		}
		if err := s.EndCycle(ctx, c.ID, voxpop.OutcomeFailed, "again"); err != nil || cycle(t, s, c.ID).Outcome != voxpop.OutcomeInterrupted {
			t.Errorf("ended twice: %v", err)
		}
		if end(t, s, tasks[0], voxpop.TaskDone, voxpop.CycleCounts{New: 1}) || cycle(t, s, c.ID).Outcome != voxpop.OutcomeInterrupted {
			t.Errorf("a late task changed the outcome")
		}
		for _, err := range []error{s.EndCycle(ctx, "none", voxpop.OutcomeFailed, ""), second(s.StartCycle(ctx, "none", nil, nil)), second(s.Cycle(ctx, "none"))} {
			if !errors.Is(err, voxpop.ErrNotFound) {
				t.Errorf("unknown cycle: %v", err)
			}
		}
	},
	"Replicas": func(t *testing.T, s Store) {
		all := voxpop.Replica{Name: "all", Roles: voxpop.ReplicaRoles, Engine: engineA}
		pages := voxpop.Replica{Name: "pages", Roles: []voxpop.ReplicaRole{voxpop.ServesAPI}}
		for _, r := range []voxpop.Replica{all, {Name: "pages"}, pages} {
			if err := s.Heartbeat(ctx, r); err != nil {
				t.Fatal(err)
			}
		}
		wantReplicas(t, s, time.Hour, all, pages)
		wantReplicas(t, s, -time.Hour)
		if err := s.Forget(ctx, "all"); err != nil {
			t.Fatal(err)
		}
		wantReplicas(t, s, time.Hour, pages)
	},
	"ReplicasThatDoNotTell": func(t *testing.T, s Store) {
		lifeSQL(t, s, "INSERT INTO replicas (name, seen) VALUES ('older', 4102444800000)")
		wantReplicas(t, s, time.Hour, voxpop.Replica{Name: "older", Roles: voxpop.ReplicaRoles})
	},
}

// wantReplicas compares the replicas heard of within ttl.
func wantReplicas(t *testing.T, s Store, ttl time.Duration, want ...voxpop.Replica) {
	t.Helper()
	got, err := s.Replicas(ctx, ttl)
	for i := range got {
		if got[i].Seen.IsZero() {
			t.Errorf("%s was never seen", got[i].Name)
		}
		got[i].Seen = time.Time{}
	}
	if err != nil || !slices.EqualFunc(got, want, func(a, b voxpop.Replica) bool { return reflect.DeepEqual(a, b) }) {
		t.Errorf("replicas heard of within %s: %+v, %v, want %+v", ttl, got, err, want)
	}
}

func second[T any](_ T, err error) error { return err }

// nextMoment returns when the clock shows another millisecond: stores order cycles by it.
func nextMoment() {
	for was := time.Now().UnixMilli(); time.Now().UnixMilli() == was; {
		runtime.Gosched()
	}
}
