package chaos

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// A migration beside a running replica: it goes on, and its next start fails at once with words that say why.
func TestSchemaMovesOnBesideAReplica(t *testing.T) {
	t.Parallel()
	f := newFleet(t, everything)
	old := f.replicas[0]
	f.cycle(old, f.request(old), "finished", waitAtMost, finished)
	for _, statement := range []string{
		"ALTER TABLE items ADD COLUMN later BIGINT NOT NULL DEFAULT 0", "CREATE INDEX items_later ON items (later)",
		"INSERT INTO schema_version (version_id, is_applied) VALUES (9999, true)",
	} {
		f.database.change(t, statement)
	}
	s := served{t: t, world: f.world, child: old.child}
	s.answers("beside a newer schema", time.Second/5, http.StatusOK)
	f.world.clock.Advance(20 * time.Minute)
	f.cycle(old, f.request(old), "finished beside a newer schema", waitAtMost, finished)
	old.terminate(t)
	again := serve(t, old.settings)
	if err := again.wait(t, time.Minute); err == nil || !strings.Contains(again.stderr.text(), "knows schemas up to") {
		t.Errorf("an older version that starts says: %v, %s", err, again.stderr.text())
	}
}
