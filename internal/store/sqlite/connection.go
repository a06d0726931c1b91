package sqlite

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"

	"github.com/ncruces/go-sqlite3/driver"
	"github.com/ncruces/go-sqlite3/ext/fts5"
)

// openPool opens a pool whose connections know the search index and keep their statements prepared: parsing
// and planning one costs more than running it for a few rows.
func openPool(dsn string) (*sql.DB, error) {
	inner, err := (&driver.SQLite{}).OpenConnector(dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector{inner}), nil
}

type connector struct{ sqldriver.Connector }

func (c connector) Connect(ctx context.Context) (sqldriver.Conn, error) {
	inner, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	conn := &connection{Conn: inner.(driver.Conn), idle: map[string]sqldriver.Stmt{}}
	if err := fts5.Register(conn.Raw()); err != nil {
		return nil, errors.Join(err, inner.Close())
	}
	return conn, nil
}

// maxIdle is how many statements a connection keeps. The program has fewer texts that are often used.
const maxIdle = 128

// connection keeps the statements that it has run with arguments, by their text. They name their columns: a kept
// SELECT * would not notice a new one. One that runs is not among
// them, so that the same text can run twice at a time. Like every driver's connection it is used by one goroutine at a time.
type connection struct {
	driver.Conn
	idle map[string]sqldriver.Stmt
}

// ExecContext leaves what has no arguments, scripts among them, to the driver.
func (c *connection) ExecContext(ctx context.Context, query string, args []sqldriver.NamedValue) (sqldriver.Result, error) {
	if len(args) == 0 {
		return c.Conn.(sqldriver.ExecerContext).ExecContext(ctx, query, args)
	}
	stmt, err := c.take(ctx, query, args)
	if err != nil {
		return nil, err
	}
	res, err := stmt.(sqldriver.StmtExecContext).ExecContext(ctx, args)
	return res, errors.Join(err, c.put(query, stmt, err == nil))
}

func (c *connection) QueryContext(ctx context.Context, query string, args []sqldriver.NamedValue) (sqldriver.Rows, error) {
	stmt, err := c.take(ctx, query, args)
	if err != nil {
		return nil, err
	}
	found, err := stmt.(sqldriver.StmtQueryContext).QueryContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, c.put(query, stmt, false))
	}
	return &rows{found, c, stmt, query}, nil
}

// CheckNamedValue takes the types that the driver's statements take.
func (c *connection) CheckNamedValue(arg *sqldriver.NamedValue) error {
	switch arg.Value.(type) {
	case nil, bool, int, int64, float64, string, []byte:
		return nil
	}
	return sqldriver.ErrSkip
}

// take returns a statement that waits, else prepares one.
func (c *connection) take(ctx context.Context, query string, args []sqldriver.NamedValue) (stmt sqldriver.Stmt, err error) {
	if stmt = c.idle[query]; stmt != nil {
		delete(c.idle, query)
	} else if stmt, err = c.PrepareContext(ctx, query); err != nil {
		return nil, err
	}
	if want := stmt.NumInput(); want >= 0 && want != len(args) {
		return nil, errors.Join(errArguments, c.put(query, stmt, true))
	}
	return stmt, nil
}

var errArguments = errors.New("sqlite: the statement has another number of placeholders than arguments were given")

// put ends the use of a statement. One that failed is not used again.
func (c *connection) put(query string, stmt sqldriver.Stmt, good bool) error {
	if !good || c.idle[query] != nil {
		return stmt.Close()
	}
	var err error
	for other, oldest := range c.idle {
		if len(c.idle) < maxIdle {
			break
		}
		delete(c.idle, other) // any one: there are rarely that many
		err = oldest.Close()
	}
	c.idle[query] = stmt
	return err
}

// Close closes the statements first: SQLite keeps a connection that has any.
func (c *connection) Close() error {
	var errs []error
	for _, stmt := range c.idle {
		errs = append(errs, stmt.Close())
	}
	clear(c.idle)
	return errors.Join(append(errs, c.Conn.Close())...)
}

// rows give their statement back when they are closed.
type rows struct {
	sqldriver.Rows
	conn  *connection
	stmt  sqldriver.Stmt
	query string
}

func (r *rows) Close() error {
	err := r.Rows.Close()
	return errors.Join(err, r.conn.put(r.query, r.stmt, err == nil))
}
