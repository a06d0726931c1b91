package relational

import (
	"context"
	"database/sql"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// AuditLog returns a page of the audit log, newest first.
func (s *Store) AuditLog(ctx context.Context, f voxpop.AuditFilter, after *voxpop.AuditCursor, limit int) (voxpop.AuditPage, error) {
	var w where
	if f.Actor != "" {
		w.add("actor = ?", clean(f.Actor))
	}
	if f.Subject != "" {
		w.add("subject = ?", clean(f.Subject))
	}
	if f.Action != "" {
		action := clean(strings.TrimSuffix(f.Action, "."))
		w.add("(action = ? OR SUBSTR(action, 1, ?) = ?)", action, len([]rune(action))+1, action+".")
	}
	if after != nil {
		w.add("(at, id) < (?, ?)", millis(after.At), after.ID)
	}
	query := "SELECT id, at, actor, action, subject, detail, state_before, state_after FROM audit" + w.clause() + " ORDER BY at DESC, id DESC LIMIT ?"
	var page voxpop.AuditPage
	var ids []int64
	err := each(ctx, pool{s}, query, append(w.args, limit+1), func(rows *sql.Rows) error {
		var a voxpop.AuditEntry
		var id, at int64
		err := rows.Scan(&id, &at, &a.Actor, &a.Action, &a.Subject, &a.Detail, &a.Before, &a.After)
		a.At = fromMillis(at)
		page.Entries, ids = append(page.Entries, a), append(ids, id)
		return err
	})
	if len(page.Entries) > limit {
		page.Entries = page.Entries[:limit]
		page.Next = &voxpop.AuditCursor{At: page.Entries[limit-1].At, ID: ids[limit-1]}
	}
	return page, s.fail("reading the audit log", err)
}
