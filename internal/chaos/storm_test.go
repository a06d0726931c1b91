package chaos

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"
)

// storm disturbs replicas at random while they collect, analyse and take what is pushed.
type storm struct {
	*harness
	fleet  *fleet
	down   map[*replica]bool   // ended, to be started again
	cutOff map[*replica]func() // how to undo it
	did    map[string]int
	asked  int // cycles
}

// everyMinute is the shortest interval of scheduled cycles that can be set.
const everyMinute = "COLLECTION_INTERVAL_MINUTES=1"

// TestReplicasInAStorm kills, ends, cuts off and silences three replicas at random. In the end no item is lost or there twice, and cells equal a
// rebuild.
func TestReplicasInAStorm(t *testing.T) {
	long(t)
	t.Parallel()
	span := time.Duration(number(t, envReplicas, 60)) * time.Second
	seed := number(t, envSeed, int(time.Now().UnixNano()%1e9))
	t.Logf("%s, %s=%d", span, envSeed, seed)
	f := newFleet(t, 3000, []string{everything, everything, everything}, everyMinute)
	s := &storm{
		harness: &harness{
			t: t, database: f.database, world: f.world, random: rand.New(rand.NewPCG(uint64(seed), 2)),
			promised: map[string]bool{}, stored: map[string]bool{}, undone: map[string]int{},
		},
		fleet: f, down: map[*replica]bool{}, cutOff: map[*replica]func(){}, did: map[string]int{},
	}
	run(t, f.world.settings(f.database), "import", f.world.dumps[0], "--json")
	began := time.Now()
	for time.Since(began) < span {
		s.step()
	}
	s.calm()
	over := time.Now()
	t.Logf("every replica is ready %s after the storm", over.Sub(began.Add(span)).Round(time.Second))
	s.settleFleet()
	t.Logf("all is settled %s after that", time.Since(over).Round(time.Second))
	s.compare()
	t.Logf("done to replicas: %v; %d cycles asked for, %d pushed items promised; the longest time without a cycle: %s", s.did, s.asked, len(s.promised),
		f.quietest(began, over).Round(time.Second))
}

// step does one thing to a replica or through it.
func (s *storm) step() {
	r := s.fleet.replicas[s.random.IntN(len(s.fleet.replicas))]
	switch what := s.random.IntN(10); {
	case s.down[r]:
		s.start(r)
	case what == 0:
		r.kill()
		s.down[r] = true
		s.did["killed"]++
	case what == 1 && r.ready():
		s.terminate(r)
	case s.cutOff[r] != nil:
		s.cutOff[r]()
		delete(s.cutOff, r)
	case what == 2:
		r.proxy.cut()
		s.cutOff[r] = r.proxy.back
		s.did["cut off"]++
	case what == 3:
		r.proxy.hush()
		s.cutOff[r] = r.proxy.speak
		s.did["silenced"]++
	case what < 7:
		s.collect(r)
	default:
		s.push(r)
	}
	for _, r := range s.fleet.replicas {
		s.lookAt(r)
	}
	select {
	case <-s.t.Context().Done():
	case <-time.After(time.Duration(s.random.Int64N(int64(time.Second)))):
	}
}

// terminate ends a replica in time; one without its database may complain.
func (s *storm) terminate(r *replica) {
	took, err := r.end(s.t)
	if err != nil && s.cutOff[r] == nil {
		s.t.Errorf("%s after SIGTERM: %v\n%s", took, err, r.stderr.text())
	}
	s.down[r] = true
	s.did["ended by SIGTERM"]++
}

func (s *storm) start(r *replica) {
	r.child = serve(s.t, r.settings)
	delete(s.down, r)
	s.did["started"]++
}

// lookAt expects a replica to go on, whatever is done to its database, once it was ready. One that cannot start ends, and is started again.
func (s *storm) lookAt(r *replica) {
	switch {
	case s.down[r] || !r.gone():
	case r.ready():
		s.t.Fatalf("a replica ended by itself: %v\n%s", r.err, r.stderr.text())
	default:
		s.down[r] = true
		s.did["could not start"]++
	}
}

// collect asks for a cycle. The clock of Reddit moves on only with one, so that no listing is outrun.
func (s *storm) collect(r *replica) {
	var asked struct{ Status string }
	if status, err := r.call(http.MethodPost, "/admin/collect", nil, &asked); err == nil && status == http.StatusAccepted && asked.Status == "started" {
		s.world.clock.Advance(20 * time.Minute)
		s.asked++
	}
}

// push sends items to a replica. Those that were answered with success must be there in the end.
func (s *storm) push(r *replica) {
	items := make([]map[string]any, 20)
	for i := range items {
		items[i] = s.pushedItem()
	}
	if status, err := r.call(http.MethodPost, "/items", map[string]any{"items": items}, nil); err != nil || status != http.StatusOK {
		return
	}
	for _, it := range items {
		s.promised["forum/"+it["id"].(string)] = true
	}
}

// calm gives every replica its database back, and starts those that ended.
func (s *storm) calm() {
	for r, undo := range s.cutOff {
		undo()
		delete(s.cutOff, r)
	}
	for _, r := range s.fleet.replicas {
		eventually(s.t, "a replica is ready after the storm", waitAtMost, func() error {
			if s.lookAt(r); s.down[r] {
				s.start(r)
			}
			if !r.ready() {
				return errStill
			}
			return nil
		})
	}
}

// settleFleet lets the replicas do in peace what is left, with two last cycles, and expects the next one on time and a clean database.
func (s *storm) settleFleet() {
	f := s.fleet
	open := f.request(f.replicas[0])
	f.cycle(f.replicas[1], open, "finished after the storm", waitAtMost, finished)
	last := f.request(f.replicas[2])
	if c := f.cycle(f.replicas[0], last, "finished in peace", waitAtMost, finished); *c.Outcome != "success" {
		s.t.Errorf("a cycle in peace ended as %s", *c.Outcome)
	}
	f.onTime(2)
	f.agree(f.replicas[0], f.replicas[1])
	f.agree(f.replicas[1], f.replicas[2])
	f.clean()
	if n := f.number("SELECT COUNT(*) FROM tasks WHERE state = 'pending'"); n > 0 {
		s.t.Errorf("%d tasks of collecting were never done", n)
	}
	s.inspect(fmt.Sprint("a storm: ", s.did))
}
