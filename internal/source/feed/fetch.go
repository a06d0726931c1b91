package feed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop/internal/source/polite"
)

const (
	maxBody      = 10 << 20
	fetchTimeout = 20 * time.Second
	// shortWait is the longest Retry-After that is sat out within a task.
	shortWait = 10 * time.Second
	attempts  = 3
	maxHeader = 1000 // of a validator kept for the next request, in bytes
)

// page is a sound answer.
type page struct {
	unchanged          bool // since the validators sent with the request
	body               []byte
	etag, lastModified string
	fresh              time.Duration // for how long the server asks not to be asked again
	at                 time.Time     // when it said so, by its clock
}

// refusal is an answer that is none. after is how long the server asks to be left alone; 0 when it does not say.
type refusal struct {
	status int
	after  time.Duration
}

func (r refusal) Error() string {
	hint := ""
	switch r.status {
	case http.StatusGone, http.StatusNotFound:
		hint = "; if it has moved, correct its address in FEEDS"
	case http.StatusUnauthorized, http.StatusForbidden:
		hint = "; it does not let us read it"
	}
	return fmt.Sprintf("answered %d %s%s", r.status, http.StatusText(r.status), hint)
}

// fetch asks for a feed, giving a short Retry-After its time. requests is how many were made.
func (s *Source) fetch(ctx context.Context, a address, n note) (p page, requests int64, err error) {
	for {
		requests++
		p, err = s.request(ctx, a, n)
		var r refusal
		if !errors.As(err, &r) || r.after == 0 || r.after > shortWait || requests == attempts {
			return p, requests, err
		}
		if err := polite.Wait(ctx, r.after); err != nil {
			return p, requests, err
		}
	}
}

func (s *Source) request(ctx context.Context, a address, n note) (p page, err error) {
	limited, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(limited, http.MethodGet, a.url.String(), nil)
	if err != nil {
		return p, errors.New("its address cannot be asked")
	}
	req.Header.Set("User-Agent", s.cfg.UserAgent)
	req.Header.Set("Accept", "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1")
	if n.ETag != "" {
		req.Header.Set("If-None-Match", n.ETag)
	}
	if n.LastModified != "" {
		req.Header.Set("If-Modified-Since", n.LastModified)
	}
	res, err := s.client.Do(req)
	if err != nil {
		return p, withoutAddress(ctx, err)
	}
	defer res.Body.Close()
	return s.read(ctx, res)
}

func (s *Source) read(ctx context.Context, res *http.Response) (p page, err error) {
	p.at = polite.ServerTime(res.Header, s.cfg.Now())
	p.fresh = maxAge(res.Header.Get("Cache-Control"))
	switch res.StatusCode {
	case http.StatusNotModified:
		p.unchanged = true
		return p, nil
	case http.StatusOK:
	default:
		after, _ := polite.RetryAfter(res.Header.Get("Retry-After"), s.cfg.Now())
		return p, refusal{res.StatusCode, after}
	}
	p.body, err = io.ReadAll(io.LimitReader(res.Body, maxBody+1))
	if err != nil {
		return p, withoutAddress(ctx, err)
	}
	if len(p.body) > maxBody {
		return p, fmt.Errorf("is larger than %d MiB", maxBody>>20)
	}
	p.etag, p.lastModified = validator(res.Header.Get("ETag")), validator(res.Header.Get("Last-Modified"))
	return p, nil
}

// withoutAddress keeps a feed's full address, which may hold a secret, out of errors.
func withoutAddress(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var detailed *url.Error
	if errors.As(err, &detailed) && detailed.Timeout() {
		return errors.New("does not answer in time")
	}
	return fmt.Errorf("cannot be reached: %w", polite.WithoutAddress(err))
}

func validator(s string) string {
	if len(s) > maxHeader {
		return ""
	}
	return s
}

// maxAge reads how long an answer stays fresh.
func maxAge(cacheControl string) time.Duration {
	for part := range strings.SplitSeq(strings.ToLower(cacheControl), ",") {
		if value, ok := strings.CutPrefix(strings.TrimSpace(part), "max-age="); ok {
			if n, err := strconv.ParseInt(strings.Trim(value, `"`), 10, 32); err == nil && n > 0 {
				return time.Duration(n) * time.Second
			}
		}
	}
	return 0
}
