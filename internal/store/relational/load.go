package relational

import (
	"context"
	"database/sql"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

const recordColumns = `i.id, i.community_id, i.source, i.native, i.kind, i.created, i.thread, i.parent, i.author_hash,
	i.state, i.exclusion, i.distinguished, i.origin, i.upvotes, i.comments, i.edited, i.observed, i.first_stored,
	i.recheck, i.misses, i.missed, i.text_hash, i.text_rev, i.prev_observed, i.prev_upvotes, i.prev_comments,
	COALESCE(t.author, ''), COALESCE(t.title, ''), COALESCE(t.url, ''), COALESCE(t.permalink, ''), COALESCE(t.flair, '')`

// loadRecords yields the stored ones of ids, without their bodies.
func loadRecords(ctx context.Context, q querier, ids []voxpop.ItemID, yield func(*record)) error {
	bySource := map[string][]string{}
	for _, id := range ids {
		bySource[id.Source] = append(bySource[id.Source], id.Native)
	}
	for source, natives := range bySource {
		err := inChunks(natives, func(list string, args []any) error {
			// Each id is looked up by itself. For "source = ? AND native IN (...)" a planner that knows nothing of a new table yet
			// reads the whole index of the source instead, so that each batch of an import takes longer than the one before.
			query := `SELECT ` + recordColumns + ` FROM items i LEFT JOIN texts t ON t.item_id = i.id
				WHERE i.id IN (SELECT (SELECT x.id FROM items x WHERE x.source = ? AND x.native = v.column1)
					FROM (VALUES ` + strings.ReplaceAll(list, ", ", "), (") + `) v)`
			return each(ctx, q, query, append([]any{source}, args...), func(rows *sql.Rows) error {
				r := &record{}
				err := rows.Scan(&r.id, &r.communityID, &r.source, &r.native, &r.kind, &r.created, &r.thread, &r.parent, &r.authorHash,
					&r.state, &r.exclusion, &r.distinguished, &r.origin, &r.upvotes, &r.comments, &r.edited, &r.observed, &r.firstStored,
					&r.recheck, &r.misses, &r.missed, &r.textHash, &r.textRev, &r.former.at, &r.former.upvotes, &r.former.comments,
					&r.author, &r.title, &r.url, &r.permalink, &r.flair)
				if err == nil {
					yield(r)
				}
				return err
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}
