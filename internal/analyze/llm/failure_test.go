package llm

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// fault is what one request meets.
type fault = func(http.ResponseWriter, *http.Request, question)

func hangUp(w http.ResponseWriter, _ *http.Request, _ question) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}

func hang(_ http.ResponseWriter, r *http.Request, _ question) { <-r.Context().Done() }

func raw(body string) fault {
	return func(w http.ResponseWriter, _ *http.Request, _ question) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(body))
	}
}

// TestFailures lets the first request, or several, meet each failure there is.
func TestFailures(t *testing.T) {
	for name, c := range map[string]struct {
		script  []fault
		answers bool          // in the end
		pause   time.Duration // for which nobody is asked; 0: none
		detail  string
		calls   int
	}{
		"a broken connection":       {[]fault{hangUp}, true, 0, "", 2},
		"a server error":            {[]fault{refuses(500, ""), refuses(503, "")}, true, 0, "", 3},
		"server errors":             {[]fault{refuses(500, ""), refuses(502, ""), refuses(503, "")}, false, time.Minute, "answers 503", 3},
		"no answer in time":         {[]fault{hang}, true, 0, "", 2},
		"slow down, a little":       {[]fault{refuses(429, "", "Retry-After", "7")}, true, 0, "", 2},
		"slow down, for long":       {[]fault{refuses(429, "", "Retry-After", "120")}, false, 2 * time.Minute, "answers 429", 1},
		"slow down, until a date":   {[]fault{refuses(429, "", "Retry-After", "Wed, 04 Mar 2026 12:10:00 GMT")}, false, 10 * time.Minute, "answers 429", 1},
		"no credit":                 {[]fault{refuses(429, "openai_quota")}, false, time.Hour, "no credit", 1},
		"a wrong key":               {[]fault{refuses(401, "openai_key")}, false, longOpen, "does not take the key", 1},
		"no such model":             {[]fault{refuses(404, "ollama_model")}, false, longOpen, "name of the model", 1},
		"a bad request":             {[]fault{refuses(400, "")}, false, longOpen, "answers 400", 1},
		"temperature is refused":    {[]fault{refuses(400, "openai_temperature")}, true, 0, "", 2},
		"max_tokens is refused":     {[]fault{refuses(400, "openai_max_tokens")}, true, 0, "", 2},
		"both":                      {[]fault{refuses(400, "openai_temperature"), refuses(400, "openai_max_tokens")}, true, 0, "", 3},
		"refused though left out":   {[]fault{refuses(400, "openai_temperature"), refuses(400, "openai_temperature")}, false, longOpen, "answers 400", 2},
		"a redirect":                {[]fault{refuses(307, "", "Location", "http://127.0.0.1:1/")}, false, longOpen, "redirects", 1},
		"an answer without JSON":    {[]fault{raw("<html>")}, true, 0, "", 2},
		"an endless answer":         {[]fault{raw(`{"id":"` + strings.Repeat("x", maxAnswer))}, true, 0, "", 2},
		"an answer without choices": {[]fault{raw(`{"choices":[]}`)}, true, 0, "", 2},
		"a model that chats":        {[]fault{content("Sure! Here is the JSON: {}")}, true, 0, "", 2},
		"a field too many":          {[]fault{content(`{"items":[],"note":"x"}`)}, true, 0, "", 2},
		"two objects":               {[]fault{content(`{"items":[]}{"items":[]}`)}, true, 0, "", 2},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, func(c *Config) {
				if name == "no answer in time" {
					c.Timeout = 50 * time.Millisecond
				}
			})
			b.script = c.script
			q := items("good")
			got, err := b.engine.Ask(t.Context(), q)
			if len(b.asked) != c.calls {
				t.Errorf("%d requests, want %d", len(b.asked), c.calls)
			}
			if c.answers {
				if err != nil || b.found(t, got[0], q[0]).Text.Positive != 0.8 {
					t.Errorf("%+v, %v", got, err)
				}
				return
			}
			var p *voxpop.Paused
			if !errors.As(err, &p) || p.Reason != voxpop.StandInUnavailable || !strings.Contains(p.Detail, c.detail) || p.Until.Sub(b.now) != c.pause {
				t.Fatalf("%+v, %v", p, err)
			}
			if got[0] != (voxpop.Answered{}) {
				t.Errorf("%+v", got)
			}
		})
	}
}

// TestNoSecretIsTold looks for the key and for the texts in everything that is said about failures.
func TestNoSecretIsTold(t *testing.T) {
	for _, f := range []fault{
		refuses(401, "openai_key"), refuses(500, "openai_key"), refuses(400, "openai_key"), raw("private words 0 " + secret), content("private words 0 " + secret), hangUp,
		refuses(307, "", "Location", "http://"+secret+"@127.0.0.1:1/"),
	} {
		b := newBench(t)
		b.script = []fault{f, f, f, f, f, f, f, f, f}
		got, err := b.engine.Ask(t.Context(), items("private words"))
		if said := fmt.Sprintf("%v %+v %#v", got, err, err); strings.Contains(said, secret) || strings.Contains(said, "private words") {
			t.Errorf("%s", said)
		}
	}
}

func TestRetryWaits(t *testing.T) {
	b := newBench(t)
	b.script = []fault{refuses(500, ""), refuses(429, "", "Retry-After", "7")}
	if _, err := b.engine.Ask(t.Context(), items("good")); err != nil {
		t.Fatal(err)
	}
	if len(b.waited) != 2 || b.waited[0] != time.Second || b.waited[1] != 7*time.Second {
		t.Errorf("waited %v", b.waited)
	}
}

func TestACulpritIsFoundByHalving(t *testing.T) {
	for name, refusal := range map[string]fault{
		"filter": refuses(400, "azure_filtered"), "too large": refuses(413, ""),
		"cut off": raw(`{"choices":[{"finish_reason":"length","message":{"content":"{\"items\":["}}],"usage":{"prompt_tokens":9,"completion_tokens":9}}`),
		"refusal": raw(`{"choices":[{"finish_reason":"stop","message":{"content":"","refusal":"I cannot"}}]}`),
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			honestly := says("openai")
			picky := func(w http.ResponseWriter, r *http.Request, q question) {
				for _, item := range q.Items {
					if strings.HasPrefix(item.Text, "bad") {
						refusal(w, r, q)
						return
					}
				}
				honestly(w, r, q)
			}
			for range 20 {
				b.script = append(b.script, picky)
			}
			q := items("good", "good", "good", "bad", "good", "good")
			got, err := b.engine.Ask(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			for i, a := range got {
				if i == 3 && (a.Problem == "" || a.Answer != "") || i != 3 && (a.Problem != "" || b.found(t, a, q[i]).Text.Positive != 0.8) {
					t.Errorf("item %d: %+v", i, a)
				}
			}
		})
	}
}

func TestCircuitBreaker(t *testing.T) {
	b := newBench(t)
	down := func(n int) {
		b.script = nil
		for range n {
			b.script = append(b.script, refuses(503, ""))
		}
	}
	asks := func(wantRequests int, wantPause time.Duration) {
		t.Helper()
		before := len(b.asked)
		_, err := b.engine.Ask(t.Context(), items("good"))
		if n := len(b.asked) - before; n != wantRequests {
			t.Errorf("%d requests, want %d", n, wantRequests)
		}
		var p *voxpop.Paused
		if wantPause == 0 != (err == nil) || err != nil && (!errors.As(err, &p) || p.Until.Sub(b.now) != wantPause) {
			t.Errorf("pause %v, want %v", err, wantPause)
		}
	}
	down(9)
	for range opensAfter {
		asks(tries, time.Minute)
	}
	asks(0, time.Minute) // open
	b.now = b.now.Add(time.Minute)
	down(9)
	asks(1, 2*time.Minute) // one try, which opens it again for longer
	b.now = b.now.Add(2 * time.Minute)
	asks(1, 4*time.Minute)
	b.now = b.now.Add(4 * time.Minute)
	down(0)
	asks(1, 0)
	down(3)
	asks(tries, time.Minute) // closed again: it takes several failures anew
	asks(1, 0)
}

func TestDailyLimit(t *testing.T) {
	b := newBench(t, func(c *Config) {
		c.Limit = voxpop.Spending{Micros: 400}
		c.PriceRead, c.PriceWritten = 0.15, 0.60
	})
	var p *voxpop.Paused
	calls := 0
	for ; calls < 20; calls++ {
		if _, err := b.engine.Ask(t.Context(), items("good")); errors.As(err, &p) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if p == nil || p.Reason != voxpop.StandInBudget || !p.Until.Equal(time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC)) {
		t.Fatalf("%+v after %d calls", p, calls)
	}
	if calls < 2 || len(b.asked) != calls || b.purse.sum.Micros > 400 || b.purse.sum.Micros != int64(127*calls) {
		t.Errorf("%d calls, %d requests, spent %+v", calls, len(b.asked), b.purse.sum)
	}
}

func TestWhatFailuresCost(t *testing.T) {
	b := newBench(t)
	b.script = []fault{refuses(500, "")}
	if _, err := b.engine.Ask(t.Context(), items("good")); err != nil || b.purse.sum != (voxpop.Spending{Calls: 2, Tokens: 670}) {
		t.Errorf("a refused request cost tokens: %+v, %v", b.purse.sum, err)
	}
	b = newBench(t)
	b.script = []fault{hangUp}
	if _, err := b.engine.Ask(t.Context(), items("good")); err != nil || b.purse.sum.Tokens <= 670+overhead {
		t.Errorf("a request whose answer got lost is taken to be free: %+v, %v", b.purse.sum, err)
	}
}

func TestCancelled(t *testing.T) {
	b := newBench(t)
	ctx, cancel := context.WithCancel(t.Context())
	b.script = []fault{func(_ http.ResponseWriter, r *http.Request, _ question) { cancel(); <-r.Context().Done() }}
	if _, err := b.engine.Ask(ctx, items("good")); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if len(b.asked) != 1 {
		t.Errorf("%d requests", len(b.asked))
	}
}

func TestPrivateAddressesAreRefused(t *testing.T) {
	b := newBench(t, func(c *Config) { c.BaseURL = "http://169.254.169.254/v1" })
	_, err := b.engine.Ask(t.Context(), items("good"))
	var p *voxpop.Paused
	if !errors.As(err, &p) || !strings.Contains(p.Detail, "LLM_ALLOW_PRIVATE") {
		t.Errorf("%v", err)
	}
}
