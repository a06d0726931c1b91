package relational

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"strings"
)

// Secret returns the instance's 32 random bytes, made on first use.
func (s *Store) Secret(ctx context.Context) ([]byte, error) {
	if p := s.secret.Load(); p != nil {
		return append([]byte(nil), *p...), nil
	}
	var fresh [32]byte
	rand.Read(fresh[:])
	var stored string
	err := s.write(ctx, "reading the instance secret", func(tx *Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO meta (key, value) VALUES ('secret', ?) ON CONFLICT (key) DO NOTHING", hex.EncodeToString(fresh[:]))
		if err != nil {
			return err
		}
		return tx.one(ctx, "SELECT value FROM meta WHERE key = 'secret'", nil, &stored)
	})
	if err != nil {
		return nil, err
	}
	return s.keepSecret(stored)
}

// storedSecret is Secret for readers, who cannot make one: empty while nothing was ever stored.
func (s *Store) storedSecret(ctx context.Context) ([]byte, error) {
	if p := s.secret.Load(); p != nil {
		return *p, nil
	}
	var stored string
	err := s.reader.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'secret'").Scan(&stored)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return s.keepSecret(stored)
}

func (s *Store) keepSecret(stored string) ([]byte, error) {
	secret, err := hex.DecodeString(stored)
	if err != nil || len(secret) != 32 {
		return nil, errors.New("reading the instance secret: it is damaged; restore the database from a backup")
	}
	s.secret.Store(&secret)
	return append([]byte(nil), secret...), nil
}

// authorHash is what remains of an author when the text is gone: eight bytes of a keyed hash, never
// 0 for a known author. Names are compared without case.
func authorHash(secret []byte, source, author string) int64 {
	if author == "" {
		return 0
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("author\x00" + source + "\x00" + strings.ToLower(author)))
	h := int64(binary.BigEndian.Uint64(mac.Sum(nil)))
	if h == 0 {
		h = 1
	}
	return h
}
