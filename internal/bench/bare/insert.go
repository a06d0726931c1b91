package bare

import (
	"bufio"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop/internal/store/sqlite"
)

// row is a line of a dump, as far as a table needs it.
type row struct {
	Name      string  `json:"name"`
	Author    string  `json:"author"`
	Created   int64   `json:"created_utc"`
	Upvotes   int64   `json:"score"`
	Title     string  `json:"title"`
	Selftext  string  `json:"selftext"`
	Body      string  `json:"body"`
	URL       string  `json:"url"`
	Permalink string  `json:"permalink"`
	Flair     *string `json:"link_flair_text"`
	Link      string  `json:"link_id"`
	Parent    string  `json:"parent_id"`
}

const batch = 500

// Insert writes the items of a dump into a new database of the program's own schema, with all
// its indexes and the search index, in batches and with nothing else done: no look at what is there, no
// scoring, no counts. It returns how many rows a second that were, reading the dump left out.
func Insert(ctx context.Context, dump, database string) (perSecond float64, err error) {
	rows, err := read(dump)
	if err != nil {
		return 0, err
	}
	store, err := sqlite.Open(ctx, database, sqlite.Options{})
	if err != nil {
		return 0, err
	}
	defer store.Close()
	db, _ := store.JobsDB()
	if _, err := db.ExecContext(ctx, "INSERT INTO communities (id, source, key, name) VALUES (1, 'reddit', 'c', 'c')"); err != nil {
		return 0, fmt.Errorf("bare inserts: %w", err)
	}
	began, id := time.Now(), int64(0)
	for some := range slices.Chunk(rows, batch) {
		if id, err = insert(ctx, db, some, id); err != nil {
			return 0, fmt.Errorf("bare inserts: %w", err)
		}
	}
	return float64(len(rows)) / time.Since(began).Seconds(), nil
}

func read(dump string) (rows []row, err error) {
	f, err := os.Open(dump)
	if err != nil {
		return nil, fmt.Errorf("bare inserts: %w", err)
	}
	defer f.Close()
	for lines := json.NewDecoder(bufio.NewReaderSize(f, 1<<20)); lines.More(); {
		var r row
		if err := lines.Decode(&r); err != nil {
			return nil, fmt.Errorf("bare inserts: item %d: %w", len(rows)+1, err)
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// inserts are one row of each table that a new item gets, in order.
var inserts = [...]string{
	`INSERT INTO items (id, source, native, kind, community_id, created, thread, parent, author_hash, state, distinguished,
		origin, upvotes, comments, edited, observed, first_stored, recheck, text_hash) VALUES (?, 'reddit', ?, ?, 1, ?, ?, ?, ?, 'live', '', 'live', ?, 0, 0, ?, 1, 0, 1)`,
	"INSERT INTO texts (item_id, author, title, url, permalink, flair, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
	"INSERT INTO scores (item_id, engine_id, text_rev, sign, compound, confidence, positive, neutral, negative, scored_at) VALUES (?, 1, 1, 1, 1, 1, 1, 1, 1, 1)",
	"INSERT INTO search (rowid, words) VALUES (?, ?)",
}

func insert(ctx context.Context, db *sql.DB, rows []row, id int64) (int64, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return id, err
	}
	defer tx.Rollback() // does nothing after the commit
	var prepared [len(inserts)]*sql.Stmt
	for i, text := range inserts {
		if prepared[i], err = tx.PrepareContext(ctx, text); err != nil {
			return id, err
		}
	}
	for _, r := range rows {
		id++
		for i, values := range r.values(id) {
			if _, err := prepared[i].ExecContext(ctx, values...); err != nil {
				return id, err
			}
		}
	}
	return id, tx.Commit()
}

// values are what inserts take.
func (r *row) values(id int64) [len(inserts)][]any {
	kind, thread, body, flair := "comment", r.Link, r.Body, ""
	if strings.HasPrefix(r.Name, "t3_") {
		kind, thread, body = "post", r.Name, r.Selftext
	}
	if r.Flair != nil {
		flair = *r.Flair
	}
	return [len(inserts)][]any{
		{id, r.Name, kind, r.Created, thread, cmp.Or(r.Parent, thread), id * 7919, r.Upvotes, r.Created * 1000},
		{id, r.Author, r.Title, r.URL, r.Permalink, flair, body},
		{id},
		{r.Created<<29 | id, strings.ToLower(r.Title + " " + body)},
	}
}
