package api

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/voxpop-dev/voxpop"
)

// identity is who asks.
type identity struct {
	name string
	role voxpop.Role
	hash [32]byte // of the key
}

// auth finds out who asks: ADMIN_TOKEN, a stored key, or a session that began with one.
type auth struct {
	keys     KeyReader
	admin    [32]byte
	hasAdmin bool
	secret   atomic.Pointer[[]byte] // signs sessions
	clock    func() time.Time
	failures throttle
}

func newAuth(keys KeyReader, adminToken string, clock func() time.Time) *auth {
	return &auth{keys: keys, admin: sha256.Sum256([]byte(adminToken)), hasAdmin: adminToken != "", clock: clock}
}

var errNoKey = errors.New("no such key")

// byHash returns who holds the key with this hash. It is asked for each use, so that a
// revoked key, or a changed ADMIN_TOKEN, ends its sessions too.
func (a *auth) byHash(ctx context.Context, hash [32]byte) (identity, error) {
	if subtle.ConstantTimeCompare(hash[:], a.admin[:]) == 1 && a.hasAdmin {
		return identity{"ADMIN_TOKEN", voxpop.RoleAdmin, hash}, nil
	}
	k, err := a.keys.KeyByHash(ctx, hash)
	if errors.Is(err, voxpop.ErrNotFound) || err == nil && !works(&k, a.clock()) {
		return identity{}, errNoKey
	}
	return identity{k.Name, k.Role, hash}, err
}

// presented returns the key in the headers of a request.
func presented(r *http.Request) string {
	if scheme, key, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		if key = strings.TrimSpace(key); key != "" {
			return key
		}
	}
	for _, name := range []string{"X-Admin-Token", "X-API-Key"} {
		if key := r.Header.Get(name); key != "" {
			return key
		}
	}
	return ""
}

// identify returns who asks. errNoKey means nobody we know.
func (a *auth) identify(r *http.Request) (identity, error) {
	if key := presented(r); key != "" {
		return a.login(r, key)
	}
	hash, ok := a.session(r)
	if !ok {
		return identity{}, errNoKey
	}
	return a.byHash(r.Context(), hash)
}

// login checks a key and counts failures against the client.
func (a *auth) login(r *http.Request, key string) (identity, error) {
	client := clientOf(r)
	if wait := a.failures.wait(client, time.Now()); wait > 0 {
		return identity{}, tooMany(wait)
	}
	if key == "" {
		return identity{}, errNoKey
	}
	who, err := a.byHash(r.Context(), sha256.Sum256([]byte(key)))
	if errors.Is(err, errNoKey) {
		a.failures.failed(client, time.Now())
	}
	return who, err
}

type identityKey struct{}

// actor is the name under which the audit log keeps what the request changes.
func actor(ctx context.Context) string {
	if who, ok := ctx.Value(identityKey{}).(identity); ok {
		return who.name
	}
	return "unknown"
}

// require lets a request through whose key has the role; admin keys may do all that others may.
func (a *API) require(role voxpop.Role) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		r, w := humago.Unwrap(ctx)
		who, err := a.auth.identify(r)
		switch {
		case errors.Is(err, errNoKey):
			writeProblem(w, r, unauthorized())
		case err != nil:
			writeProblem(w, r, a.asProblem("checking a key", err))
		case who.role != voxpop.RoleAdmin && who.role != role:
			writeProblem(w, r, problem(http.StatusForbidden, "This key may read, but this needs an admin key."))
		default:
			w.Header().Set("Cache-Control", "no-store")
			next(huma.WithValue(ctx, identityKey{}, who))
		}
	}
}

func unauthorized() error {
	return huma.ErrorWithHeaders(
		problem(http.StatusUnauthorized, "This needs a key: send it as Authorization: Bearer KEY, X-Admin-Token or X-API-Key, or log in. The key is missing or not valid."),
		http.Header{"Www-Authenticate": {`Bearer realm="voxpop"`}})
}
