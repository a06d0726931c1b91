package chaos

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// later is what a next version of the program brings: another schema.
var later = []string{"ALTER TABLE items ADD COLUMN later BIGINT NOT NULL DEFAULT 0", "CREATE INDEX items_later ON items (later)"}

// nextEngine is another version of the engine that scores, which it brings, too.
const nextEngine = "3.3.2-next"

// nextProgram builds the program as its next version might be, without touching the sources.
func nextProgram(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	here := func(path string) string {
		abs, err := filepath.Abs(filepath.Join("..", path))
		if err != nil {
			t.Fatal(err)
		}
		return abs
	}
	engine, err := os.ReadFile(here("analyze/vader/vader.go"))
	if err != nil {
		t.Fatal(err)
	}
	const was, becomes = `const version = "3.3.2-1"`, `const version = "` + nextEngine + `"`
	if !strings.Contains(string(engine), was) {
		t.Fatalf("the engine's version is not %s any more: mend this test", was)
	}
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {
		here("analyze/vader/vader.go"):                    write("vader.go", strings.Replace(string(engine), was, becomes, 1)),
		here("store/postgres/migrations/09999_later.sql"): write("later.sql", "-- +goose Up\n"+strings.Join(later, ";\n")+";\n"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "voxpop-next")
	out, err := exec.Command("go", "build", "-overlay", write("overlay.json", string(overlay)), "-o", program, "../../cmd/voxpop").CombinedOutput()
	if err != nil {
		t.Fatalf("go build: %v: %s", err, out)
	}
	return program
}

// One replica after the other is replaced by a version with another schema and another engine: answers go on all the time, and
// in the end every item is scored by the version that is left.
func TestRollingUpgrade(t *testing.T) {
	long(t)
	t.Parallel()
	next := nextProgram(t)
	f := newFleet(t, 600, []string{everything, everything}, "BACKUP_DIR="+t.TempDir())
	one, two := f.replicas[0], f.replicas[1]
	f.cycle(one, f.request(one), "finished", waitAtMost, finished)
	before := ids(t, f.database)

	one.terminate(t)
	one.child = serveWith(t, next, one.settings)
	older := served{t: t, world: f.world, child: two.child}
	for !one.ready() {
		if one.gone() {
			t.Fatalf("the next version ended: %v\n%s", one.err, one.stderr.text())
		}
		older.answers("the older version while the schema moves on", time.Second/5, http.StatusOK)
	}
	for range 3 { // the older one works beside it
		f.world.clock.Advance(20 * time.Minute)
		f.cycle(two, f.request(two), "finished with both versions", waitAtMost, finished)
		older.answers("the older version beside the newer schema", time.Second/5, http.StatusOK)
	}
	f.refuses(two)
	two.terminate(t)
	two.child = serveWith(t, next, two.settings)
	two.await(t, markReady, waitAtMost)
	f.scoredBy(nextEngine)
	f.agree(one, two)
	f.idle()
	after := ids(t, f.database)
	for id := range before {
		if _, there := after[id]; !there {
			t.Errorf("%s was stored before the upgrade and is gone", id)
		}
	}
	check := spawnWith(t, next, f.world.settings(f.database), "db", "check")
	if err := check.wait(t, time.Minute); err != nil {
		t.Errorf("db check: %v\n%s%s", err, check.stdout.String(), check.stderr.text())
	}
}

// scoredBy waits until every live item has a score of that version of the engine, and it answers.
func (f *fleet) scoredBy(version string) {
	f.t.Helper()
	eventually(f.t, "every item is scored by "+version, waitAtMost, func() error {
		of := "(SELECT id FROM engines WHERE version = '" + version + "')"
		missing := f.number(`SELECT COUNT(*) FROM items i WHERE i.state = 'live' AND i.exclusion = '' AND NOT EXISTS
			(SELECT 1 FROM scores s WHERE s.item_id = i.id AND s.text_rev = i.text_rev AND s.engine_id = ` + of + ")")
		if missing > 0 || f.number("SELECT COUNT(*) FROM publication WHERE engine_id = "+of) != 1 {
			return errStill
		}
		return nil
	})
}

// refuses expects that this version of the program does not start as replica r beside a newer schema, and says why.
func (f *fleet) refuses(r *replica) {
	f.t.Helper()
	again := serve(f.t, r.settings)
	if err := again.wait(f.t, time.Minute); err == nil || !strings.Contains(again.stderr.text(), "knows schemas up to") {
		f.t.Errorf("an older version that starts says: %v, %s", err, again.stderr.text())
	}
}

// A migration beside a running replica: it goes on, and its next start fails at once with words that say why.
func TestSchemaMovesOnBesideAReplica(t *testing.T) {
	t.Parallel()
	f := newFleet(t, 600, []string{everything})
	old := f.replicas[0]
	f.cycle(old, f.request(old), "finished", waitAtMost, finished)
	for _, statement := range append(later, "INSERT INTO schema_version (version_id, is_applied) VALUES (9999, true)") {
		f.database.change(t, statement)
	}
	s := served{t: t, world: f.world, child: old.child}
	s.answers("beside a newer schema", time.Second/5, http.StatusOK)
	f.world.clock.Advance(20 * time.Minute)
	f.cycle(old, f.request(old), "finished beside a newer schema", waitAtMost, finished)
	old.terminate(t)
	f.refuses(old)
}
