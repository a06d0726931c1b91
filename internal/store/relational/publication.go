package relational

import (
	"context"

	"github.com/voxpop-dev/voxpop"
)

// noteChange remembers that readers see something new, so that the next publishing rollup raises the version.
func noteChange(ctx context.Context, tx *Tx) error {
	_, err := tx.Exec(ctx, "UPDATE publication SET changed = 1 WHERE changed = 0")
	return err
}

// publish raises the data version when anything changed since the last one, or another engine or
// another version of a tool takes over.
func (s *Store) publish(ctx context.Context, tx *Tx) error {
	taken, err := takeOver(ctx, tx)
	if err != nil {
		return err
	}
	renewed, err := takeOverTools(ctx, tx)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE publication SET number = number + 1, published = ?, changed = 0 WHERE changed = 1 OR ? = 1",
		s.now().UnixMilli(), flag(taken || renewed))
	return err
}

// Version is one cheap row.
func (s *Store) Version(ctx context.Context) (voxpop.DataVersion, error) {
	const query = `SELECT p.number, p.published, p.newest, p.oldest, p.simulated, COALESCE(e.name, ''), COALESCE(e.version, '')
		FROM publication p LEFT JOIN engines e ON e.id = p.engine_id`
	var v voxpop.DataVersion
	var published, newest, oldest, simulated int64
	stmt, err := s.kept(ctx, query)
	if err == nil {
		err = stmt.QueryRowContext(ctx).Scan(&v.Number, &published, &newest, &oldest, &simulated, &v.Engine.Name, &v.Engine.Version)
	}
	v.Published, v.Newest, v.Oldest, v.Simulated = fromMillis(published), fromSeconds(newest), fromSeconds(oldest), simulated != 0
	return v, s.fail("reading the data version", err)
}
