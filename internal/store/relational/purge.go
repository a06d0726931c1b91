package relational

import (
	"context"
	"crypto/rand"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Purge makes what was blanked unreadable on disk. It never makes a reader wait for more than the moment of a lock.
//
// SQLite: words of blanked items are merged out of the search index and the write-ahead log is emptied; pages are
// overwritten with zeros as they are freed (secure_delete). PostgreSQL: the table of texts and its search index are
// written anew without the dead rows and take the old ones' place; writers wait for that. Its write-ahead log and
// the archives made of it belong to whoever runs the server.
//
// It costs as much as rewriting the search index (SQLite) or all texts (PostgreSQL), so it does nothing while
// nothing was blanked since the last time. What an edit replaced goes with the next purge that has something to do.
func (s *Store) Purge(ctx context.Context) error {
	const op = "purging blanked texts from disk"
	note, err := s.blankedNote(ctx)
	if err != nil || note == "" {
		return s.fail(op, err)
	}
	if err := s.purge(ctx); err != nil {
		return s.fail(op, err)
	}
	return s.write(ctx, op, func(tx *Tx) error {
		// Another note means that more was blanked while we worked.
		_, err := tx.Exec(ctx, "DELETE FROM meta WHERE key = 'blanked' AND value = ?", note)
		return err
	})
}

func (s *Store) purge(ctx context.Context) error {
	if s.dialect.Name() == "postgres" {
		return s.rewriteTexts(ctx)
	}
	if err := s.mergeSearch(ctx); err != nil {
		return err
	}
	return s.emptyLog(ctx)
}

// noteBlanked notes, with the transaction that blanks texts, that there is something to purge.
func (t *Tx) noteBlanked(ctx context.Context) error {
	return setMeta(ctx, t, "blanked", rand.Text())
}

// blankedNote is the note of the newest blanking that is not purged, empty when there is none.
func (s *Store) blankedNote(ctx context.Context) (string, error) {
	return metaOf(ctx, pool{s}, "blanked")
}

// pages of the search index that one transaction of a merge writes: a few milliseconds.
const mergePages = 32

// mergeSearch merges the search index into one piece, which drops the words of removed items. Between its short
// transactions other writers have their turn.
func (s *Store) mergeSearch(ctx context.Context) error {
	for pages := -mergePages; ; pages = mergePages { // a negative number plans a merge of everything
		more, err := s.mergeStep(ctx, pages)
		if err != nil {
			return fmt.Errorf("merging the search index: %w", err)
		}
		if !more {
			return nil
		}
	}
}

func (s *Store) mergeStep(ctx context.Context, pages int) (more bool, err error) {
	conn, err := s.writer.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer func() { _ = conn.Close() }()
	const changes = "SELECT total_changes()"
	var before, after int64
	if err := conn.QueryRowContext(ctx, changes).Scan(&before); err != nil {
		return false, err
	}
	if _, err := conn.ExecContext(ctx, "INSERT INTO search (search, rank) VALUES ('merge', ?)", pages); err != nil {
		return false, err
	}
	err = conn.QueryRowContext(ctx, changes).Scan(&after)
	return after-before >= 2, err // one change is the command itself: nothing was left to merge
}

// emptyLog copies the write-ahead log into the database and cuts it to nothing. A long read can keep it from
// that; it then tries again for a while, holding up writers for a few hundredths of a second only.
func (s *Store) emptyLog(ctx context.Context) error {
	for try := range 40 {
		if try > 0 {
			if err := pause(ctx, 250*time.Millisecond); err != nil {
				return err
			}
		}
		busy, err := s.truncateLog(ctx)
		if err != nil || !busy {
			return err
		}
	}
	return fmt.Errorf("a long read keeps the write-ahead log in use; purge again when it is over: %w", voxpop.ErrUnavailable)
}

func (s *Store) truncateLog(ctx context.Context) (busy bool, err error) {
	conn, err := s.writer.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer func() { _ = conn.Close() }()
	var log, copied, patience int64
	// What can be copied without waiting for anybody comes first.
	if err := conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &log, &copied); err != nil {
		return false, err
	}
	if err := conn.QueryRowContext(ctx, "PRAGMA busy_timeout").Scan(&patience); err != nil {
		return false, err
	}
	if err := setBusyTimeout(ctx, conn, 30); err != nil {
		return false, err
	}
	err = conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &copied)
	if e := setBusyTimeout(context.WithoutCancel(ctx), conn, patience); e != nil {
		// A connection that stays impatient would make later writes fail: the pool makes a new one.
		_ = conn.Raw(func(any) error { return driver.ErrBadConn })
		err = errors.Join(err, e)
	}
	return busy, err
}

func setBusyTimeout(ctx context.Context, conn *sql.Conn, ms int64) error {
	_, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", ms))
	return err
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
