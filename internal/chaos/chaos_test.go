package chaos

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// envKills says how often the program is killed on each store; envSeed repeats the moments of another run.
const (
	envKills = "VOXPOP_CHAOS_KILLS"
	envSeed  = "VOXPOP_CHAOS_SEED"
)

func TestKill(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		newHarness(t, newSQLite(t)).run()
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		newHarness(t, newPostgres(t)).run()
	})
}

type harness struct {
	t        *testing.T
	database database
	world    *world
	random   *rand.Rand
	kills    int
	killed   int

	imported int             // rounds that imported
	pushed   int             // items made to be pushed
	aged     time.Duration   // how much of the history was made old
	promised map[string]bool // items that were answered with success
	stored   map[string]bool // items that were committed after the last kill; false: their text was gone

	undone map[string]int  // how often a kill left something undone
	starts []time.Duration // from start to the start of the first cycle
	ends   []time.Duration // from there to its finish
}

func newHarness(t *testing.T, d database) *harness {
	t.Helper()
	kills := number(t, envKills, 5)
	seed := number(t, envSeed, int(time.Now().UnixNano()%1e9))
	t.Logf("%d kills, %s=%d", kills, envSeed, seed)
	itemsPerDay := 1000.0
	if kills > 20 {
		itemsPerDay = 12000
	}
	h := &harness{
		t: t, database: d, kills: kills, random: rand.New(rand.NewPCG(uint64(seed), 1)), world: newWorld(t, itemsPerDay, max(1, kills/5)),
		promised: map[string]bool{}, stored: map[string]bool{}, undone: map[string]int{},
	}
	run(t, h.settings(), "db", "migrate")
	return h
}

func number(t *testing.T, name string, otherwise int) int {
	t.Helper()
	v := os.Getenv(name)
	if v == "" {
		return otherwise
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 {
		t.Fatalf("%s=%s: want a number above 0", name, v)
	}
	return n
}

func (h *harness) settings(more ...string) []string {
	return h.world.settings(h.database, append([]string{"DATA_RETENTION_DAYS=0"}, more...)...)
}

func (h *harness) run() {
	// A short run begins anywhere, so that many of them see every kind of round.
	at := 0
	if h.kills < len(rounds) {
		at = h.random.IntN(len(rounds))
	}
	for ; h.killed < h.kills; at++ {
		r := rounds[at%len(rounds)]
		before := h.killed
		r.run(h)
		h.inspect(r.name)
		if h.killed > before && h.killed%10 == 0 {
			run(h.t, h.settings(), "db", "check")
			h.t.Logf("%d kills, %d items", h.killed, len(h.stored))
		}
	}
	h.settle()
	h.compare()
	h.report()
}

// strike kills a child at a random moment of a span. A child that was faster counts as well: what it committed
// last must survive.
func (h *harness) strike(c *child, span time.Duration) {
	select {
	case <-time.After(time.Duration(h.random.Int64N(int64(span)))):
	case <-c.ended:
		if c.err != nil {
			h.t.Fatalf("voxpop ended by itself: %v\n%s%s", c.err, c.stdout.String(), c.stderr.text())
		}
		h.undone["nothing: it had ended"]++
		return
	}
	c.kill()
	h.killed++
}

// inspect compares what is committed with what was before, and with what was promised.
func (h *harness) inspect(after string) {
	now := ids(h.t, h.database)
	for id, text := range h.stored {
		still, there := now[id]
		if !there {
			h.t.Fatalf("after %s (kill %d): %s was committed and is gone", after, h.killed, id)
		}
		if still && !text {
			h.t.Fatalf("after %s (kill %d): the text of %s came back", after, h.killed, id)
		}
	}
	for id := range h.promised {
		if _, there := now[id]; !there {
			h.t.Fatalf("after %s (kill %d): %s was pushed, answered with success, and is not there", after, h.killed, id)
		}
	}
	h.stored = now
	cycle, pending, dirty, blanked := left(h.t, h.database)
	for what, is := range map[string]bool{"an open cycle": cycle, "items to analyse": pending, "days to roll up": dirty, "texts to purge": blanked} {
		if is {
			h.undone[what]++
		}
	}
}

// firstCycleAfter is when a server requests its first cycle. While one is open it does not: the open one goes on.
const firstCycleAfter = 5 * time.Second

// lateAt is when a cycle counts as late: a dead leader's lease or a unique job that nobody runs would take longer.
const lateAt = 15 * time.Second

// awaitFirstCycle waits until the first cycle of a restarted server is finished, and notes how long that took. A
// cycle that the killed process left open is finished first.
func (h *harness) awaitFirstCycle(c *child) {
	c.await(h.t, markReady, time.Minute)
	var begun time.Time
	defer func() {
		if h.t.Failed() {
			var all any
			_, err := c.call(http.MethodGet, "/admin/cycles?limit=3", nil, &all)
			h.t.Logf("the last cycles: %v, %v; the log:\n%s\n%s", all, err, c.stderr.text(), activity(h.t, h.database))
		}
	}()
	eventually(h.t, "the first cycle after a start", lateAt, func() error {
		cycle, err := newest(c)
		switch {
		case err != nil:
			return err
		case cycle.Requested.Before(c.started) && cycle.Collected != nil && cycle.Collected.Sub(c.started) > firstCycleAfter:
			h.undone["a cycle so long that it was the next one, too"]++
			begun = c.started
		case cycle.Requested.Before(c.started) || cycle.Started == nil:
			return errStill
		default:
			begun = *cycle.Started
			h.starts = append(h.starts, begun.Sub(c.started))
		}
		return nil
	})
	eventually(h.t, "its finish", time.Minute, func() error {
		cycle, err := newest(c)
		if err == nil && cycle.Finished == nil {
			err = errStill
		}
		if err == nil {
			if cycle.Outcome == nil || *cycle.Outcome != "success" {
				h.t.Errorf("the cycle after a kill ended as %v", cycle.Outcome)
			}
			h.ends = append(h.ends, cycle.Finished.Sub(begun))
		}
		return err
	})
}

type cycle struct {
	Requested time.Time  `json:"requested_at"`
	Started   *time.Time `json:"started_at"`
	Collected *time.Time `json:"collected_at"`
	Finished  *time.Time `json:"finished_at"`
	Outcome   *string    `json:"outcome"`
}

// newest is the newest cycle.
func newest(c *child) (cycle, error) {
	var body struct {
		Cycles []cycle `json:"cycles"`
	}
	status, err := c.call(http.MethodGet, "/admin/cycles?limit=5", nil, &body)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("status %d", status)
	}
	if err == nil && len(body.Cycles) == 0 {
		err = errors.New("no cycles")
	}
	if err != nil {
		return cycle{}, err
	}
	return body.Cycles[0], nil
}

func (h *harness) report() {
	var undone []string
	for what, n := range h.undone {
		undone = append(undone, fmt.Sprintf("%s %d", what, n))
	}
	slices.Sort(undone)
	h.t.Logf("%d kills left behind: %s", h.killed, strings.Join(undone, ", "))
	h.t.Logf("from start to the start of the first cycle: %s; from there to its finish: %s", spread(h.starts), spread(h.ends))
}

func spread(all []time.Duration) string {
	if len(all) == 0 {
		return "not measured"
	}
	slices.Sort(all)
	return fmt.Sprintf("median %s, most %s of %d", all[len(all)/2].Round(time.Millisecond), all[len(all)-1].Round(time.Millisecond), len(all))
}
