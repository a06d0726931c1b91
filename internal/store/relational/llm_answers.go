package relational

import (
	"context"
	"database/sql"

	"github.com/voxpop-dev/voxpop"
)

// Answers returns the kept answers to questions, by their hashes.
func (s *Store) Answers(ctx context.Context, hashes []string) (map[string]string, error) {
	out := map[string]string{}
	err := inChunks(hashes, func(list string, args []any) error {
		return each(ctx, pool{s}, "SELECT hash, answer FROM llm_answers WHERE hash IN "+list, args, func(rows *sql.Rows) error {
			var hash, answer string
			err := rows.Scan(&hash, &answer)
			out[hash] = answer
			return err
		})
	})
	return out, s.fail("looking for kept answers", err)
}

// SaveAnswers keeps what a language model answered and makes those items pending, so that the next analysis takes the answers;
// items without an answer are asked about again later. What was asked of a text that is no longer current is dropped.
func (s *Store) SaveAnswers(ctx context.Context, engine voxpop.EngineID, done []voxpop.Answered) error {
	if len(done) == 0 {
		return nil
	}
	return s.writeTexts(ctx, "keeping answers of a language model", func(tx *Tx) error {
		now := s.now()
		id, err := engineID(ctx, tx, engine, now.UnixMilli())
		if err != nil {
			return err
		}
		waiting, err := waitingNow(ctx, tx, id, done, now.UnixMilli())
		if err != nil {
			return err
		}
		var answers, pending []any
		for _, a := range done {
			w, known := waiting[a.RowID]
			if !known || w.rev != a.TextRevision {
				continue
			}
			due, tries, problem := now.Add(answeredAgain), w.tries, ""
			if a.Answer == "" {
				tries, problem = w.tries+1, clean(a.Problem)
				due = now.Add(askAgain(tries))
			} else {
				answers = append(answers, a.RowID, a.Hash, clean(a.Answer), now.UnixMilli())
				pending = append(pending, a.RowID, now.UnixMilli())
			}
			_, err := tx.Exec(ctx, "UPDATE llm_waiting SET due = ?, tries = ?, problem = ? WHERE item_id = ? AND engine_id = ?",
				due.UnixMilli(), tries, problem, a.RowID, id)
			if err != nil {
				return err
			}
		}
		err = tx.Insert(ctx, "INSERT INTO llm_answers (item_id, hash, answer, at)", 4, answers,
			"ON CONFLICT (item_id, hash) DO UPDATE SET answer = excluded.answer, at = excluded.at")
		if err != nil {
			return err
		}
		return tx.Insert(ctx, "INSERT INTO pending (item_id, at)", 2, pending, "")
	})
}

type waitingRow struct{ rev, tries int64 }

// waitingNow are the live items among those asked about that still wait and are due, with the revision of their text. One that is
// not due any more was answered before, by somebody else or in an attempt that was taken to have failed.
func waitingNow(ctx context.Context, tx *Tx, engine int64, done []voxpop.Answered, now int64) (map[int64]waitingRow, error) {
	ids := make([]int64, len(done))
	for i, a := range done {
		ids[i] = a.RowID
	}
	out := map[int64]waitingRow{}
	err := inChunks(ids, func(list string, args []any) error {
		query := `SELECT i.id, i.text_rev, w.tries FROM llm_waiting w JOIN items i ON i.id = w.item_id
			WHERE w.engine_id = ? AND w.due <= ? AND i.state = 'live' AND w.item_id IN ` + list
		return each(ctx, tx, query, append([]any{engine, now}, args...), func(rows *sql.Rows) error {
			var id int64
			var w waitingRow
			err := rows.Scan(&id, &w.rev, &w.tries)
			out[id] = w
			return err
		})
	})
	return out, err
}
