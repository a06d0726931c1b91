package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"slices"
	"strings"

	"github.com/ncruces/go-sqlite3"

	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

type dialect struct{ path string }

func (dialect) Name() string { return "sqlite" }

func (dialect) Rebind(query string) string { return query }

func (dialect) Turn() string { return "" } // BEGIN IMMEDIATE waits

func (dialect) TextsTurn() string { return "" } // a purge has short transactions only

func (dialect) Unavailable(err error) bool {
	var code sqlite3.ErrorCode
	if !errors.As(err, &code) {
		return errors.Is(err, sql.ErrConnDone)
	}
	switch code {
	case sqlite3.BUSY, sqlite3.LOCKED, sqlite3.IOERR, sqlite3.FULL, sqlite3.CANTOPEN, sqlite3.CORRUPT, sqlite3.NOTADB, sqlite3.READONLY, sqlite3.PROTOCOL:
		return true
	}
	return false
}

// Lane needs nothing special. With BETWEEN for the value an index of posts by time would look as good.
func (dialect) Lane(column string, value any, since, until int64) (string, []any) {
	const span = "i.created >= ? AND i.created < ?"
	if column == "" {
		return span, []any{since, until}
	}
	return column + " = ? AND " + span, []any{value, since, until}
}

func (dialect) Statistics() string { return "" } // nothing here is planned by them

// Size is the length of the file and of its log.
func (d dialect) Size(context.Context, *sql.DB) (int64, error) {
	var size int64
	for _, path := range []string{d.path, d.path + "-wal"} {
		info, err := os.Stat(path)
		if errors.Is(err, os.ErrNotExist) && path != d.path {
			continue
		}
		if err != nil {
			return 0, err
		}
		size += info.Size()
	}
	return size, nil
}

// place is the rowid of an item in the search index: in the order of created, then of item ids.
func place(created, itemID int64) int64 { return created<<itemBits | itemID&itemMask }

const (
	itemBits = 29
	itemMask = 1<<itemBits - 1
)

func (d dialect) Index(ctx context.Context, tx *relational.Tx, entries []relational.IndexEntry) error {
	known := slices.DeleteFunc(slices.Clone(entries), func(e relational.IndexEntry) bool { return !e.Known })
	if err := d.Unindex(ctx, tx, known); err != nil {
		return err
	}
	// A row at a time: a statement of several rows begins with a savepoint, at which FTS5 writes a segment of what it
	// holds, to be merged later. So a transaction writes one.
	for _, e := range entries {
		_, err := tx.Exec(ctx, "INSERT INTO search (rowid, words) VALUES (?, ?)", place(e.Created, e.ItemID), strings.Join(e.Words, " "))
		if err != nil {
			return err
		}
	}
	return nil
}

func (dialect) Unindex(ctx context.Context, tx *relational.Tx, entries []relational.IndexEntry) error {
	for _, e := range entries {
		if _, err := tx.Exec(ctx, "DELETE FROM search WHERE rowid = ?", place(e.Created, e.ItemID)); err != nil {
			return err
		}
	}
	return nil
}

func (dialect) Match(q relational.Query) relational.Match {
	return relational.Match{
		From:  "FROM search f CROSS JOIN items i ON i.id = f.rowid & 536870911",
		Where: "f.search MATCH ?",
		Args:  []any{matchText(q)},
		Walk:  "f.rowid DESC",
		Since: "f.rowid >= ?",
		Until: "f.rowid < ?",
		Place: func(created int64) int64 { return place(created, 0) },
		// With the plus the list is looked up for every place, and not a place for every one of the list, which takes far longer.
		Among: func(condition string) string {
			return "+f.rowid IN (SELECT i.created << 29 | (i.id & 536870911) FROM items i WHERE " + condition + ")"
		},
	}
}

// matchText renders a search in the query language of FTS5. Every word is quoted, so none is an operator.
func matchText(q relational.Query) string {
	var wanted, unwanted []string
	for _, t := range q {
		text := `"` + strings.Join(t.Words, " ") + `"`
		if t.Prefix {
			text += "*"
		}
		if t.Not {
			unwanted = append(unwanted, text)
		} else {
			wanted = append(wanted, text)
		}
	}
	text := "(" + strings.Join(wanted, " AND ") + ")"
	for _, u := range unwanted {
		text = "(" + text + " NOT " + u + ")"
	}
	return text
}
