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
	"time"

	"github.com/voxpop-dev/voxpop/internal/source/polite"
)

// Bounds of one answer. A call with all its attempts ends within callTimeout, so that a task against a server that hangs
// ends well before its job is given up.
const (
	requestTimeout = 10 * time.Second
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
			return &passing{err: fmt.Errorf("reddit gave an unsound answer: %w", err)}
		}
		return nil
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("read %.200s: %w", path, err)
	}
	return date.UTC(), nil
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
	if err := c.pace.wait(ctx); err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	req.Header.Set("User-Agent", c.cfg.UserAgent)
	c.requests++
	res, err := c.http.Do(req.WithContext(ctx))
	if err != nil {
		return nil, nil, sendError(err)
	}
	defer res.Body.Close()
	now := time.Now()
	c.pace.observe(res.Header, now)
	body, err := io.ReadAll(io.LimitReader(res.Body, maxBody+1))
	switch {
	case res.StatusCode != http.StatusOK:
		return nil, nil, statusError(res, body, now)
	case err != nil:
		return nil, nil, sendError(err)
	case len(body) > maxBody:
		return nil, nil, fmt.Errorf("reddit's answer is larger than %d MiB", maxBody>>20)
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
			return err
		}
		wait := p.wait
		if wait > 0 {
			wait += rand.N(500 * time.Millisecond)
			c.pace.holdUntil(time.Now().Add(wait))
		} else {
			wait = (500*time.Millisecond)<<(n-1) + rand.N(500*time.Millisecond)
		}
		if deadline, _ := ctx.Deadline(); n == maxAttempts || time.Until(deadline) < wait+time.Second {
			return err
		}
		if err := polite.Wait(ctx, wait); err != nil {
			return err
		}
	}
}
