package storetest

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"testing"

	"github.com/voxpop-dev/voxpop"
)

var keyTests = map[string]func(*testing.T, Store){
	"Life": func(t *testing.T, s Store) {
		hash := sha256.Sum256([]byte("secret"))
		k := voxpop.Key{ID: "k1", Name: "laptop", Role: voxpop.RoleAdmin, Created: noon}
		if err := s.CreateKey(ctx, k, hash, voxpop.AuditEntry{Action: "keys.create"}); err != nil {
			t.Fatal(err)
		}
		if got, err := s.KeyByHash(ctx, hash); err != nil || got != k {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := s.KeyByHash(ctx, sha256.Sum256(nil)); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("unknown: %v", err)
		}
		for name, err := range map[string]error{
			"same id":     s.CreateKey(ctx, k, sha256.Sum256([]byte("x")), voxpop.AuditEntry{}),
			"same secret": s.CreateKey(ctx, voxpop.Key{ID: "k2", Role: voxpop.RoleRead}, hash, voxpop.AuditEntry{}),
		} {
			if !errors.Is(err, voxpop.ErrConflict) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := s.CreateKey(ctx, voxpop.Key{ID: "k3", Role: "root"}, hash, voxpop.AuditEntry{}); !errors.Is(err, voxpop.ErrInvalid) {
			t.Errorf("role root: %v", err)
		}
		for range 2 {
			if err := s.RevokeKey(ctx, "k1", voxpop.AuditEntry{Action: "keys.revoke"}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.KeyByHash(ctx, hash); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("revoked: %v", err)
		}
		if err := s.RevokeKey(ctx, "none", voxpop.AuditEntry{}); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("revoking nothing: %v", err)
		}
		keys, err := s.ListKeys(ctx)
		if err != nil || len(keys) != 1 || keys[0].Revoked.IsZero() {
			t.Errorf("%+v, %v", keys, err)
		}
		audit, err := s.Audit(ctx, 10)
		if err != nil || len(audit) != 2 || audit[0].Action != "keys.revoke" {
			t.Errorf("%+v, %v", audit, err)
		}
	},
	"Secret": func(t *testing.T, s Store) {
		a, err := s.Secret(ctx)
		if err != nil || len(a) != 32 {
			t.Fatalf("%d bytes, %v", len(a), err)
		}
		first := bytes.Clone(a)
		clear(a)
		if b, err := s.Secret(ctx); err != nil || !bytes.Equal(b, first) {
			t.Errorf("the secret changed: %v", err)
		}
	},
}
