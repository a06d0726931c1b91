package redditsim

import (
	"crypto/subtle"
	"net/http"
	"strings"
	"sync"
	"time"
)

// tokens remembers which bearer tokens were given out.
type tokens struct {
	mu     sync.Mutex
	count  uint64
	issued map[string]token
}

type token struct {
	client  string
	expires time.Time
}

func (t *tokens) issue(client string, expires time.Time) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.count++
	value := "sim-" + base36(mix(t.count, uint64(expires.UnixNano()))) + base36(t.count)
	t.issued[value] = token{client: client, expires: expires}
	return value
}

// client is whose token it is; empty when it is unknown or expired.
func (t *tokens) client(value string, now time.Time) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	got, ok := t.issued[value]
	if !ok || !now.Before(got.expires) {
		return ""
	}
	return got.client
}

// RevokeTokens makes every token given out so far worthless, as if they had expired.
func (s *Sim) RevokeTokens() {
	s.tokens.mu.Lock()
	defer s.tokens.mu.Unlock()
	clear(s.tokens.issued)
}

// accessToken answers POST /api/v1/access_token.
func (s *Sim) accessToken(r *http.Request) answer {
	if r.Method != http.MethodPost {
		return failure(http.StatusMethodNotAllowed, "")
	}
	client, secret, ok := r.BasicAuth()
	if !ok || client == "" || s.config.ClientID != "" &&
		!(same(client, s.config.ClientID) && same(secret, s.config.ClientSecret)) {
		return failure(http.StatusUnauthorized, "")
	}
	switch r.PostFormValue("grant_type") {
	case "client_credentials":
	case "password":
		name, password := r.PostFormValue("username"), r.PostFormValue("password")
		if name == "" || s.config.Username != "" &&
			!(same(name, s.config.Username) && same(password, s.config.Password)) {
			return answer{body: map[string]string{"error": "invalid_grant"}}
		}
	default:
		return answer{body: map[string]string{"error": "unsupported_grant_type"}}
	}
	ttl := s.config.TokenTTL
	return answer{body: map[string]any{
		"access_token": s.tokens.issue(client, s.Now().Add(ttl)),
		"token_type":   "bearer",
		"expires_in":   int(ttl.Seconds()),
		"scope":        "*",
	}}
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// bearer is the token a request carries.
func bearer(r *http.Request) string {
	scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "bearer") {
		return ""
	}
	return strings.TrimSpace(value)
}

// anonymousAgent reports whether a user agent is one that Reddit turns away: none, or the
// default of a library.
func anonymousAgent(agent string) bool {
	for _, prefix := range []string{"Go-http-client", "python-requests", "Python-urllib", "curl/", "Wget/", "okhttp"} {
		if strings.HasPrefix(agent, prefix) {
			return true
		}
	}
	return strings.TrimSpace(agent) == ""
}
