package storetest

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync"
)

// Breaker stands between a store and the connections of its writing pool and lets one step of an operation
// fail. A step is a statement or a commit. Hand Wrap to relational.Options.WrapWriter.
type Breaker struct {
	mu    sync.Mutex
	inner *sql.DB
	steps int  // since Arm
	at    int  // which step fails; 0: none
	late  bool // the step is carried out, and then said to have failed
	hit   bool
	what  string // what the failed step was
	all   error  // what every transaction and statement says; nil: none does
}

// errBroken is what a broken step says.
var errBroken = errors.New("broken by the test")

// Arm lets the n-th step from now fail, 0 none: before it is carried out or, when late, after.
func (b *Breaker) Arm(n int, late bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.steps, b.at, b.late, b.hit, b.what = 0, n, late, false, ""
}

// Disarm ends breaking and returns how many steps there were since Arm, and what failed.
func (b *Breaker) Disarm() (steps int, failed string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	steps, failed = b.steps, b.what
	b.at = 0
	return steps, failed
}

// Refuse lets every transaction and every statement fail with an error until it is called with nil.
func (b *Breaker) Refuse(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all = err
}

func (b *Breaker) refused() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.all
}

// step counts one and reports whether it fails, and whether it is carried out first.
func (b *Breaker) step(what string) (fails, late bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.steps++
	if b.hit || b.steps != b.at {
		return false, false
	}
	b.hit, b.what = true, what
	return true, b.late
}

// undo takes back a step that was not one.
func (b *Breaker) undo(hit bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.steps--
	if hit {
		b.hit, b.what = false, ""
	}
}

// Wrap returns a pool whose connections are those of db, with the breaker before them.
func (b *Breaker) Wrap(db *sql.DB) *sql.DB {
	b.inner = db
	outer := sql.OpenDB(breakerConnector{b, db})
	size := db.Stats().MaxOpenConnections
	outer.SetMaxOpenConns(size)
	outer.SetMaxIdleConns(size)
	return outer
}

// Close closes the pool that was wrapped. The store closes the other.
func (b *Breaker) Close() error { return b.inner.Close() }

type breakerConnector struct {
	b  *Breaker
	db *sql.DB
}

func (c breakerConnector) Driver() driver.Driver { return c.db.Driver() }

// Connect takes a connection out of the wrapped pool for as long as it lives.
func (c breakerConnector) Connect(ctx context.Context) (driver.Conn, error) {
	held, err := c.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	out := &breakerConn{b: c.b, held: held}
	err = held.Raw(func(raw any) error { out.Conn = raw.(driver.Conn); return nil })
	return out, err
}

type breakerConn struct {
	driver.Conn
	b    *Breaker
	held *sql.Conn
}

func (c *breakerConn) Close() error { return c.held.Close() }

func (c *breakerConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	stmt, err := c.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return &breakerStmt{stmt, c, query}, nil
}

func (c *breakerConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	if err := c.b.refused(); err != nil {
		return nil, err
	}
	tx, err := c.Conn.(driver.ConnBeginTx).BeginTx(ctx, opts)
	if err != nil {
		return nil, err
	}
	return &breakerTx{tx, c.b}, nil
}

func (c *breakerConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	e, ok := c.Conn.(driver.ExecerContext)
	if !ok {
		return nil, driver.ErrSkip
	}
	return broken(c.b, query, func() (driver.Result, error) { return e.ExecContext(ctx, query, args) }, nil)
}

func (c *breakerConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	q, ok := c.Conn.(driver.QueryerContext)
	if !ok {
		return nil, driver.ErrSkip
	}
	return broken(c.b, query, func() (driver.Rows, error) { return q.QueryContext(ctx, query, args) }, driver.Rows.Close)
}

func (c *breakerConn) CheckNamedValue(v *driver.NamedValue) error {
	if n, ok := c.Conn.(driver.NamedValueChecker); ok {
		return n.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

func (c *breakerConn) ResetSession(ctx context.Context) error {
	if r, ok := c.Conn.(driver.SessionResetter); ok {
		return r.ResetSession(ctx)
	}
	return nil
}

type breakerStmt struct {
	driver.Stmt
	conn  *breakerConn
	query string
}

func (s *breakerStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	return broken(s.conn.b, s.query, func() (driver.Result, error) { return s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args) }, nil)
}

func (s *breakerStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return broken(s.conn.b, s.query, func() (driver.Rows, error) { return s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args) }, driver.Rows.Close)
}

func (s *breakerStmt) CheckNamedValue(v *driver.NamedValue) error {
	if n, ok := s.Stmt.(driver.NamedValueChecker); ok {
		return n.CheckNamedValue(v)
	}
	return s.conn.CheckNamedValue(v)
}

type breakerTx struct {
	driver.Tx
	b *Breaker
}

// Commit that fails early leaves nothing behind, one that fails late leaves everything.
func (t *breakerTx) Commit() error {
	fails, late := t.b.step("COMMIT")
	switch {
	case !fails:
		return t.Tx.Commit()
	case late:
		return errors.Join(t.Tx.Commit(), errBroken)
	}
	return errors.Join(t.Tx.Rollback(), errBroken)
}

// broken carries out a statement unless it is its turn to fail.
func broken[T any](b *Breaker, what string, run func() (T, error), discard func(T) error) (T, error) {
	var none T
	if err := b.refused(); err != nil {
		return none, err
	}
	fails, late := b.step(what)
	if fails && !late {
		return none, errBroken
	}
	got, err := run()
	if errors.Is(err, driver.ErrSkip) {
		b.undo(fails) // it comes back as a prepared statement
	}
	if !fails || err != nil {
		return got, err
	}
	if discard != nil {
		err = discard(got)
	}
	return none, errors.Join(errBroken, err)
}
