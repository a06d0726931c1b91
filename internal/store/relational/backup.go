package relational

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Backup writes a consistent copy of everything but the job queue and the search index, which are made anew, while
// the store is used. It reads one snapshot, so a slow w holds back what Purge can clean until it is done.
// The copy holds the instance secret and the hashes of keys: keep it as safe as the database.
func (s *Store) Backup(ctx context.Context, w io.Writer) error {
	return s.fail("making a backup", BackupDB(ctx, s.reader, s.dialect.Name(), s.now(), w))
}

// BackupDB is Backup for a database that is not open as a store, such as one that waits for its migration. It asks the
// database which tables and columns there are, so that it copies a schema of any version.
func BackupDB(ctx context.Context, db *sql.DB, dialect string, now time.Time, w io.Writer) error {
	tx, err := beginSnapshot(ctx, db, dialect)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	c := catalogOf(dialect)
	h := BackupHeader{Format: backupFormat, Version: backupVersion, Dialect: dialect, Made: now.UTC()}
	if h.Schema, err = schemaVersion(ctx, tx); err != nil {
		return err
	}
	if h.Tables, err = c.tables(ctx, tx); err != nil {
		return fmt.Errorf("listing tables: %w", err)
	}
	if h.Sequences, err = c.sequences(ctx, tx, h.Tables); err != nil {
		return fmt.Errorf("reading sequences: %w", err)
	}
	out, err := newBackupWriter(w, &h)
	if err != nil {
		return err
	}
	for _, t := range h.Tables {
		if err := dumpTable(ctx, tx, t, out); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	return out.close()
}

// beginSnapshot begins a transaction that reads, and sees nothing of what is written meanwhile.
func beginSnapshot(ctx context.Context, db *sql.DB, dialect string) (*sql.Tx, error) {
	isolation := sql.LevelDefault // SQLite knows nothing but snapshots
	if dialect == "postgres" {
		isolation = sql.LevelRepeatableRead
	}
	return db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: isolation})
}

func schemaVersion(ctx context.Context, tx *sql.Tx) (int64, error) {
	var version int64
	err := tx.QueryRowContext(ctx, "SELECT MAX(version_id) FROM "+SchemaTable).Scan(&version)
	if err != nil {
		return 0, fmt.Errorf("reading the version of the schema: %w", err)
	}
	return version, nil
}

func dumpTable(ctx context.Context, tx *sql.Tx, t BackupTable, out *backupWriter) error {
	if err := out.table(t.Name); err != nil {
		return err
	}
	rows, err := tx.QueryContext(ctx, "SELECT "+quoted(t.Columns)+" FROM "+t.Name)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	values := make([]any, len(t.Columns))
	into := make([]any, len(values))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := out.row(values); err != nil {
			return err
		}
	}
	return rows.Err()
}

// quoted lists columns for a statement; some bear names that SQL knows as words.
func quoted(columns []string) string { return `"` + strings.Join(columns, `", "`) + `"` }

// catalog says how a database lists its own tables.
type catalog struct {
	columns  string // query: table, column of every base table, in order
	sequence string // query: table, last number given
}

func catalogOf(dialect string) catalog {
	if dialect == "postgres" {
		return catalog{
			columns: `SELECT t.table_name, c.column_name FROM information_schema.tables t
				JOIN information_schema.columns c USING (table_schema, table_name)
				WHERE t.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
				AND c.is_generated = 'NEVER' AND c.data_type <> 'tsvector' ORDER BY t.table_name, c.ordinal_position`,
			sequence: `SELECT t.relname, COALESCE(q.last_value, 0) FROM pg_sequences q
				JOIN pg_class s ON s.relname = q.sequencename AND s.relnamespace = q.schemaname::regnamespace
				JOIN pg_depend d ON d.objid = s.oid AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
				JOIN pg_class t ON t.oid = d.refobjid WHERE q.schemaname = current_schema()`,
		}
	}
	return catalog{
		columns: `SELECT t.name, c.name FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) c
			WHERE t.schema = 'main' AND t.type = 'table' AND c.hidden = 0 ORDER BY t.name, c.cid`,
		sequence: `SELECT name, seq FROM sqlite_sequence`,
	}
}

// parents are tables that others refer to: they are written, and so restored, first.
var parents = []string{"communities", "cycles"}

// tables lists the tables that a backup holds, parents first.
func (c catalog) tables(ctx context.Context, tx *sql.Tx) ([]BackupTable, error) {
	rows, err := tx.QueryContext(ctx, c.columns)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []BackupTable
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			return nil, err
		}
		if !backedUp(table) {
			continue
		}
		if len(out) == 0 || out[len(out)-1].Name != table {
			out = append(out, BackupTable{Name: table})
		}
		last := &out[len(out)-1]
		last.Columns = append(last.Columns, column)
	}
	slices.SortStableFunc(out, func(a, b BackupTable) int { return rank(a.Name) - rank(b.Name) })
	return out, rows.Err()
}

func rank(table string) int {
	if slices.Contains(parents, table) {
		return 0
	}
	return 1
}

// backedUp leaves out what belongs to a running program or is made anew: the job queue, the list of replicas and
// what they may ask, the record of migrations (its version is in the header), and copies in the making.
func backedUp(table string) bool {
	switch {
	case strings.HasPrefix(table, "river_"), strings.HasPrefix(table, "sqlite_"):
		return false
	}
	return table != SchemaTable && table != "replicas" && table != "allowances" && table != "texts_next"
}

func (c catalog) sequences(ctx context.Context, tx *sql.Tx, tables []BackupTable) (map[string]int64, error) {
	rows, err := tx.QueryContext(ctx, c.sequence)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	out := map[string]int64{}
	for rows.Next() {
		var table string
		var last int64
		if err := rows.Scan(&table, &last); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(tables, func(t BackupTable) bool { return t.Name == table }) {
			out[table] = last
		}
	}
	return out, rows.Err()
}
