package api

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	sessionCookie = "voxpop_session"
	sessionLasts  = 12 * time.Hour
)

// A session cookie holds the hash of the key it began with and when it ends, signed. It says
// nothing about what the key may do: that is looked up at each use.

// loadSecret gets the signing secret ready; GET requests only use it.
func (a *auth) loadSecret(ctx context.Context) error {
	if a.secret.Load() != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	secret, err := a.keys.Secret(ctx)
	if err != nil {
		return err
	}
	if len(secret) < 16 {
		return errors.New("the secret that signs sessions is too short")
	}
	a.secret.Store(&secret)
	return nil
}

func (a *auth) sign(secret, payload []byte) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("voxpop session 1\n"))
	mac.Write(payload)
	return mac.Sum(nil)
}

func (a *auth) newSession(hash [32]byte, until time.Time) string {
	payload := binary.BigEndian.AppendUint64(hash[:], uint64(until.Unix()))
	return base64.RawURLEncoding.EncodeToString(append(payload, a.sign(*a.secret.Load(), payload)...))
}

// session returns the key hash of the request's session, if it is ours and has not ended.
func (a *auth) session(r *http.Request) (hash [32]byte, ok bool) {
	cookie, err := r.Cookie(sessionCookie)
	secret := a.secret.Load()
	if err != nil || secret == nil {
		return hash, false
	}
	raw, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil || len(raw) != 32+8+sha256.Size {
		return hash, false
	}
	payload, signature := raw[:40], raw[40:]
	if !hmac.Equal(signature, a.sign(*secret, payload)) {
		return hash, false
	}
	until := time.Unix(int64(binary.BigEndian.Uint64(payload[32:])), 0)
	return [32]byte(payload[:32]), a.clock().Before(until)
}

func setCookie(w http.ResponseWriter, r *http.Request, value string, lasts time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: sessionCookie, Value: value, Path: "/", MaxAge: int(lasts / time.Second),
		HttpOnly: true, SameSite: http.SameSiteStrictMode,
		Secure: r.TLS != nil || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https"),
	})
}

// SessionBody says who is logged in.
type SessionBody struct {
	Role *string `json:"role" enum:"read,admin" doc:"null when nobody is"`
	Name string  `json:"name"`
}

func sessionBody(who identity) SessionBody {
	return SessionBody{words(string(who.role)), who.name}
}

// logIn answers POST session: a JSON or form field "key" becomes a cookie.
func (a *API) logIn(w http.ResponseWriter, r *http.Request, body []byte) error {
	key, err := keyIn(r, body)
	if err != nil {
		return err
	}
	who, err := a.auth.login(r, key)
	if errors.Is(err, errNoKey) {
		return unauthorized()
	}
	if err != nil {
		return a.asProblem("checking a key", err)
	}
	if err := a.auth.loadSecret(r.Context()); err != nil {
		return a.asProblem("signing a session", err)
	}
	setCookie(w, r, a.auth.newSession(who.hash, a.opt.Clock().Add(sessionLasts)), sessionLasts)
	if strings.Contains(r.Header.Get("Accept"), "text/html") {
		http.Redirect(w, r, "/", http.StatusSeeOther) // a form without script
		return nil
	}
	writeJSON(w, http.StatusOK, sessionBody(who))
	return nil
}

func keyIn(r *http.Request, body []byte) (string, error) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "application/x-www-form-urlencoded" {
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return "", problem(http.StatusBadRequest, "The form cannot be read.")
		}
		return form.Get("key"), nil
	}
	var in struct {
		Key string `json:"key"`
	}
	if err := json.Unmarshal(body, &in); err != nil {
		return "", problem(http.StatusBadRequest, `The body must be JSON such as {"key": "…"}, or a form with a field named key.`)
	}
	return in.Key, nil
}

func (a *API) logOut(w http.ResponseWriter, r *http.Request) {
	setCookie(w, r, "", -time.Second)
	writeJSON(w, http.StatusOK, SessionBody{})
}

// whoami answers GET session.
func (a *API) whoami(w http.ResponseWriter, r *http.Request) error {
	who, err := a.auth.identify(r)
	if err != nil && !errors.Is(err, errNoKey) {
		return a.asProblem("checking a key", err)
	}
	writeJSON(w, http.StatusOK, sessionBody(who))
	return nil
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(body) // to the client; there is nobody else to tell
}
