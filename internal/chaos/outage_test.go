package chaos

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"
)

// envOutage says for how many seconds the database is away.
const envOutage = "VOXPOP_CHAOS_OUTAGE"

// served is a program that serves a filled database.
type served struct {
	t     *testing.T
	world *world
	child *child
}

func newServed(t *testing.T, url string) *served {
	t.Helper()
	w := newWorld(t, 600, 1)
	d := postgresDatabase{url}
	var settings []string
	if len(url) > 7 && url[:7] == "sqlite:" {
		settings = w.settings(sqliteFile{url[7:]})
	} else {
		settings = w.settings(d)
	}
	run(t, settings, "import", w.dumps[0], "--json")
	s := &served{t: t, world: w, child: serve(t, settings)}
	s.child.await(t, markReady, time.Minute)
	s.collects("at first")
	return s
}

// collects asks for a cycle and waits until it has finished well.
func (s *served) collects(when string) {
	s.t.Helper()
	s.world.clock.Advance(20 * time.Minute)
	began := time.Now()
	var asked struct {
		ID string `json:"cycle_id"`
	}
	eventually(s.t, "a cycle is taken "+when, time.Minute, func() error {
		status, err := s.child.call(http.MethodPost, "/admin/collect", nil, &asked)
		if err == nil && status != http.StatusAccepted {
			err = fmt.Errorf("status %d", status)
		}
		return err
	})
	eventually(s.t, "a cycle finishes "+when, 2*time.Minute, func() error {
		var c cycle
		status, err := s.child.call(http.MethodGet, "/admin/cycles/"+asked.ID, nil, &c)
		if err == nil && (status != http.StatusOK || c.Finished == nil) {
			err = fmt.Errorf("status %d: %w", status, errStill)
		}
		if err == nil && *c.Outcome != "success" {
			s.t.Logf("the cycle %s ended as %s", when, *c.Outcome)
		}
		return err
	})
	s.t.Logf("a cycle %s was finished after %s", when, time.Since(began).Round(time.Millisecond))
}

// reads are what dashboards ask.
var reads = []string{"/sentiment/stats?hours=720", "/sentiment/trends?hours=720", "/posts/recent", "/items?q=good", "/subreddits", "/coverage"}

// answers asks everything again and again until the end of a span, and wants each answer to be one of those statuses.
// It reports the slowest.
func (s *served) answers(what string, span time.Duration, statuses ...int) {
	s.t.Helper()
	var slowest time.Duration
	slow := ""
	seen := map[int]int{}
	for end := time.Now().Add(span); time.Now().Before(end); {
		for i, path := range reads {
			if i == 3 {
				path += fmt.Sprint(time.Now().UnixNano()) // never one that is kept ready
			}
			began := time.Now()
			status, err := s.child.call(http.MethodGet, path, nil, nil)
			if took := time.Since(began); took > slowest {
				slowest, slow = took, path
			}
			seen[status]++
			if err != nil || !slices.Contains(statuses, status) {
				s.t.Fatalf("%s: %s answers %d after %s, %v\n%s", what, path, status, time.Since(began), err, s.child.stderr.text())
			}
		}
	}
	s.t.Logf("%s: answers by status %v, the slowest in %s (%s)", what, seen, slowest.Round(time.Millisecond), slow)
}

// health waits until health says so.
func (s *served) health(want int) {
	s.t.Helper()
	eventually(s.t, fmt.Sprint("health answers ", want), 30*time.Second, func() error {
		status, err := s.child.call(http.MethodGet, "/health", nil, nil)
		if err == nil && status != want {
			err = fmt.Errorf("status %d", status)
		}
		return err
	})
}

func (s *served) clean(d database) {
	s.t.Helper()
	s.child.kill()
	run(s.t, s.world.settings(d), "db", "check")
}

// A database that goes away in the middle of a cycle and comes back: reads fail fast meanwhile, and everything goes on
// by itself.
func TestDatabaseGone(t *testing.T) {
	t.Parallel()
	d := newPostgres(t)
	p, url := newProxy(t, d.url())
	s := newServed(t, url)
	s.world.clock.Advance(20 * time.Minute)
	if status, err := s.child.call(http.MethodPost, "/admin/collect", nil, nil); err != nil || status != http.StatusAccepted {
		t.Fatal(status, err)
	}
	p.cut()
	s.health(http.StatusServiceUnavailable)
	s.answers("while the database is gone", time.Duration(number(t, envOutage, 5))*time.Second, http.StatusOK, http.StatusServiceUnavailable)
	if status, err := s.child.call(http.MethodPost, "/admin/collect", nil, nil); err != nil || status != http.StatusServiceUnavailable {
		t.Errorf("asking for a cycle without a database: %d, %v", status, err)
	}
	p.back()
	s.health(http.StatusOK)
	s.collects("after the database came back")
	s.answers("afterwards", time.Second/10, http.StatusOK)
	s.clean(d)
}

// A server that neither answers nor breaks the connection is the worse case: nothing but a timeout tells.
func TestDatabaseSilent(t *testing.T) {
	t.Parallel()
	d := newPostgres(t)
	p, url := newProxy(t, d.url())
	s := newServed(t, url)
	p.hush()
	s.health(http.StatusServiceUnavailable)
	s.answers("while the database is silent", time.Duration(number(t, envOutage, 5))*time.Second, http.StatusOK, http.StatusServiceUnavailable)
	p.speak()
	s.health(http.StatusOK)
	s.collects("after the silence")
	s.clean(d)
}

// A server that is restarted says so to every connection.
func TestServerRestarted(t *testing.T) {
	t.Parallel()
	d := newPostgres(t)
	s := newServed(t, d.url())
	admin := d.look(t)
	defer admin.Close()
	for range 5 {
		if _, err := admin.Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"); err != nil {
			t.Fatal(err)
		}
	}
	s.collects("after every session was ended")
	s.answers("afterwards", time.Second/10, http.StatusOK)
	s.clean(d)
}

// Somebody else holds the writer for five seconds: readers must not notice, and writes go on afterwards.
func TestWriterHeld(t *testing.T) {
	for name, d := range map[string]database{"SQLite": newSQLite(t), "PostgreSQL": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if d == nil {
				d = newPostgres(t)
			}
			s := newServed(t, d.url())
			release := hold(t, d)
			s.answers("while the writer is held", 5*time.Second, http.StatusOK)
			release()
			s.collects("after the writer was held")
			s.clean(d)
		})
	}
}

// hold takes the writer's turn until release is called.
func hold(t *testing.T, d database) (release func()) {
	t.Helper()
	db, turn := d.look(t), "SELECT pg_advisory_xact_lock(8534995651961943667)"
	if f, ok := d.(sqliteFile); ok {
		db.Close()
		db, turn = f.open(t, f.path), "SELECT 1"
	}
	tx, err := db.BeginTx(context.Background(), &sql.TxOptions{})
	if err == nil {
		_, err = tx.Exec(turn)
	}
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		tx.Rollback()
		db.Close()
	}
}

// Every connection of the read pool waits for a lock: answers come from what is kept ready or fail fast, and
// health, which needs no lock, keeps answering.
func TestReadPoolExhausted(t *testing.T) {
	t.Parallel()
	d := newPostgres(t)
	s := newServed(t, d.url())
	db := d.look(t)
	defer db.Close()
	tx, err := db.Begin()
	if err == nil {
		_, err = tx.Exec("LOCK TABLE texts, items IN ACCESS EXCLUSIVE MODE")
	}
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan string, 40)
	for i := range cap(done) {
		go func() {
			status, err := s.child.call(http.MethodGet, fmt.Sprintf("/items?q=word%d", i), nil, nil)
			done <- fmt.Sprint(status, err)
		}()
	}
	s.answers("while the pool is exhausted", time.Second, http.StatusOK, http.StatusServiceUnavailable)
	for range cap(done) {
		if got := <-done; got != "503<nil>" && got != "503 <nil>" {
			t.Errorf("a read that could not be done answers %s", got)
		}
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	s.health(http.StatusOK)
	s.collects("after the pool was exhausted")
	s.answers("afterwards", time.Second/10, http.StatusOK)
	s.clean(d)
}
