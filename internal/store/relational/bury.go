package relational

import "context"

// burial is an item whose text goes.
type burial struct{ itemID, communityID, created int64 }

// buryTexts deletes what hangs on the text of items whose row already says that they are textless:
// texts, search words, answers of language models and pending rows. Scores stay; an item that never got one has nothing left to
// score and is excluded, so that it does not wait for ever. Dirty marks are the caller's.
func buryTexts(ctx context.Context, tx *Tx, buried []burial) error {
	if len(buried) == 0 {
		return nil
	}
	ids := make([]int64, len(buried))
	entries := make([]IndexEntry, len(buried))
	for i, b := range buried {
		ids[i] = b.itemID
		entries[i] = IndexEntry{ItemID: b.itemID, Created: b.created}
	}
	if err := tx.store.dialect.Unindex(ctx, tx, entries); err != nil {
		return err
	}
	if err := tx.noteBlanked(ctx); err != nil {
		return err
	}
	return inChunks(ids, func(list string, args []any) error {
		for _, query := range []string{
			"DELETE FROM texts WHERE item_id IN ",
			"DELETE FROM pending WHERE item_id IN ",
			"DELETE FROM llm_answers WHERE item_id IN ",
			"DELETE FROM llm_waiting WHERE item_id IN ",
			`UPDATE items SET exclusion = 'empty' WHERE exclusion = ''
				AND NOT EXISTS (SELECT 1 FROM scores WHERE scores.item_id = items.id) AND id IN `,
		} {
			if _, err := tx.Exec(ctx, query+list, args...); err != nil {
				return err
			}
		}
		return nil
	})
}

// bury makes live items textless: their text goes, rows, scores and cells stay. It marks their
// days dirty. Items that are textless already must not be among them.
func bury(ctx context.Context, tx *Tx, buried []burial, state string) error {
	ids := make([]int64, len(buried))
	marks := newMarks(tx)
	for i, b := range buried {
		ids[i] = b.itemID
		marks.add(b.communityID, b.created)
	}
	err := inChunks(ids, func(list string, args []any) error {
		_, err := tx.Exec(ctx, "UPDATE items SET state = ?, text_hash = 0, recheck = 0 WHERE id IN "+list, append([]any{state}, args...)...)
		return err
	})
	if err != nil {
		return err
	}
	if err := buryTexts(ctx, tx, buried); err != nil {
		return err
	}
	return marks.save(ctx)
}
