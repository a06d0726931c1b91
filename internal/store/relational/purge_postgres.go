package relational

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// rewriteTexts gives the table of texts new files. Emptying dead rows in place is not enough: VACUUM leaves their
// bytes in the pages until chance overwrites them, and an inverted index keeps words without items for ever.
// VACUUM FULL would do, but it locks readers out while it runs.
//
// Writers of texts are locked out; a copy is made and committed; every snapshot from before the commit is waited
// for, since it would find the copy empty; then the copy takes the table's name. Dropping the old table cuts its
// files to nothing.
//
// Both connections are taken before the lock: writers that wait for it could hold all the others.
func (s *Store) rewriteTexts(ctx context.Context) error {
	holder, err := s.writer.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = holder.Close() }()
	worker, err := s.writer.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = worker.Close() }()
	lock, err := holder.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = lock.Rollback() }()
	for _, statement := range []string{
		"SET LOCAL lock_timeout = '30s'",
		"SET LOCAL idle_in_transaction_session_timeout = 0",
		"SELECT pg_advisory_xact_lock(8534995651961943668)", // see Dialect.TextsTurn
		"LOCK TABLE texts IN EXCLUSIVE MODE",                // readers pass
	} {
		if _, err := lock.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("locking the texts against writers: %w", err)
		}
	}
	indexes, err := copyTexts(ctx, worker)
	if err != nil {
		return fmt.Errorf("copying the texts: %w", err)
	}
	if err := awaitOldReaders(ctx, lock, worker); err != nil {
		return err
	}
	if err := swapTexts(ctx, lock, indexes); err != nil {
		return fmt.Errorf("putting the copy in place: %w", err)
	}
	return lock.Commit()
}

// pgIndex is an index of texts: its name and what follows USING in its definition.
type pgIndex struct {
	name, using     string
	unique, primary bool
}

func (x pgIndex) next() string { return x.name + "_next" }

// copyTexts makes texts_next, a committed copy of texts with the same indexes under names that end in _next.
func copyTexts(ctx context.Context, conn *sql.Conn) ([]pgIndex, error) {
	indexes, err := indexesOfTexts(ctx, conn)
	if err != nil {
		return nil, err
	}
	statements := []string{
		"DROP TABLE IF EXISTS texts_next", // of a purge that died
		"CREATE TABLE texts_next (LIKE texts INCLUDING ALL EXCLUDING INDEXES)",
		"INSERT INTO texts_next SELECT * FROM texts",
	}
	for _, x := range indexes {
		kind := "INDEX "
		if x.unique {
			kind = "UNIQUE INDEX "
		}
		statements = append(statements, "CREATE "+kind+x.next()+" ON texts_next USING "+x.using)
		if x.primary {
			statements = append(statements, "ALTER TABLE texts_next ADD PRIMARY KEY USING INDEX "+x.next())
		}
	}
	statements = append(statements, "ANALYZE texts_next")
	for _, statement := range statements {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return nil, fmt.Errorf("%q: %w", brief(statement), err)
		}
	}
	return indexes, nil
}

func indexesOfTexts(ctx context.Context, conn *sql.Conn) ([]pgIndex, error) {
	rows, err := conn.QueryContext(ctx, `SELECT c.relname, pg_get_indexdef(x.indexrelid), x.indisunique, x.indisprimary
		FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid WHERE x.indrelid = 'texts'::regclass ORDER BY c.relname`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []pgIndex
	for rows.Next() {
		var x pgIndex
		var definition string
		if err := rows.Scan(&x.name, &definition, &x.unique, &x.primary); err != nil {
			return nil, err
		}
		_, x.using, _ = strings.Cut(definition, " USING ")
		out = append(out, x)
	}
	return out, rows.Err()
}

// awaitOldReaders returns when no transaction holds a snapshot from before the copy was committed. Those that wait
// for a turn, or for us, do not count: waiting for them would be for ever, and they look anew when they go on.
func awaitOldReaders(ctx context.Context, lock *sql.Tx, conn *sql.Conn) error {
	var own int64
	if err := lock.QueryRowContext(ctx, "SELECT pg_backend_pid()").Scan(&own); err != nil {
		return err
	}
	var mark string // a transaction that began after the copy's commit
	if err := conn.QueryRowContext(ctx, "SELECT pg_current_xact_id()::xid::text").Scan(&mark); err != nil {
		return err
	}
	for range 300 {
		var old int64
		err := conn.QueryRowContext(ctx, `SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()
			AND pid NOT IN ($1, pg_backend_pid()) AND backend_xmin IS NOT NULL AND age(backend_xmin) > age($2::xid)
			AND COALESCE(wait_event, '') <> 'advisory' AND NOT ($1 = ANY (pg_blocking_pids(pid)))`, own, mark).Scan(&old)
		if err != nil || old == 0 {
			return err
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
	return fmt.Errorf("a transaction has been open for long; purge again when it is over: %w", voxpop.ErrUnavailable)
}

// swapTexts replaces texts by the copy. The lock it needs is asked for in short attempts: while one waits
// behind a long read, new reads queue up behind it.
func swapTexts(ctx context.Context, tx *sql.Tx, indexes []pgIndex) error {
	statements := []string{"SET LOCAL lock_timeout = '100ms'", "DROP TABLE texts", "ALTER TABLE texts_next RENAME TO texts"}
	for _, x := range indexes {
		statements = append(statements, "ALTER INDEX "+x.next()+" RENAME TO "+x.name)
	}
	var err error
	for range 60 {
		if err = tryAll(ctx, tx, statements); err == nil || !isLockTimeout(err) {
			return err
		}
		if err := pause(ctx, 400*time.Millisecond); err != nil {
			return err
		}
	}
	return fmt.Errorf("reads leave no gap; purge again when there are fewer: %w: %w", voxpop.ErrUnavailable, err)
}

// tryAll runs statements behind a savepoint and takes them back when one fails.
func tryAll(ctx context.Context, tx *sql.Tx, statements []string) error {
	if _, err := tx.ExecContext(ctx, "SAVEPOINT attempt"); err != nil {
		return err
	}
	for _, statement := range statements {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			_, back := tx.ExecContext(ctx, "ROLLBACK TO SAVEPOINT attempt")
			return errors.Join(err, back)
		}
	}
	return nil
}

func isLockTimeout(err error) bool {
	var coded interface{ SQLState() string }
	return errors.As(err, &coded) && coded.SQLState() == "55P03"
}
