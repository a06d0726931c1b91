package llm

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/openai/openai-go/v3"

	"github.com/voxpop-dev/voxpop"
)

// failure is why a call gave nothing. detail is in our own words: what an endpoint says may quote the key, or the texts.
type failure struct {
	detail    string
	passing   bool          // worth another try
	content   bool          // because of what was asked: the call is to be halved
	after     time.Duration // the endpoint asks to be left alone for so long
	rest      time.Duration // nobody is to be asked for so long, whatever came before
	parameter string        // that the endpoint does not know
}

func (f *failure) Error() string { return f.detail }

// orStopped ends asking for a while because of a failure that is not about what was asked.
func (f *failure) orStopped(now time.Time) error {
	if f.content {
		return f
	}
	return &voxpop.Paused{Pause: voxpop.Pause{Reason: voxpop.StandInUnavailable, Detail: f.detail, Since: now, Until: now.Add(max(f.after, firstOpen))}}
}

// answeredWithStatus reports whether the endpoint refused, so that nothing was computed.
func answeredWithStatus(err error) bool {
	var api *openai.Error
	return errors.As(err, &api)
}

// failureOf tells failures apart. ctx is the caller's: when it has ended, that is the error.
func failureOf(err error, ctx context.Context, now time.Time) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var api *openai.Error
	var network net.Error
	switch {
	case errors.As(err, &api):
		return statusFailure(api, now)
	case errors.Is(err, errPrivate):
		return &failure{detail: errPrivate.Error(), rest: longOpen}
	case errors.Is(err, errRedirect):
		return &failure{detail: errRedirect.Error(), rest: longOpen}
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return &failure{detail: "the endpoint did not answer in time", passing: true}
	case errors.As(err, &network):
		return &failure{detail: "the endpoint cannot be reached", passing: true}
	}
	return &failure{detail: "the endpoint's answer cannot be read", passing: true}
}

// Codes that endpoints give.
const (
	codeQuota  = "insufficient_quota"
	codeFilter = "content_filter"
	codeLong   = "context_length_exceeded"
)

func statusFailure(e *openai.Error, now time.Time) *failure {
	f := &failure{detail: fmt.Sprintf("the endpoint answers %d %s", e.StatusCode, http.StatusText(e.StatusCode))}
	if e.Response != nil {
		f.after = retryAfter(e.Response.Header.Get("Retry-After"), now)
	}
	switch {
	case e.StatusCode == http.StatusBadRequest && known(e.Param):
		f.parameter, f.rest = e.Param, longOpen
	case e.Code == codeFilter:
		f.detail, f.content = "the endpoint's content filter refuses the item", true
	case e.Code == codeLong, e.StatusCode == http.StatusRequestEntityTooLarge:
		f.detail, f.content = "the item is too long for the model", true
	case e.Code == codeQuota:
		f.detail, f.rest = "the account has no credit left", time.Hour
	case e.StatusCode == http.StatusUnauthorized, e.StatusCode == http.StatusForbidden:
		f.detail, f.rest = f.detail+": it does not take the key", longOpen
	case e.StatusCode == http.StatusNotFound:
		f.detail, f.rest = f.detail+": look at the address and the name of the model", longOpen
	case e.StatusCode == http.StatusTooManyRequests:
		f.passing = true
		if f.after > longPause {
			f.rest = min(f.after, time.Hour)
		}
	case e.StatusCode == http.StatusRequestTimeout, e.StatusCode >= 500:
		f.passing = true
	default:
		f.rest = longOpen // it will refuse the next one as well
	}
	return f
}

// known reports whether a parameter is one that can be left out.
func known(parameter string) bool {
	return parameter == paramTemperature || parameter == paramMax || parameter == paramOldMax
}

// retryAfter reads the header: seconds, or a date; 0 for none.
func retryAfter(header string, now time.Time) time.Duration {
	if n, err := strconv.ParseFloat(header, 64); err == nil && n > 0 && n < 1e6 {
		return time.Duration(n * float64(time.Second))
	}
	if t, err := http.ParseTime(header); err == nil && t.After(now) {
		return t.Sub(now)
	}
	return 0
}
