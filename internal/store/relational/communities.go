package relational

import (
	"context"
	"database/sql"
	"strings"
	"sync"

	"github.com/voxpop-dev/voxpop"
)

type communityKey struct{ source, key string }

// communityCache knows ids of communities that are committed. Communities are never deleted or renamed.
type communityCache struct {
	mu  sync.RWMutex
	ids map[communityKey]int64
}

func (c *communityCache) get(k communityKey) (int64, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	id, ok := c.ids[k]
	return id, ok
}

func (c *communityCache) add(ids map[communityKey]int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ids == nil {
		c.ids = map[communityKey]int64{}
	}
	for k, id := range ids {
		c.ids[k] = id
	}
}

func keyOf(name string) string { return strings.ToLower(clean(name)) }

// communityBook resolves community names in one transaction; what it learned is shared only after the commit.
type communityBook struct {
	tx      *Tx
	learned map[communityKey]int64
}

func newCommunityBook(tx *Tx) *communityBook {
	return &communityBook{tx: tx, learned: map[communityKey]int64{}}
}

// id returns the id of a community, adding it under this spelling when it is new.
func (b *communityBook) id(ctx context.Context, source, name string) (int64, error) {
	k := communityKey{source, keyOf(name)}
	if id, ok := b.learned[k]; ok {
		return id, nil
	}
	if id, ok := b.tx.store.communities.get(k); ok {
		return id, nil
	}
	_, err := b.tx.Exec(ctx, `INSERT INTO communities (id, source, key, name)
		SELECT COALESCE(MAX(id), 0) + 1, ?, ?, ? FROM communities WHERE 1 = 1
		ON CONFLICT (source, key) DO NOTHING`, source, k.key, name)
	if err != nil {
		return 0, err
	}
	var id int64
	if err := b.tx.one(ctx, "SELECT id FROM communities WHERE source = ? AND key = ?", []any{source, k.key}, &id); err != nil {
		return 0, err
	}
	b.learned[k] = id
	return id, nil
}

// committed shares what the book learned.
func (b *communityBook) committed() { b.tx.store.communities.add(b.learned) }

// Configure records which communities of a source today's configuration names.
func (s *Store) Configure(ctx context.Context, source string, communities []string) error {
	var book *communityBook
	err := s.write(ctx, "configuring the communities of "+source, func(tx *Tx) error {
		book = newCommunityBook(tx)
		if _, err := tx.Exec(ctx, "UPDATE communities SET configured = 0 WHERE source = ? AND configured <> 0", source); err != nil {
			return err
		}
		for _, name := range communities {
			id, err := book.id(ctx, source, clean(name))
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, "UPDATE communities SET configured = 1 WHERE id = ?", id); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		book.committed()
	}
	return err
}

// Communities returns how collecting of every known community stands, by source and name.
// For BETWEEN see Lane of PostgreSQL: a community without items would be searched for among all of them.
func (s *Store) Communities(ctx context.Context) ([]voxpop.CommunityState, error) {
	const query = `SELECT c.source, c.name, c.configured, c.last_good, c.last_error, c.last_failed,
		COALESCE((SELECT SUM(items) FROM cells WHERE engine_id = p.engine_id AND source = c.source AND community_id = c.id
			AND kind = 'post' AND grain = 86400), 0),
		COALESCE((SELECT SUM(items) FROM cells WHERE engine_id = p.engine_id AND source = c.source AND community_id = c.id
			AND kind = 'comment' AND grain = 86400), 0),
		COALESCE((SELECT created FROM items WHERE community_id BETWEEN c.id AND c.id AND published = 1
			ORDER BY community_id, created LIMIT 1), 0),
		COALESCE((SELECT created FROM items WHERE community_id BETWEEN c.id AND c.id AND published = 1
			ORDER BY community_id DESC, created DESC LIMIT 1), 0),
		(SELECT COUNT(*) FROM ledger WHERE source = c.source AND community_key = c.key AND continuity = 'gap')
		FROM communities c CROSS JOIN publication p ORDER BY c.source, c.key`
	var out []voxpop.CommunityState
	err := each(ctx, pool{s}, query, nil, func(rows *sql.Rows) error {
		var c voxpop.CommunityState
		var configured, good, failed, oldest, newest int64
		err := rows.Scan(&c.Source, &c.Community, &configured, &good, &c.LastError, &failed,
			&c.Posts, &c.Comments, &oldest, &newest, &c.Gaps)
		if err != nil {
			return err
		}
		c.Configured = configured != 0
		c.LastGood, c.LastFailed = fromMillis(good), fromMillis(failed)
		c.Oldest, c.Newest = fromSeconds(oldest), fromSeconds(newest)
		out = append(out, c)
		return nil
	})
	return out, s.fail("reading the communities", err)
}
