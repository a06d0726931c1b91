package reddit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/source/polite"
)

// refusal is Reddit's no to a community: private, banned, quarantined, renamed. Others may still be read.
type refusal struct{ words string }

func (e *refusal) Error() string { return e.words }

// passing is trouble that another attempt may not meet. wait is the pause asked for, 0 when none was.
type passing struct {
	err  error
	wait time.Duration
}

func (e *passing) Error() string { return e.err.Error() }
func (e *passing) Unwrap() error { return e.err }

func pass(format string, args ...any) error { return &passing{err: fmt.Errorf(format, args...)} }

// silence is an answer that did not come, or not to its end, in time.
type silence struct{}

func (*silence) Error() string {
	return "reddit does not answer in time: see whether this machine reaches it, else it is Reddit's trouble"
}
func (*silence) Is(target error) bool {
	return target == context.DeadlineExceeded || target == voxpop.ErrUnavailable
}

var errKeys = errors.New("reddit refused the token (401): check REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET")

// statusError turns a status that is not 200 into an error that says what to do.
func statusError(res *http.Response, body []byte, now time.Time) error {
	switch code := res.StatusCode; {
	case code == http.StatusTooManyRequests:
		return &passing{err: fmt.Errorf("reddit is asked too often (429): %w", voxpop.ErrUnavailable), wait: max(retryAfter(res.Header, now), leastPause)}
	case code == http.StatusUnauthorized:
		return errKeys
	case code == http.StatusForbidden:
		return forbidden(body)
	case code == http.StatusNotFound:
		if reasonOf(body) == "banned" {
			return &refusal{"banned by Reddit (404): remove it from SUBREDDIT_LIST"}
		}
		return &refusal{"not found (404): check the spelling in SUBREDDIT_LIST"}
	case code >= 300 && code < 400:
		return redirected(res)
	case code >= 500:
		return &passing{err: fmt.Errorf("reddit has trouble (%d): %w", code, voxpop.ErrUnavailable), wait: statedPause(res.Header, now)}
	default:
		return fmt.Errorf("reddit answered with status %d", code)
	}
}

// forbidden tells a closed community from a refused program: only the former comes as Reddit's own JSON.
func forbidden(body []byte) error {
	switch reasonOf(body) {
	case "private":
		return &refusal{"private (403): only its members may read it"}
	case "quarantined":
		return &refusal{"quarantined (403): the account has to opt in on reddit.com before it can be read"}
	case "gold_only":
		return &refusal{"for premium members only (403)"}
	}
	if !json.Valid(body) || len(body) == 0 {
		return errors.New("reddit refused this program (403): check REDDIT_USER_AGENT, and that the keys are approved for the API")
	}
	return &refusal{"refused (403): private, quarantined, or not open to these keys"}
}

func reasonOf(body []byte) string {
	var b struct {
		Reason any `json:"reason"`
	}
	if json.Unmarshal(body, &b) != nil {
		return ""
	}
	reason, _ := b.Reason.(string)
	return reason
}

func redirected(res *http.Response) error {
	to, err := url.Parse(res.Header.Get("Location"))
	if err != nil {
		to = &url.URL{}
	}
	if strings.HasPrefix(to.Path, "/subreddits/search") {
		return &refusal{"no such community (302): renamed or never there; check the spelling in SUBREDDIT_LIST"}
	}
	if name, ok := strings.CutPrefix(to.EscapedPath(), "/r/"); ok {
		name, _, _ = strings.Cut(name, "/")
		if communityName.MatchString(name) {
			return &refusal{"renamed to " + name + " (302): put the new name into SUBREDDIT_LIST"}
		}
	}
	return fmt.Errorf("reddit answered with an unexpected redirect (%d): check REDDIT_API_URL", res.StatusCode)
}

// sendError drops what net/http adds (the whole address) from an error of sending.
func sendError(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return &passing{err: &silence{}}
	}
	return &passing{err: fmt.Errorf("reddit does not answer: %w: %w", polite.WithoutAddress(err), voxpop.ErrUnavailable)}
}
