package relational

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/bits"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Tx is a writing transaction. Connections keep the statements they have prepared, so that a text that comes again costs little.
type Tx struct {
	tx    *sql.Tx
	store *Store
	began time.Time // when its turn came
}

// write runs work in one transaction, after its turn has come. All of it commits or nothing does.
func (s *Store) write(ctx context.Context, op string, work func(*Tx) error) error {
	return s.fail(op, s.transact(ctx, op, s.dialect.Turn(), work))
}

// writeTexts is write for work that changes texts. It waits for a purge before it takes its turn, so that all other
// writing goes on meanwhile.
func (s *Store) writeTexts(ctx context.Context, op string, work func(*Tx) error) error {
	return s.fail(op, s.transact(ctx, op, s.dialect.TextsTurn(), work))
}

func (s *Store) transact(ctx context.Context, op, turn string, work func(*Tx) error) error {
	sqlTx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer sqlTx.Rollback() // does nothing after a commit
	tx := &Tx{tx: sqlTx, store: s}
	if turn != "" {
		if _, err := sqlTx.ExecContext(ctx, turn); err != nil {
			return err
		}
	}
	tx.began = time.Now()
	if s.held != nil {
		defer func() { s.held(op, time.Since(tx.began)) }()
	}
	if err := work(tx); err != nil {
		return err
	}
	return sqlTx.Commit()
}

// Exec runs a statement with ? placeholders and returns how many rows it changed.
func (t *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	res, err := t.tx.ExecContext(ctx, t.store.dialect.Rebind(query), args...)
	if err != nil {
		return 0, fmt.Errorf("%q: %w", brief(query), err)
	}
	return res.RowsAffected()
}

// Query runs a query with ? placeholders.
func (t *Tx) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return t.tx.QueryContext(ctx, t.store.dialect.Rebind(query), args...)
}

// one scans the single row of a query.
func (t *Tx) one(ctx context.Context, query string, args []any, into ...any) error {
	return t.tx.QueryRowContext(ctx, t.store.dialect.Rebind(query), args...).Scan(into...)
}

// maxParameters keeps statements well under the limits of both databases.
const maxParameters = 2000

// Insert writes rows, given flat, with few statements: head is "INSERT INTO t (a, b)", tail what follows
// the values. Each has a power of two of rows, so that few statement texts exist.
func (t *Tx) Insert(ctx context.Context, head string, columns int, flat []any, tail string) error {
	group := "(" + strings.TrimSuffix(strings.Repeat("?, ", columns), ", ") + ")"
	for len(flat) > 0 {
		rows := 1 << (bits.Len(uint(min(len(flat), maxParameters)/columns)) - 1)
		query := head + " VALUES " + strings.Repeat(group+", ", rows-1) + group + " " + tail
		if _, err := t.Exec(ctx, query, flat[:rows*columns]...); err != nil {
			return err
		}
		flat = flat[rows*columns:]
	}
	return nil
}

// querier is what runs queries: a transaction or the read pool.
type querier interface {
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// pool runs queries on the read pool.
type pool struct{ s *Store }

func (p pool) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return p.s.reader.QueryContext(ctx, p.s.dialect.Rebind(query), args...)
}

// errStopped ends each early without being an error of the database.
var errStopped = errors.New("stopped")

// each calls scan for every row of a query.
func each(ctx context.Context, q querier, query string, args []any, scan func(*sql.Rows) error) error {
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("%q: %w", brief(query), err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); errors.Is(err, errStopped) {
			return err
		} else if err != nil {
			return fmt.Errorf("reading %q: %w", brief(query), err)
		}
	}
	return rows.Err()
}

// eachText yields the one text of every row.
func eachText(ctx context.Context, q querier, query string, args []any, yield func(string)) error {
	return each(ctx, q, query, args, func(rows *sql.Rows) error {
		var text string
		err := rows.Scan(&text)
		yield(text)
		return err
	})
}

// eachNumber yields the one number of every row.
func eachNumber(ctx context.Context, q querier, query string, args []any, yield func(int64)) error {
	return each(ctx, q, query, args, func(rows *sql.Rows) error {
		var n int64
		err := rows.Scan(&n)
		yield(n)
		return err
	})
}

// chunk is how many values an IN list holds at most.
const chunk = 512

// inChunks calls do with lists of at most chunk values and the matching "(?, ?)" text. Lists are
// filled up to a power of two by repeating the last value, so that few statement texts exist.
func inChunks[T any](values []T, do func(list string, args []any) error) error {
	for len(values) > 0 {
		n := min(chunk, len(values))
		size := 1
		for size < n {
			size *= 2
		}
		args := make([]any, size)
		for i := range args {
			args[i] = values[min(i, n-1)]
		}
		if err := do("("+strings.TrimSuffix(strings.Repeat("?, ", size), ", ")+")", args); err != nil {
			return err
		}
		values = values[n:]
	}
	return nil
}

// fail names the operation of an error and marks those of a database that does not answer.
func (s *Store) fail(op string, err error) error {
	if err == nil {
		return nil
	}
	if s.dialect.Unavailable(err) {
		return fmt.Errorf("%s: %w: %w", op, voxpop.ErrUnavailable, s.dialect.Explain(err))
	}
	return fmt.Errorf("%s: %w", op, err)
}

// brief is the start of a statement, enough to recognise it in an error.
func brief(query string) string {
	query = strings.Join(strings.Fields(query), " ")
	if len(query) > 60 {
		query = query[:60] + "…"
	}
	return query
}
