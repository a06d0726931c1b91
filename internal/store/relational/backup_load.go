package relational

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// LoadBackup fills a database whose tables are of the backup's schema and hold nothing but what migrations wrote.
// All of it commits, or nothing does. rebind turns ? into the database's own placeholders; progress, when not nil,
// hears of the rows written so far.
func LoadBackup(ctx context.Context, db *sql.DB, dialect string, rebind func(string) string, r io.Reader, progress func(rows int64)) error {
	in, err := openBackup(r)
	if err != nil {
		return err
	}
	defer in.close()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	l := &loader{tx: tx, dialect: dialect, rebind: rebind, progress: progress}
	if err := l.clear(ctx, in.header.Tables); err != nil {
		return err
	}
	if err := l.rows(ctx, in); err != nil {
		return err
	}
	if err := l.numbers(ctx, in.header.Sequences); err != nil {
		return err
	}
	if dialect == "postgres" { // else it plans as for empty tables until it looks by itself
		if _, err := tx.ExecContext(ctx, "ANALYZE"); err != nil {
			return err
		}
	}
	return tx.Commit()
}

type loader struct {
	tx       *sql.Tx
	dialect  string
	rebind   func(string) string
	progress func(int64)

	table BackupTable
	flat  []any
	rowsN int64

	cached map[string]*sql.Stmt
}

// clear compares the tables of the backup with those of the database and empties them of what migrations wrote.
func (l *loader) clear(ctx context.Context, tables []BackupTable) error {
	have, err := catalogOf(l.dialect).tables(ctx, l.tx)
	if err != nil {
		return fmt.Errorf("listing tables: %w", err)
	}
	for _, t := range slices.Backward(tables) { // children before parents
		i := slices.IndexFunc(have, func(h BackupTable) bool { return h.Name == t.Name })
		if i < 0 {
			return fmt.Errorf("the backup has a table %s, which this voxpop does not know: %w", t.Name, voxpop.ErrInvalid)
		}
		for _, c := range t.Columns {
			if !slices.Contains(have[i].Columns, c) {
				return fmt.Errorf("the backup has a column %s in %s, which this voxpop does not know: %w", c, t.Name, voxpop.ErrInvalid)
			}
		}
		if _, err := l.tx.ExecContext(ctx, "DELETE FROM "+t.Name); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) rows(ctx context.Context, in *backupReader) error {
	for {
		table, row, err := in.next()
		if errors.Is(err, io.EOF) {
			return l.flush(ctx)
		}
		if err != nil {
			return err
		}
		if table.Name != l.table.Name || len(l.flat) >= maxParameters/len(table.Columns)*len(table.Columns) {
			if err := l.flush(ctx); err != nil {
				return err
			}
			l.table = table
		}
		l.flat = append(l.flat, row...)
	}
}

// flush writes the rows collected so far with one statement.
func (l *loader) flush(ctx context.Context) error {
	if len(l.flat) == 0 {
		return nil
	}
	columns := len(l.table.Columns)
	n := len(l.flat) / columns
	group := "(" + strings.TrimSuffix(strings.Repeat("?, ", columns), ", ") + ")"
	overriding := ""
	if l.dialect == "postgres" {
		overriding = "OVERRIDING SYSTEM VALUE " // numbers of rows are restored, not given anew
	}
	query := "INSERT INTO " + l.table.Name + " (" + quoted(l.table.Columns) + ") " + overriding +
		"VALUES " + strings.Repeat(group+", ", n-1) + group
	stmt, err := l.prepare(ctx, query)
	if err != nil {
		return fmt.Errorf("table %s: %w", l.table.Name, err)
	}
	if _, err := stmt.ExecContext(ctx, l.flat...); err != nil {
		return fmt.Errorf("table %s: %w", l.table.Name, err)
	}
	l.rowsN += int64(n)
	if l.progress != nil {
		l.progress(l.rowsN)
	}
	l.flat = l.flat[:0]
	return nil
}

// prepare keeps statements: each table needs one for full groups of rows and one for the last.
func (l *loader) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt := l.cached[query]; stmt != nil {
		return stmt, nil
	}
	stmt, err := l.tx.PrepareContext(ctx, l.rebind(query))
	if err != nil {
		return nil, err
	}
	if l.cached == nil {
		l.cached = map[string]*sql.Stmt{}
	}
	l.cached[query] = stmt
	return stmt, nil
}

// numbers makes tables go on counting where the backup's did: marks elsewhere refer to the numbers they gave.
func (l *loader) numbers(ctx context.Context, last map[string]int64) error {
	if l.dialect == "postgres" {
		return l.numbersPostgres(ctx, last)
	}
	for table, n := range last {
		if _, err := l.tx.ExecContext(ctx, "DELETE FROM sqlite_sequence WHERE name = ?", table); err != nil {
			return err
		}
		// More tables count on PostgreSQL than here.
		_, err := l.tx.ExecContext(ctx, `INSERT INTO sqlite_sequence (name, seq)
			SELECT name, ? FROM sqlite_schema WHERE name = ? AND sql LIKE '%AUTOINCREMENT%'`, n, table)
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) numbersPostgres(ctx context.Context, last map[string]int64) error {
	counting, err := catalogOf(l.dialect).counting(ctx, l.tx)
	if err != nil {
		return err
	}
	for _, c := range counting {
		var highest int64
		if err := l.tx.QueryRowContext(ctx, "SELECT COALESCE(MAX("+c.column+"), 0) FROM "+c.table).Scan(&highest); err != nil {
			return err
		}
		if next := max(highest, last[c.table]) + 1; next > 1 {
			_, err := l.tx.ExecContext(ctx, "SELECT setval(pg_get_serial_sequence($1, $2), $3, false)", c.table, c.column, next)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

type countingColumn struct{ table, column string }

// counting lists the identity columns of a PostgreSQL database that a backup holds.
func (c catalog) counting(ctx context.Context, tx *sql.Tx) ([]countingColumn, error) {
	rows, err := tx.QueryContext(ctx, `SELECT table_name, column_name FROM information_schema.columns
		WHERE table_schema = current_schema() AND is_identity = 'YES' ORDER BY table_name`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []countingColumn
	for rows.Next() {
		var x countingColumn
		if err := rows.Scan(&x.table, &x.column); err != nil {
			return nil, err
		}
		if backedUp(x.table) && plainName.MatchString(x.table) && plainName.MatchString(x.column) {
			out = append(out, x)
		}
	}
	return out, rows.Err()
}

// HoldsData reports whether a database holds anything that a restore would replace: items, cycles or keys.
// One in which there is only a schema holds nothing; one without our tables is an error.
func HoldsData(ctx context.Context, db *sql.DB) (bool, error) {
	for _, table := range []string{"items", "cycles", "keys"} {
		exists := "SELECT COUNT(*) FROM (SELECT 1 AS one FROM " + table + " LIMIT 1) t"
		var n int64
		if err := db.QueryRowContext(ctx, exists).Scan(&n); err != nil {
			return false, fmt.Errorf("looking for data: %w", err)
		}
		if n > 0 {
			return true, nil
		}
	}
	return false, nil
}
