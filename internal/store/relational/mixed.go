package relational

import (
	"context"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// While a program is replaced on one replica after the other, two versions of an engine score. What the older one takes from the
// backlog the newer one never sees, so each says so to the other (noteMissed); the newer walks over all items once more when the
// older one is gone, and the older steps back as soon as it hears of the newer.

// noteMissed tells all other engines that there are analyses that they do not know of.
func noteMissed(ctx context.Context, tx *Tx, engine int64) error {
	_, err := tx.Exec(ctx, "UPDATE engines SET missed = 1 WHERE id <> ? AND missed = 0 AND state <> 'retired'", engine)
	return err
}

// noteOlderPrograms does the same for a living program that cannot: one from before replicas told what they score with.
func noteOlderPrograms(ctx context.Context, tx *Tx, engine string, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE engines SET missed = 1 WHERE missed = 0 AND name || '@' || version = ?
		AND EXISTS (SELECT 1 FROM replicas WHERE engine = '' AND roles LIKE '%analyze%' AND seen >= ?)`, engine, now.Add(-ReplicaTTL).UnixMilli())
	return err
}

// otherVersions are living replicas that score with another version of an engine, or with one that they do not tell.
const otherVersions = ` FROM replicas r WHERE r.roles LIKE '%analyze%' AND r.seen >= ? AND r.engine <> ? AND (r.engine = '' OR r.engine LIKE ?)`

func otherVersionsOf(e voxpop.EngineID, now time.Time) []any {
	return []any{now.Add(-ReplicaTTL).UnixMilli(), clean(e.String()), clean(e.Name) + "@%"}
}

// missedForGood reports whether an engine missed analyses and nobody goes on making such: only then is it time to look for them.
func missedForGood(ctx context.Context, tx *Tx, id int64, e voxpop.EngineID, now time.Time) (bool, error) {
	var n int64
	args := append([]any{id}, otherVersionsOf(e, now)...)
	err := tx.one(ctx, "SELECT COUNT(*) FROM engines WHERE id = ? AND missed = 1 AND NOT EXISTS (SELECT 1"+otherVersions+")", args, &n)
	return n > 0, err
}

// EngineSuperseded reports whether a living replica scores with a newer version of the engine. The older one has to leave the work to it:
// both would take items from each other for ever.
func (s *Store) EngineSuperseded(ctx context.Context, e voxpop.EngineID) (bool, error) {
	query := "SELECT COUNT(*)" + otherVersions + ` AND EXISTS (SELECT 1 FROM engines n WHERE n.name || '@' || n.version = r.engine
		AND n.id > (SELECT o.id FROM engines o WHERE o.name = ? AND o.version = ?))`
	var newer int64
	args := append(otherVersionsOf(e, s.now()), clean(e.Name), clean(e.Version))
	err := s.reader.QueryRowContext(ctx, s.dialect.Rebind(query), args...).Scan(&newer)
	return newer > 0, s.fail("looking for newer versions of an engine", err)
}
