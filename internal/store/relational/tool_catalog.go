package relational

import (
	"context"
	"database/sql"

	"github.com/voxpop-dev/voxpop"
)

// CatalogRevision is one cheap row.
func (s *Store) CatalogRevision(ctx context.Context) (int64, error) {
	var revision int64
	stmt, err := s.kept(ctx, "SELECT revision FROM catalog")
	if err == nil {
		err = stmt.QueryRowContext(ctx).Scan(&revision)
	}
	return revision, s.fail("reading the revision of the catalog", err)
}

// Catalog is what texts must be examined for now. A change between its two statements makes it name the older revision, and
// analyses made with it are then refused.
func (s *Store) Catalog(ctx context.Context) (voxpop.Catalog, error) {
	revision, err := s.CatalogRevision(ctx)
	if err != nil {
		return voxpop.Catalog{}, err
	}
	found, err := patterns(ctx, pool{s})
	return voxpop.Catalog{Revision: revision, Patterns: found}, s.fail("reading the catalog", err)
}

// patterns are those of the versions that answer or are on their way to it, each once.
func patterns(ctx context.Context, q querier) ([]voxpop.Pattern, error) {
	var out []voxpop.Pattern
	places := map[int64]int{}
	const query = `SELECT v.pattern_id, v.definition, CASE WHEN v.id = t.version_id THEN 1 ELSE 0 END, t.archived
		FROM tools t JOIN tool_versions v ON v.tool_id = t.id
		WHERE t.status IN ('active', 'archived') AND (v.id = t.version_id OR v.state IN ('walking', 'walked')) ORDER BY t.slug, v.id`
	err := each(ctx, q, query, nil, func(rows *sql.Rows) error {
		var p voxpop.Pattern
		var text string
		var answers, archived int64
		err := rows.Scan(&p.Version, &text, &answers, &archived)
		if err != nil {
			return err
		}
		if place, known := places[p.Version]; known {
			out[place].Next = out[place].Next && answers == 0
			return nil
		}
		p.Tool, err = toolFromJSON(text)
		p.Next, p.Until = answers == 0, fromSeconds(archived)
		places[p.Version] = len(out)
		out = append(out, p)
		return err
	})
	return out, err
}

// bumpCatalog notes that texts are examined for something else from now on.
func bumpCatalog(ctx context.Context, tx *Tx) error {
	_, err := tx.Exec(ctx, "UPDATE catalog SET revision = revision + 1")
	return err
}

// catalogNow is the catalog as a transaction that writes analyses needs it.
type catalogNow struct {
	revision int64
	until    map[int64]int64  // pattern → created second from which on it does not count; 0 for none
	tools    map[string]int64 // slug → id
	// answering are the patterns by which tools answer now, and next those that will.
	answering, next map[int64]string
}

func readCatalog(ctx context.Context, tx *Tx) (catalogNow, error) {
	c := catalogNow{until: map[int64]int64{}, tools: map[string]int64{}, answering: map[int64]string{}, next: map[int64]string{}}
	if err := tx.one(ctx, "SELECT revision FROM catalog", nil, &c.revision); err != nil || c.revision == 0 {
		return c, err
	}
	const query = `SELECT v.pattern_id, t.archived, t.id, t.slug, CASE WHEN v.id = t.version_id THEN 1 ELSE 0 END FROM tools t JOIN tool_versions v ON v.tool_id = t.id
		WHERE t.status IN ('active', 'archived') AND (v.id = t.version_id OR v.state IN ('walking', 'walked'))`
	err := each(ctx, tx, query, nil, func(rows *sql.Rows) error {
		var pattern, archived, id, answers int64
		var slug string
		err := rows.Scan(&pattern, &archived, &id, &slug, &answers)
		c.until[pattern], c.tools[slug] = archived, id
		if answers != 0 {
			c.answering[pattern] = slug
		} else {
			c.next[pattern] = slug
		}
		return err
	})
	return c, err
}
