package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

type dialect struct{}

func (dialect) Name() string { return "postgres" }

// Rebind numbers the placeholders. No statement of ours holds a question mark for another reason.
func (dialect) Rebind(query string) string {
	var b strings.Builder
	n := 0
	for {
		before, after, found := strings.Cut(query, "?")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		n++
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(n))
		query = after
	}
}

func (dialect) Turn() string { return writersTurn }

func (dialect) TextsTurn() string { return textsTurn }

// Explain adds nothing: the server says what ails it.
func (dialect) Explain(err error) error { return err }

// Unavailable knows lost connections and the classes of the server's errors that say so: connection,
// resources, intervention by the operator, system, and those a later try can pass.
func (dialect) Unavailable(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code[:min(2, len(pg.Code))] {
		case "08", "53", "57", "58", "40", "55":
			return pg.Code != "57014" // cancelled by us
		}
		return false
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, sql.ErrConnDone) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// Lane compares rows. With = the planner would drop the column from the order, reckon with a lane of middling size, and walk the
// index of all items by time in search of a lane that holds few. Two plain bounds it takes for a narrow span as long as it has no
// statistics, or old ones: all of the span would be read and sorted for one page. Of rows it expects too many rather than too few.
func (dialect) Lane(column string, value any, since, until int64) (string, []any) {
	if column == "" {
		return "(i.created, 0) >= (?, 0) AND i.created < ?", []any{since, until}
	}
	row := "(" + column + ", i.created)"
	return row + " >= (?, ?) AND " + row + " < (?, ?)", []any{value, since, value, until}
}

// Statistics is about the tables that grow, and the small ones that they are joined with. Without it a new table is planned for as if it were nearly empty until autovacuum comes by.
func (dialect) Statistics() string {
	return "ANALYZE publication, communities, engines, items, texts, scores, mentions, relations, cells, tool_sheets, tool_opinions, tool_days, pending, dirty"
}

func (dialect) Size(ctx context.Context, db *sql.DB) (int64, error) {
	var n int64
	err := db.QueryRowContext(ctx, "SELECT pg_database_size(current_database())").Scan(&n)
	return n, err
}

func (dialect) Index(ctx context.Context, tx *relational.Tx, entries []relational.IndexEntry) error {
	if len(entries) == 0 {
		return nil
	}
	ids, vectors := make([]int64, len(entries)), make([]string, len(entries))
	for i, e := range entries {
		ids[i], vectors[i] = e.ItemID, vector(e.Words)+sliceMarks(e.Created)
	}
	_, err := tx.Exec(ctx, `UPDATE texts SET words = CAST(v.words AS tsvector)
		FROM unnest(CAST(? AS bigint[]), CAST(? AS text[])) AS v (id, words) WHERE item_id = v.id`, ids, vectors)
	return err
}

// Unindex has nothing to do: the words go with the row of texts.
func (dialect) Unindex(context.Context, *relational.Tx, []relational.IndexEntry) error { return nil }

// Limits of a tsvector.
const (
	lastPosition     = 16383
	positionsPerWord = 255
)

// vector writes words as a tsvector with positions. Words hold letters and digits only, so quoting them suffices.
func vector(words []string) string {
	var b strings.Builder
	count := make(map[string]int, len(words))
	for i, w := range words {
		if count[w]++; count[w] > positionsPerWord {
			continue
		}
		b.WriteByte('\'')
		b.WriteString(w)
		b.WriteString("':")
		b.WriteString(strconv.Itoa(min(i+1, lastPosition)))
		b.WriteByte(' ')
	}
	return b.String()
}

// queryText renders a search as a tsquery.
func queryText(q relational.Query) string {
	terms := make([]string, len(q))
	for i, t := range q {
		words := make([]string, len(t.Words))
		for j, w := range t.Words {
			words[j] = "'" + w + "'"
			if t.Prefix && j == len(t.Words)-1 {
				words[j] += ":*"
			}
		}
		terms[i] = "(" + strings.Join(words, " <-> ") + ")"
		if t.Not {
			terms[i] = "!" + terms[i]
		}
	}
	return strings.Join(terms, " & ")
}
