package polite_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/voxpop-dev/voxpop/internal/source/polite"
)

var now = time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)

func TestRetryAfter(t *testing.T) {
	for value, want := range map[string]struct {
		pause  time.Duration
		stated bool
	}{
		"":                              {0, false},
		"soon":                          {0, false},
		"NaN":                           {0, false},
		"Inf":                           {0, false},
		"-5":                            {0, false},
		"0":                             {0, true},
		" 17 ":                          {17 * time.Second, true},
		"1.5":                           {1500 * time.Millisecond, true},
		"99999999999":                   {polite.Longest, true},
		"Wed, 04 Mar 2026 12:10:00 GMT": {10 * time.Minute, true},
		"Wed, 04 Mar 2026 11:00:00 GMT": {0, true},
		"Wed, 04 Mar 9999 12:00:00 GMT": {polite.Longest, true},
	} {
		if pause, stated := polite.RetryAfter(value, now); pause != want.pause || stated != want.stated {
			t.Errorf("%q: %v, %v; want %v, %v", value, pause, stated, want.pause, want.stated)
		}
	}
}

func FuzzRetryAfter(f *testing.F) {
	f.Add("1e400")
	f.Add("Wed, 04 Mar 2026 12:10:00 GMT")
	f.Fuzz(func(t *testing.T, value string) {
		pause, stated := polite.RetryAfter(value, now)
		if pause < 0 || pause > polite.Longest || !stated && pause != 0 {
			t.Errorf("%q: %v, %v", value, pause, stated)
		}
	})
}

func TestServerTime(t *testing.T) {
	ours := now.Add(300 * time.Millisecond)
	for date, want := range map[string]time.Time{
		"Wed, 04 Mar 2026 12:05:00 GMT": now.Add(5 * time.Minute),
		"Wed, 04 Mar 2026 11:55:00 GMT": now.Add(-5 * time.Minute),
		"Wed, 04 Mar 2026 13:00:00 GMT": now,
		"Tue, 03 Mar 2026 12:00:00 GMT": now,
		"":                              now,
		"today":                         now,
	} {
		if got := polite.ServerTime(http.Header{"Date": {date}}, ours); !got.Equal(want) || got.Location() != time.UTC {
			t.Errorf("%q: %v, want %v", date, got, want)
		}
	}
}

func TestWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		if err := polite.Wait(t.Context(), time.Minute); err != nil || time.Since(begin) != time.Minute {
			t.Errorf("after %v: %v", time.Since(begin), err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := polite.Wait(ctx, time.Hour); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("cut short: %v", err)
		}
		if err := polite.Wait(ctx, 0); err == nil {
			t.Error("nothing to wait for, but the context has ended: no error")
		}
	})
}

func TestWithoutAddress(t *testing.T) {
	cause := errors.New("refused")
	for _, err := range []error{cause, &url.Error{Op: "Get", URL: "https://secret.example", Err: cause}, fmt.Errorf("x: %w", &url.Error{Err: cause})} {
		if got := polite.WithoutAddress(err); got != cause {
			t.Errorf("%v: %v", err, got)
		}
	}
}
