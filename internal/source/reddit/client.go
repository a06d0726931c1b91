package reddit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/source/polite"
)

// Bounds of one answer. A call with all its attempts ends within callTimeout, so that a task against a server that hangs
// ends well before its job is given up.
const (
	requestTimeout = 10 * time.Second
	probeTimeout   = 5 * time.Second
	callTimeout    = 45 * time.Second
	maxAttempts    = 3
	maxBody        = 16 << 20
)

// client speaks HTTP with Reddit for all tasks of a Source.
type client struct {
	cfg   Config
	http  *http.Client
	pace  pace
	token token
	sent  atomic.Int64 // requests since the last upkeep
}

func newClient(cfg Config) *client {
	rt := cfg.Transport
	if rt == nil {
		rt = &http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
			TLSHandshakeTimeout:   5 * time.Second,
			ResponseHeaderTimeout: requestTimeout,
			IdleConnTimeout:       90 * time.Second,
			MaxIdleConnsPerHost:   8,
			ForceAttemptHTTP2:     true,
		}
	}
	return &client{cfg: cfg, http: &http.Client{
		Transport: rt,
		// A redirect says that a community was renamed, or leads away from the API: never follow.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// caller is one task's use of the client. It counts requests. Not safe for concurrent use.
type caller struct {
	*client
	requests int64
	// probing makes a call with one short attempt: it only finds out which part of a failing whole is at fault.
	probing bool
}

// attempts is how often a call is made that fails with err: one that nobody answers takes long to fail.
func (c *caller) attempts(err error) int {
	switch {
	case c.probing:
		return 1
	case errors.Is(err, context.DeadlineExceeded):
		return 2
	}
	return maxAttempts
}

func (c *caller) timeout() time.Duration {
	if c.probing {
		return probeTimeout
	}
	return requestTimeout
}

// get asks for path and gives the body of a 200 to accept. An error of accept counts as an unsound answer and is tried again.
// The Date header comes back, zero when there was none.
func (c *caller) get(ctx context.Context, path string, query url.Values, accept func(body []byte) error) (time.Time, error) {
	query.Set("raw_json", "1")
	address := c.cfg.APIURL + path + "?" + query.Encode()
	var date time.Time
	err := c.retry(ctx, func(ctx context.Context) error {
		res, body, err := c.authorized(ctx, address)
		if err != nil {
			return err
		}
		date, _ = http.ParseTime(res.Header.Get("Date"))
		if err := accept(body); err != nil {
			return &passing{err: fmt.Errorf("reddit gave an unsound answer, or a proxy or block page did in its place: %w", err)}
		}
		return nil
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("read %s: %w", shortly(path), err)
	}
	return date.UTC(), nil
}

// shortly is a path without the names of all but the first of joined communities.
func shortly(path string) string {
	names, rest, found := strings.Cut(strings.TrimPrefix(path, "/r/"), "/")
	if first, others, joined := strings.Cut(names, "+"); found && joined {
		return fmt.Sprintf("/r/%s and %d more, /%s", first, strings.Count(others, "+")+1, rest)
	}
	return fmt.Sprintf("%.100s", path)
}

// authorized sends one request with a token, which it renews once when Reddit no longer takes it.
func (c *caller) authorized(ctx context.Context, address string) (*http.Response, []byte, error) {
	for renewed := false; ; renewed = true {
		bearer, err := c.bearer(ctx)
		if err != nil {
			return nil, nil, err
		}
		req, err := http.NewRequest(http.MethodGet, address, nil)
		if err != nil {
			return nil, nil, err
		}
		req.Header.Set("Authorization", "Bearer "+bearer)
		res, body, err := c.send(ctx, req)
		if errors.Is(err, errKeys) && !renewed {
			c.token.drop(bearer)
			continue
		}
		return res, body, err
	}
}

// send makes one request and reads its answer. A status other than 200 is an error.
func (c *caller) send(ctx context.Context, req *http.Request) (*http.Response, []byte, error) {
	if err := c.wait(ctx); err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.timeout())
	defer cancel()
	req.Header.Set("User-Agent", c.cfg.UserAgent)
	c.requests++
	c.sent.Add(1)
	res, err := c.http.Do(req.WithContext(ctx))
	if err != nil {
		return nil, nil, sendError(err)
	}
	defer res.Body.Close()
	now := time.Now()
	if err := c.learn(ctx, res.Header, now); err != nil {
		return nil, nil, err
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxBody+1))
	switch {
	case res.StatusCode != http.StatusOK:
		return nil, nil, statusError(res, body, now)
	case err != nil:
		return nil, nil, sendError(err)
	case len(body) > maxBody:
		return nil, nil, pass("reddit's answer is larger than %d MiB", maxBody>>20)
	}
	return res, body, nil
}

// retry makes up to maxAttempts, with pauses between that grow and vary, or that the server asked for.
func (c *caller) retry(parent context.Context, attempt func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(parent, callTimeout)
	defer cancel()
	for n := 1; ; n++ {
		err := attempt(ctx)
		if err == nil {
			return nil
		}
		if parent.Err() != nil {
			return parent.Err()
		}
		var p *passing
		if !errors.As(err, &p) {
			if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
				err = pass("reddit gave no answer within %v: %w", callTimeout, voxpop.ErrUnavailable)
			}
			return err
		}
		wait := p.wait
		if wait > 0 {
			wait += rand.N(500 * time.Millisecond)
			if err := c.holdUntil(ctx, time.Now().Add(wait)); err != nil {
				return err
			}
		} else {
			wait = (500*time.Millisecond)<<(n-1) + rand.N(500*time.Millisecond)
		}
		if deadline, _ := ctx.Deadline(); n >= c.attempts(err) || time.Until(deadline) < wait+time.Second {
			return err
		}
		if polite.Wait(ctx, wait) != nil {
			return err
		}
	}
}
