package relational

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// Options are what both databases can be opened with. The zero value is right for production.
type Options struct {
	// Readers is the size of the read pool; 0 means 8.
	Readers int
	// Program is the version of voxpop, kept in the database to tell an older program who wrote it.
	Program string
	// BeforeMigrate is called when a database that holds a schema of an older version is about to be migrated.
	// An error keeps it as it is.
	BeforeMigrate func(ctx context.Context, fromVersion int64) error
	// Now is the wall clock; nil means time.Now.
	Now func() time.Time
	// WrapWriter puts a pool before the writing one; nil leaves it as it is. Tests break writes with it.
	WrapWriter func(*sql.DB) *sql.DB
	// MostHeld is for how long a batch of analyses should hold the writer at most: batches are made smaller where they take longer.
	// 0 leaves them as they are asked for.
	MostHeld time.Duration
	// RolledAside, when not nil, is called between the computing of a rollup and its writing. Tests let others write there.
	RolledAside func()
	// Held is told after every transaction of the writing pool what it was for and for how long it held the writer. May be nil.
	Held func(op string, d time.Duration)
	// SearchEffort bounds how much a page of a search looks at, in candidates; 0 means 4,000. Tests make pages short with it.
	SearchEffort int
}

// DefaultReaders is how many connections the read pool has when Options does not say.
const DefaultReaders = 8

// Store implements the store contract on any Dialect.
type Store struct {
	writer  *sql.DB
	reader  *sql.DB
	dialect Dialect
	now     func() time.Time
	held    func(op string, d time.Duration)

	rolledAside  func()
	searchEffort int

	communities communityCache
	secret      atomic.Pointer[[]byte]
	statements  sync.Map // query → *sql.Stmt on the read pool
	shown       atomic.Pointer[shownTools]
	ahead       atomic.Pointer[ahead]
	analyses    pace // of items analysed for the first time
	again       pace // of items in re-analyses
}

// New returns a store on two pools over one database whose schema is up to date. It owns them.
func New(writer, reader *sql.DB, d Dialect, opts Options) *Store {
	now := opts.Now
	if now == nil {
		now = time.Now
	}
	if opts.WrapWriter != nil {
		writer = opts.WrapWriter(writer)
	}
	s := &Store{
		writer: writer, reader: reader, dialect: d, now: now, held: opts.Held,
		rolledAside: opts.RolledAside, searchEffort: cmp.Or(opts.SearchEffort, usualEffort),
	}
	s.analyses.most, s.again.most = opts.MostHeld, opts.MostHeld
	return s
}

// JobsDB returns the writing pool and the name of its dialect.
func (s *Store) JobsDB() (*sql.DB, string) { return s.writer, s.dialect.Name() }

// Close closes both pools. It waits for running statements.
func (s *Store) Close() error {
	s.statements.Range(func(_, stmt any) bool {
		stmt.(*sql.Stmt).Close()
		return true
	})
	if err := errors.Join(s.reader.Close(), s.writer.Close()); err != nil {
		return fmt.Errorf("closing the store: %w", err)
	}
	return nil
}

// kept returns a statement on the read pool that stays prepared. Only for fixed texts.
func (s *Store) kept(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt, ok := s.statements.Load(query); ok {
		return stmt.(*sql.Stmt), nil
	}
	stmt, err := s.reader.PrepareContext(ctx, s.dialect.Rebind(query))
	if err != nil {
		return nil, err
	}
	if other, loaded := s.statements.LoadOrStore(query, stmt); loaded {
		stmt.Close()
		return other.(*sql.Stmt), nil
	}
	return stmt, nil
}

// Ping answers whether the database does, within the context's time.
func (s *Store) Ping(ctx context.Context) error {
	var one int64
	return s.fail("asking the database", s.reader.QueryRowContext(ctx, "SELECT one FROM publication").Scan(&one))
}

// Statistics lets the planner know the tables as they are. Who stores much at once calls it afterwards.
func (s *Store) Statistics(ctx context.Context) error {
	if statement := s.dialect.Statistics(); statement != "" {
		_, err := s.writer.ExecContext(ctx, statement)
		return s.fail("taking statistics", err)
	}
	return nil
}

// Size is the number of bytes the database takes on disk.
func (s *Store) Size(ctx context.Context) (int64, error) {
	n, err := s.dialect.Size(ctx, s.reader)
	return n, s.fail("measuring the database", err)
}
