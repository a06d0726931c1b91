package relational

import (
	"context"
	"database/sql"
	"errors"

	"github.com/voxpop-dev/voxpop"
)

// RestoreOptions are how a backup is restored. The zero value refuses to replace data.
type RestoreOptions struct {
	// Force replaces a database that holds data. What it held is kept beside it.
	Force bool
	// Words gives the words under which an item is found, separated by blanks, as an analysis does. When it is nil,
	// restored items wait for analysis again and are found after it.
	Words func(voxpop.Item) string
	// Progress, when not nil, hears how many rows are written so far.
	Progress func(rows int64)
}

// Restored says what a restore did.
type Restored struct {
	Header BackupHeader
	Rows   map[string]int64 // by table
	Kept   string           // where the former data is; empty when there was none
}

// reindexed is how many items one transaction of Reindex takes.
const reindexed = 1000

// Reindex makes every analysed live item of a restored database findable, since backups hold no search index.
// It walks in the order of time, in which the index of SQLite grows best. Only for a database that is not in use.
func (s *Store) Reindex(ctx context.Context, words func(voxpop.Item) string) error {
	if words == nil {
		return s.write(ctx, "queueing restored items for analysis", requeue(ctx, s.now().UnixMilli()))
	}
	if s.dialect.Name() == "postgres" {
		return s.withoutIndexes(ctx, func() error { return s.reindex(ctx, words) })
	}
	return s.reindex(ctx, words)
}

// withoutIndexes runs work while texts of a PostgreSQL database has its primary key only: to build the inverted
// index in one go takes a fraction of the time of growing it.
func (s *Store) withoutIndexes(ctx context.Context, work func() error) error {
	conn, err := s.writer.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	indexes, err := indexesOfTexts(ctx, conn)
	if err != nil {
		return s.fail("listing the indexes of the texts", err)
	}
	var rebuild []string
	for _, x := range indexes {
		if x.unique {
			continue
		}
		if _, err := conn.ExecContext(ctx, "DROP INDEX "+x.name); err != nil {
			return s.fail("dropping index "+x.name, err)
		}
		rebuild = append(rebuild, "CREATE INDEX "+x.name+" ON texts USING "+x.using)
	}
	err = work()
	for _, statement := range rebuild {
		_, failed := conn.ExecContext(ctx, statement)
		err = errors.Join(err, s.fail("building the search index", failed))
	}
	return err
}

func (s *Store) reindex(ctx context.Context, words func(voxpop.Item) string) error {
	var created, id int64
	for {
		n := 0
		err := s.writeTexts(ctx, "making restored items findable", func(tx *Tx) error {
			entries, err := unindexed(ctx, tx, created, id, words)
			if err != nil || len(entries) == 0 {
				return err
			}
			n = len(entries)
			created, id = entries[n-1].Created, entries[n-1].ItemID
			return s.dialect.Index(ctx, tx, entries)
		})
		if err != nil || n == 0 {
			return err
		}
	}
}

func unindexed(ctx context.Context, tx *Tx, created, id int64, words func(voxpop.Item) string) ([]IndexEntry, error) {
	var out []IndexEntry
	const query = `SELECT i.id, i.source, i.native, i.kind, i.created, i.distinguished, t.author, t.title, t.body, t.url, t.flair
		FROM items i JOIN texts t ON t.item_id = i.id
		WHERE i.created >= ? AND (i.created > ? OR i.id > ?) AND i.state = 'live' AND i.analysed_rev > 0
		ORDER BY i.created, i.id LIMIT ?`
	err := each(ctx, tx, query, []any{created, created, id, reindexed}, func(rows *sql.Rows) error {
		var e IndexEntry
		it := voxpop.Item{State: voxpop.StateLive}
		err := rows.Scan(&e.ItemID, &it.ID.Source, &it.ID.Native, &it.Kind, &e.Created, &it.Distinguished,
			&it.Author, &it.Title, &it.Body, &it.URL, &it.Flair)
		it.Created = fromSeconds(e.Created)
		e.Words = Words(words(it))
		out = append(out, e)
		return err
	})
	return out, err
}

// requeue makes every analysed live item wait for analysis as if it never had one; its scores go on counting.
func requeue(ctx context.Context, now int64) func(*Tx) error {
	return func(tx *Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO pending (item_id, at)
			SELECT id, CAST(? AS BIGINT) FROM items WHERE state = 'live' AND analysed_rev > 0 ORDER BY created, id`, now)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "UPDATE items SET analysed_rev = 0 WHERE state = 'live' AND analysed_rev > 0")
		return err
	}
}
