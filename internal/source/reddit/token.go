package reddit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// token is the bearer token that all tasks share.
type token struct {
	mu      sync.Mutex
	bearer  string
	expires time.Time
	gate    chan struct{} // held by the one task that fetches; nil until first used
	refused error         // why the last fetch failed, and when
	failed  time.Time
}

// renewEarly is how long before its end a token is replaced.
const renewEarly = 2 * time.Minute

func (t *token) get(now time.Time) (string, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.bearer, t.bearer != "" && now.Before(t.expires)
}

func (t *token) set(bearer string, expires time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.bearer, t.expires = bearer, expires
}

// drop forgets a token that Reddit refused, unless another task has replaced it already.
func (t *token) drop(bearer string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.bearer == bearer {
		t.bearer = ""
	}
}

// enter waits until no other task is fetching a token.
func (t *token) enter(ctx context.Context) error {
	t.mu.Lock()
	if t.gate == nil {
		t.gate = make(chan struct{}, 1)
	}
	gate := t.gate
	t.mu.Unlock()
	select {
	case gate <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t *token) leave() { <-t.gate }

// bearer returns a token that is good for a while, and fetches one when there is none.
func (c *caller) bearer(ctx context.Context) (string, error) {
	asked := time.Now()
	if b, ok := c.token.get(asked); ok {
		return b, nil
	}
	if err := c.token.enter(ctx); err != nil {
		return "", err
	}
	defer c.token.leave()
	if b, ok := c.token.get(time.Now()); ok {
		return b, nil
	}
	if err := c.token.failedSince(asked); err != nil {
		return "", err
	}
	b, err := c.fetchToken(ctx)
	if err != nil && ctx.Err() == nil {
		c.token.fail(err, time.Now())
	}
	return b, err
}

// failedSince is why a fetch failed for which a task has waited; nil when none did. Tasks that waited one after the
// other for a host that does not answer would wait for the sum of it.
func (t *token) failedSince(asked time.Time) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.failed.After(asked) {
		return t.refused
	}
	return nil
}

func (t *token) fail(err error, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.refused, t.failed = err, now
}

func (c *caller) fetchToken(ctx context.Context) (string, error) {
	form := url.Values{"grant_type": {"client_credentials"}}
	if c.cfg.Username != "" {
		form = url.Values{"grant_type": {"password"}, "username": {c.cfg.Username}, "password": {c.cfg.Password}}
	}
	req, err := http.NewRequest(http.MethodPost, c.cfg.AuthURL+"/api/v1/access_token", strings.NewReader(form.Encode()))
	if err != nil {
		return "", errors.New("build the token request: check REDDIT_AUTH_URL")
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth(c.cfg.ClientID, c.cfg.ClientSecret)
	_, body, err := c.send(ctx, req)
	var no *refusal
	switch {
	case errors.Is(err, errKeys):
		return "", errors.New("reddit refused the keys (401): check REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET")
	case errors.As(err, &no):
		return "", errors.New("reddit gives no tokens here: check REDDIT_AUTH_URL and REDDIT_USER_AGENT, and that the keys are approved: " + no.words)
	case err != nil:
		return "", err
	}
	var answer struct {
		AccessToken any `json:"access_token"`
		ExpiresIn   any `json:"expires_in"`
		Error       any `json:"error"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return "", pass("reddit's token answer is not JSON")
	}
	if answer.Error == "invalid_grant" {
		return "", errors.New("reddit refused user name and password: check REDDIT_USERNAME and REDDIT_PASSWORD, and that the app is of type script")
	}
	bearer, _ := answer.AccessToken.(string)
	if (answer.Error != nil && answer.Error != "") || bearer == "" {
		return "", pass("reddit's token answer has no token: check that the keys are approved and the app's type fits")
	}
	life := lifetime(answer.ExpiresIn)
	c.token.set(bearer, time.Now().Add(max(life-renewEarly, life/2)))
	return bearer, nil
}

// lifetime reads how many seconds a token lasts, written as a number or as text; an hour when it makes no sense.
func lifetime(v any) time.Duration {
	seconds, err := strconv.ParseFloat(fmt.Sprint(v), 64)
	if err != nil || !(seconds >= 1 && seconds <= 48*3600) {
		return time.Hour
	}
	return time.Duration(seconds * float64(time.Second))
}
