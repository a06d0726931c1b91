package relational

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
)

// Check recomputes every cell and every invariant in one snapshot, while the store is used, and calls report
// for each difference in words. Of differences of one sort it reports the first twenty and how many more there are.
// Its error says that checking itself failed.
func (s *Store) Check(ctx context.Context, report func(problem string)) error {
	return s.fail("checking the database", s.check(ctx, report))
}

func (s *Store) check(ctx context.Context, report func(string)) error {
	tx, err := beginSnapshot(ctx, s.reader, s.dialect.Name())
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	snap := snapshot{tx, s.dialect}
	rules := append(commonRules[:len(commonRules):len(commonRules)], toolRules...)
	if s.dialect.Name() == "postgres" {
		rules = append(rules[:len(rules):len(rules)], postgresRules...)
	} else {
		rules = append(rules[:len(rules):len(rules)], sqliteRules...)
	}
	for _, r := range rules {
		if err := r.check(ctx, snap, report); err != nil {
			return err
		}
	}
	if err := checkCursors(ctx, snap, report); err != nil {
		return err
	}
	if err := checkVersions(ctx, snap, report); err != nil {
		return err
	}
	return checkCells(ctx, snap, report)
}

// snapshot runs queries in one reading transaction. One result must be read to its end before the next query.
type snapshot struct {
	tx      *sql.Tx
	dialect Dialect
}

func (s snapshot) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return s.tx.QueryContext(ctx, s.dialect.Rebind(query), args...)
}

// rule is something that must hold. Its query returns one text for each row that breaks it.
type rule struct {
	broken string // what is wrong, before the colon
	query  string
}

func (r rule) check(ctx context.Context, q querier, report func(string)) error {
	few := &sparing{report: report, what: r.broken}
	err := each(ctx, q, r.query, nil, func(rows *sql.Rows) error {
		var subject string
		err := rows.Scan(&subject)
		few.add(subject)
		return err
	})
	few.end()
	return err
}

// sparing passes on the first reports of a sort and counts the rest.
type sparing struct {
	report func(string)
	what   string
	n      int
}

const reportedOfASort = 20

func (s *sparing) add(subject string) {
	if s.n++; s.n <= reportedOfASort {
		s.report(s.what + ": " + subject)
	}
}

func (s *sparing) end() {
	if more := s.n - reportedOfASort; more > 0 {
		s.report(fmt.Sprintf("%s: and %d more", s.what, more))
	}
}

// checkCursors looks at the notes of sources: what begins like JSON must be JSON.
func checkCursors(ctx context.Context, q querier, report func(string)) error {
	few := &sparing{report: report, what: "a source's note is broken JSON"}
	err := each(ctx, q, "SELECT source, key, value FROM cursors ORDER BY source, key", nil, func(rows *sql.Rows) error {
		var source, key string
		var value sql.RawBytes
		if err := rows.Scan(&source, &key, &value); err != nil {
			return err
		}
		if len(value) > 0 && (value[0] == '{' || value[0] == '[') && !json.Valid(value) {
			few.add(source + " " + key)
		}
		return nil
	})
	few.end()
	return err
}
