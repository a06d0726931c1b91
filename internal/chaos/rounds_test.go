package chaos

import (
	"fmt"
	"net/http"
	"time"
)

// A round starts the program, gives it something to do and kills it in the middle.
type round struct {
	name string
	run  func(*harness)
}

// rounds are what is killed, in the order of a quiet week; each more often the more of its moments there are.
var rounds = []round{
	{"collecting", collecting}, {"importing", importing}, {"pushing", pushing}, {"collecting", collecting}, {"first cycle", firstCycle},
	{"migrating", migrating}, {"retention", retention}, {"importing", importing}, {"collecting at once", collectOnce}, {"pushing", pushing},
	{"collecting", collecting}, {"retention", retention}, {"first start", firstStart}, {"importing", importing}, {"retention", retention},
}

// collecting kills `serve` in a cycle that was asked for, or in what follows: analysis and rollup.
func collecting(h *harness) {
	h.world.clock.Advance(20 * time.Minute)
	c := serve(h.t, h.settings())
	c.await(h.t, markReady, time.Minute)
	if status, err := c.call(http.MethodPost, "/admin/collect", nil, nil); err != nil || status != http.StatusAccepted {
		h.t.Fatalf("asking for a cycle: %d, %v", status, err)
	}
	h.strike(c, 1500*time.Millisecond)
}

// collectOnce kills `collect`, which does everything in one process without a job queue.
func collectOnce(h *harness) {
	h.world.clock.Advance(20 * time.Minute)
	h.strike(spawn(h.t, h.settings(), "collect", "--json"), 1500*time.Millisecond)
}

// importing kills `import` while it reads a dump, or while it analyses what the dump brought.
func importing(h *harness) {
	dump := h.world.dumps[h.imported%len(h.world.dumps)]
	h.imported++
	h.strike(spawn(h.t, h.settings(), "import", dump, "--json"), 900*time.Millisecond)
}

// pushing kills `serve` while a client pushes items. What was answered with success must be there afterwards.
func pushing(h *harness) {
	c := serve(h.t, h.settings())
	c.await(h.t, markReady, time.Minute)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			items := make([]map[string]any, 20)
			for i := range items {
				items[i] = h.pushedItem()
			}
			status, err := c.call(http.MethodPost, "/items", map[string]any{"items": items}, nil)
			if err != nil || status != http.StatusOK {
				return
			}
			for _, it := range items {
				h.promised["forum/"+it["id"].(string)] = true
			}
		}
	}()
	h.strike(c, time.Second)
	<-done
}

// pushedItem makes an item that was never pushed before.
func (h *harness) pushedItem() map[string]any {
	h.pushed++
	return map[string]any{
		"id": fmt.Sprint("p", h.pushed), "source": "forum", "kind": "post", "community": "talk",
		"title": fmt.Sprint("Push ", h.pushed), "body": "I love how good this works.", "created_utc": h.world.begin.Unix() + int64(h.pushed),
	}
}

// retention makes a part of the imported items old and kills `collect`, which drops their texts at its end.
func retention(h *harness) {
	h.aged += 3 * time.Hour
	h.database.change(h.t, "UPDATE items SET first_stored = created * 1000 WHERE created < $1", h.world.begin.AddDate(0, 0, -3).Add(h.aged).Unix())
	h.strike(spawn(h.t, h.settings("DATA_RETENTION_DAYS=5"), "collect", "--json"), 1800*time.Millisecond)
}

// firstCycle kills nobody in a hurry: it measures how long after a crash the next cycle begins and ends.
func firstCycle(h *harness) {
	h.world.clock.Advance(20 * time.Minute)
	c := serve(h.t, h.settings())
	h.awaitFirstCycle(c)
	c.kill()
}

// migrating kills the making of the schema of a new database.
func migrating(h *harness) {
	d := h.database.fresh(h.t)
	h.strike(spawn(h.t, h.world.settings(d), "db", "migrate"), 150*time.Millisecond)
	run(h.t, h.world.settings(d), "db", "migrate")
	run(h.t, h.world.settings(d), "db", "check")
}

// firstStart kills the first start of `serve` on a new database, which also makes the tables of the job queue.
func firstStart(h *harness) {
	d := h.database.fresh(h.t)
	h.strike(serve(h.t, h.world.settings(d)), 400*time.Millisecond)
	again := serve(h.t, h.world.settings(d))
	again.await(h.t, markReady, 20*time.Second)
	again.kill()
	run(h.t, h.world.settings(d), "db", "check")
}
