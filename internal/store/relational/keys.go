package relational

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/voxpop-dev/voxpop"
)

func saveAudit(ctx context.Context, tx *Tx, a voxpop.AuditEntry, now time.Time) error {
	if a.At.IsZero() {
		a.At = now
	}
	return tx.Insert(ctx, "INSERT INTO audit (at, actor, action, subject, detail, state_before, state_after)", 7,
		[]any{millis(a.At), clean(a.Actor), clean(a.Action), clean(a.Subject), clean(a.Detail), clean(a.Before), clean(a.After)}, "")
}

// Audit returns the newest entries first.
func (s *Store) Audit(ctx context.Context, limit int) ([]voxpop.AuditEntry, error) {
	var out []voxpop.AuditEntry
	err := each(ctx, pool{s}, "SELECT at, actor, action, subject, detail, state_before, state_after FROM audit ORDER BY at DESC, id DESC LIMIT ?", []any{limit},
		func(rows *sql.Rows) error {
			var a voxpop.AuditEntry
			var at int64
			err := rows.Scan(&at, &a.Actor, &a.Action, &a.Subject, &a.Detail, &a.Before, &a.After)
			a.At = fromMillis(at)
			out = append(out, a)
			return err
		})
	return out, s.fail("reading the audit log", err)
}

// CreateKey stores a key by the SHA-256 of its secret. An id or a secret that exists is ErrConflict.
func (s *Store) CreateKey(ctx context.Context, k voxpop.Key, hash [32]byte, audit voxpop.AuditEntry) error {
	if k.ID == "" || (k.Role != voxpop.RoleRead && k.Role != voxpop.RoleAdmin) {
		return fmt.Errorf("creating key %q: needs an id and the role read or admin: %w", k.Name, voxpop.ErrInvalid)
	}
	return s.write(ctx, "creating key "+k.ID, func(tx *Tx) error {
		created := k.Created
		if created.IsZero() {
			created = s.now()
		}
		n, err := tx.Exec(ctx, "INSERT INTO keys (id, name, role, hash, created, expires) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
			clean(k.ID), clean(k.Name), string(k.Role), hex.EncodeToString(hash[:]), millis(created), millis(k.Expires))
		if err != nil {
			return err
		}
		if n == 0 {
			return voxpop.ErrConflict
		}
		return saveAudit(ctx, tx, audit, s.now())
	})
}

// RevokeKey ends a key. ErrNotFound for one that does not exist; one that is revoked stays as it was.
func (s *Store) RevokeKey(ctx context.Context, id string, audit voxpop.AuditEntry) error {
	return s.write(ctx, "revoking key "+clean(id), func(tx *Tx) error {
		n, err := tx.Exec(ctx, "UPDATE keys SET revoked = ? WHERE id = ? AND revoked = 0", s.now().UnixMilli(), clean(id))
		if err != nil {
			return err
		}
		if n == 1 {
			return saveAudit(ctx, tx, audit, s.now())
		}
		var found int64
		err = tx.one(ctx, "SELECT COUNT(*) FROM keys WHERE id = ?", []any{clean(id)}, &found)
		if err == nil && found == 0 {
			err = voxpop.ErrNotFound
		}
		return err
	})
}

// ListKeys returns all keys, revoked ones too, in the order in which they were created.
func (s *Store) ListKeys(ctx context.Context) ([]voxpop.Key, error) {
	var out []voxpop.Key
	err := each(ctx, pool{s}, "SELECT id, name, role, created, expires, revoked FROM keys ORDER BY created, id", nil, func(rows *sql.Rows) error {
		k, err := scanKey(rows.Scan)
		out = append(out, k)
		return err
	})
	return out, s.fail("listing keys", err)
}

// KeyByHash returns the working key with this hash; ErrNotFound for an unknown, revoked or expired one.
func (s *Store) KeyByHash(ctx context.Context, hash [32]byte) (voxpop.Key, error) {
	query := s.dialect.Rebind("SELECT id, name, role, created, expires, revoked FROM keys WHERE hash = ? AND revoked = 0 AND (expires = 0 OR expires > ?)")
	k, err := scanKey(s.reader.QueryRowContext(ctx, query, hex.EncodeToString(hash[:]), s.now().UnixMilli()).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		err = voxpop.ErrNotFound
	}
	return k, s.fail("looking up a key", err)
}

func scanKey(scan func(...any) error) (voxpop.Key, error) {
	var k voxpop.Key
	var created, expires, revoked int64
	err := scan(&k.ID, &k.Name, &k.Role, &created, &expires, &revoked)
	k.Created, k.Expires, k.Revoked = fromMillis(created), fromMillis(expires), fromMillis(revoked)
	return k, err
}
