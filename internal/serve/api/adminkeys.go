package api

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// KeyBody is an API key. Its secret is not kept.
type KeyBody struct {
	ID      string     `json:"id"`
	Name    string     `json:"name"`
	Role    string     `json:"role" enum:"read,admin"`
	Created time.Time  `json:"created"`
	Expires *time.Time `json:"expires" doc:"null: never"`
	Revoked *time.Time `json:"revoked" doc:"null while it was not"`
	Works   bool       `json:"works" doc:"Neither revoked nor expired"`
}

func keyBody(k *voxpop.Key, now time.Time) KeyBody {
	return KeyBody{k.ID, k.Name, string(k.Role), k.Created.UTC(), optional(k.Expires), optional(k.Revoked), works(k, now)}
}

// works reports whether a key is neither revoked nor expired.
func works(k *voxpop.Key, now time.Time) bool {
	return k.Revoked.IsZero() && (k.Expires.IsZero() || now.Before(k.Expires))
}

// KeysBody answers admin/keys.
type KeysBody struct {
	Keys []KeyBody `json:"keys" nullable:"false" doc:"Oldest first; ADMIN_TOKEN is none of them"`
}

func (a *API) keys(ctx context.Context, _ *struct{}) (*KeysBody, error) {
	keys, err := a.opt.KeyRing.ListKeys(ctx)
	if err != nil {
		return nil, a.asProblem("keys", err)
	}
	body := &KeysBody{Keys: []KeyBody{}}
	for i := range keys {
		body.Keys = append(body.Keys, keyBody(&keys[i], a.now()))
	}
	return body, nil
}

// NewKeyRequest asks for a key.
type NewKeyRequest struct {
	Name    string `json:"name" minLength:"1" maxLength:"100" doc:"Under which the audit log keeps what it is used for"`
	Role    string `json:"role,omitempty" enum:"read,admin" doc:"read when left out"`
	Expires string `json:"expires,omitempty" maxLength:"40" doc:"RFC 3339 or YYYY-MM-DD (UTC); left out: never"`
}

// NewKeyInput is such a request as it arrives.
type NewKeyInput struct{ Body NewKeyRequest }

// NewKeyBody is a new key with its secret.
type NewKeyBody struct {
	KeyBody
	Key string `json:"key" doc:"The secret, shown this once"`
}

func (a *API) createKey(ctx context.Context, in *NewKeyInput) (*NewKeyBody, error) {
	name, role := strings.TrimSpace(in.Body.Name), voxpop.RoleRead
	if reason := CheckKeyName(name); reason != "" {
		return nil, invalid("body.name", "must be "+reason, nil)
	}
	if in.Body.Role != "" {
		role = voxpop.Role(in.Body.Role)
	}
	expires, err := a.expiry(in.Body.Expires)
	if err != nil {
		return nil, err
	}
	keys, err := a.opt.KeyRing.ListKeys(ctx)
	if err != nil {
		return nil, a.asProblem("keys", err)
	}
	if slices.ContainsFunc(keys, func(k voxpop.Key) bool { return k.Name == name && works(&k, a.now()) }) {
		return nil, problem(http.StatusConflict, "body.name: a key of this name works already; the audit log could not tell them apart")
	}
	k, secret := NewKey(name, role, expires, a.now())
	if err := a.opt.KeyRing.CreateKey(ctx, k, sha256.Sum256([]byte(secret)), KeyEntry(actor(ctx), &k)); err != nil {
		return nil, a.refused("creating a key", err)
	}
	return &NewKeyBody{keyBody(&k, a.now()), secret}, nil
}

// expiry reads when a key is to end; zero for never.
func (a *API) expiry(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := readTime("body.expires", s)
	if err == nil && !t.After(a.now()) {
		err = invalid("body.expires", "must be in the future", s)
	}
	return t, err
}

// NewKey makes a key and its secret, of which only the SHA-256 is to be stored. Zero expires: never.
func NewKey(name string, role voxpop.Role, expires, now time.Time) (k voxpop.Key, secret string) {
	return voxpop.Key{ID: rand.Text()[:8], Name: name, Role: role, Created: now.UTC(), Expires: expires}, "vp_" + rand.Text()
}

// KeyEntry is the line of the audit log of a new key.
func KeyEntry(actor string, k *voxpop.Key) voxpop.AuditEntry {
	return voxpop.AuditEntry{At: k.Created, Actor: actor, Action: "keys.create", Subject: k.ID, Detail: k.Name, After: keyJSON(k)}
}

func keyJSON(k *voxpop.Key) string {
	b, err := json.Marshal(map[string]any{"name": k.Name, "role": k.Role, "expires": optional(k.Expires), "revoked": optional(k.Revoked)})
	if err != nil {
		return "" // times out of what JSON can hold: the entry is without a state
	}
	return string(b)
}

// notKeys are names under which the audit log keeps what was done without a key.
var notKeys = []string{"admin_token", "catalog", "schedule", "command line", "unknown"}

// CheckKeyName says what is wrong with the name of a key, or nothing.
func CheckKeyName(name string) string {
	switch {
	case strings.TrimSpace(name) == "" || len(name) > 100:
		return "a name of 1 to 100 characters"
	case !printable(name):
		return "one line of printable text"
	case slices.Contains(notKeys, strings.ToLower(name)):
		return "a name other than " + strings.Join(notKeys, ", ") + ": the audit log calls others so"
	}
	return ""
}

// KeyInput names a key.
type KeyInput struct {
	ID string `path:"id" maxLength:"60"`
}

func (a *API) revokeKey(ctx context.Context, in *KeyInput) (*KeyBody, error) {
	was, err := a.keyByID(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	gone := was
	gone.Revoked = a.now()
	audit := a.entryOf(ctx, "keys.revoke", in.ID)
	audit.Detail, audit.Before, audit.After = was.Name, keyJSON(&was), keyJSON(&gone)
	if err := a.opt.KeyRing.RevokeKey(ctx, in.ID, audit); err != nil {
		return nil, a.refused("revoking a key", err)
	}
	is, err := a.keyByID(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	body := keyBody(&is, a.now())
	return &body, nil
}

func (a *API) keyByID(ctx context.Context, id string) (voxpop.Key, error) {
	keys, err := a.opt.KeyRing.ListKeys(ctx)
	if err != nil {
		return voxpop.Key{}, a.asProblem("keys", err)
	}
	at := slices.IndexFunc(keys, func(k voxpop.Key) bool { return k.ID == id })
	if at < 0 {
		return voxpop.Key{}, problem(http.StatusNotFound, "path.id: there is no such key; GET /api/v1/admin/keys lists them")
	}
	return keys[at], nil
}
