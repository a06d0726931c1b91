package hackernews

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/source/polite"
)

const (
	hitsPerPage    = 1000 // also the most that one search can reach
	maxAnswer      = 32 << 20
	requestTimeout = 12 * time.Second
	attempts       = 3
	longestPause   = 24 * time.Hour
)

// answer is one page of hits. Pointers tell an answer from something else that is JSON.
type answer struct {
	Hits   *[]json.RawMessage `json:"hits"`
	NbHits *int64             `json:"nbHits"`
	at     time.Time          // when the server said so
}

// pauseError says that the other side asks to be left alone for longer than a task lasts.
type pauseError struct{ until time.Time }

func (e pauseError) Error() string {
	return "hacker news search asked to be left alone until " + e.until.UTC().Format(time.RFC3339)
}

// retryError is a failure after which another try is worth it.
type retryError struct {
	error
	after time.Duration
	asked bool // by the other side, not our own choice
}

func (e retryError) Unwrap() error { return e.error }

// search asks for what was created from ≤ t < to, newest first. It waits its turn, and repeats
// what failed for a passing reason while there is time for it before deadline; a wait that the
// other side asks for and that would last longer is a pauseError. requests is how many were made.
func (s *Source) search(ctx context.Context, deadline time.Time, query string, from, to int64) (a answer, requests int64, err error) {
	for try := 1; ; try++ {
		if err := s.turn(ctx); err != nil {
			return a, requests, err
		}
		requests++
		a, err = s.request(ctx, query, from, to)
		var again retryError
		if err == nil || ctx.Err() != nil || !errors.As(err, &again) {
			return a, requests, err
		}
		late := time.Now().Add(again.after + requestTimeout).After(deadline)
		if late && again.asked {
			return a, requests, pauseError{s.cfg.Now().Add(again.after)}
		}
		if late || try == attempts {
			return a, requests, err
		}
		if err := polite.Wait(ctx, again.after); err != nil {
			return a, requests, err
		}
	}
}

func (s *Source) request(ctx context.Context, query string, from, to int64) (a answer, err error) {
	outer := ctx
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.address(query, from, to), nil)
	if err != nil {
		return a, fmt.Errorf("hacker news search: %w", err)
	}
	req.Header.Set("User-Agent", s.cfg.UserAgent)
	req.Header.Set("Accept", "application/json")
	res, err := s.client.Do(req)
	if err != nil {
		if outer.Err() != nil {
			return a, outer.Err()
		}
		return a, retryError{fmt.Errorf("hacker news search at %s does not answer (%w): %w", s.base.Host, voxpop.ErrUnavailable, polite.WithoutAddress(err)), 2 * time.Second, false}
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return a, s.refusal(res)
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return a, retryError{fmt.Errorf("hacker news search: reading the answer: %w", err), 2 * time.Second, false}
	}
	if err := json.Unmarshal(body, &a); err != nil || a.Hits == nil || a.NbHits == nil {
		return a, fmt.Errorf("hacker news search: the answer is not a list of hits (is HN_API_URL right?): %w", voxpop.ErrUnavailable)
	}
	a.at = polite.ServerTime(res.Header, s.cfg.Now())
	return a, nil
}

// refusal turns a status into an error: passing for "too many" and for trouble of the server's.
func (s *Source) refusal(res *http.Response) error {
	err := fmt.Errorf("hacker news search answered %d %s: %w", res.StatusCode, http.StatusText(res.StatusCode), voxpop.ErrUnavailable)
	after, stated := polite.RetryAfter(res.Header.Get("Retry-After"), s.cfg.Now())
	after = min(max(after, time.Second), longestPause)
	switch {
	case res.StatusCode == http.StatusTooManyRequests && !stated:
		return retryError{err, 10 * time.Second, true}
	case res.StatusCode == http.StatusTooManyRequests, res.StatusCode >= 500 && stated:
		return retryError{err, after, true}
	case res.StatusCode >= 500:
		return retryError{err, 2 * time.Second, false}
	}
	return err
}

func (s *Source) address(query string, from, to int64) string {
	u := s.base.JoinPath("search_by_date")
	u.RawQuery = url.Values{
		"query":          {query},
		"tags":           {"(story,comment)"},
		"numericFilters": {fmt.Sprintf("created_at_i>=%d,created_at_i<%d", from, to)},
		"hitsPerPage":    {strconv.Itoa(hitsPerPage)},
		"advancedSyntax": {"true"}, // quotes mean phrases
		"typoTolerance":  {"false"},
	}.Encode()
	return u.String()
}

// turn waits until the pace allows a request, and takes the turn.
func (s *Source) turn(ctx context.Context) error {
	s.mu.Lock()
	now := time.Now()
	at := s.next
	if at.Before(now) {
		at = now
	}
	s.next = at.Add(s.cfg.Pace)
	s.mu.Unlock()
	return polite.Wait(ctx, at.Sub(now))
}
