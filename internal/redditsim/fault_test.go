package redditsim

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// outcome is what a program sees of one request.
type outcome struct {
	status  int
	header  http.Header
	body    []byte
	err     error // of the request
	readErr error // of the body
}

// overHTTP asks a real server, since some faults are of the connection.
func overHTTP(t *testing.T, s *Sim, target string, patience time.Duration) outcome {
	t.Helper()
	c := newClient(t, s)
	server := httptest.NewServer(s.Handler())
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "GET", server.URL+target, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header = c.request("GET", target, nil).Header
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(r)
	if err != nil {
		return outcome{err: err}
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return outcome{status: response.StatusCode, header: response.Header, body: body, readErr: err}
}

// things are the members of the listing in a body.
func (o outcome) things(t *testing.T) []map[string]any {
	t.Helper()
	var doc struct {
		Data struct {
			Children []struct{ Data map[string]any }
		}
	}
	d := json.NewDecoder(bytes.NewReader(o.body))
	d.UseNumber()
	if err := d.Decode(&doc); err != nil || o.status != 200 {
		t.Fatalf("status %d, %v: %.100s", o.status, err, o.body)
	}
	var found []map[string]any
	for _, c := range doc.Data.Children {
		found = append(found, c.Data)
	}
	return found
}

func names(things []map[string]any) []string {
	var found []string
	for _, data := range things {
		found = append(found, data["name"].(string))
	}
	return found
}

const faultTarget = "/r/OpenAI+claude/comments?limit=30&raw_json=1"

// faultChecks says of every kind what it does to the sound answer.
var faultChecks = map[Kind]func(t *testing.T, sound, got outcome){
	StatusCode: func(t *testing.T, _, got outcome) {
		if got.status != 503 || got.header.Get("Retry-After") != "17" || !bytes.Contains(got.body, []byte(`"error":503`)) {
			t.Errorf("status %d, Retry-After %q, body %s", got.status, got.header.Get("Retry-After"), got.body)
		}
	},
	Hang: func(t *testing.T, _, got outcome) {
		if !errors.Is(got.err, context.DeadlineExceeded) {
			t.Errorf("got %v, want no answer until the deadline", got.err)
		}
	},
	Drip: func(t *testing.T, sound, got outcome) {
		if !bytes.Equal(sound.body, got.body) {
			t.Error("a dripping answer is another one")
		}
	},
	ResetBefore: func(t *testing.T, _, got outcome) {
		if got.err == nil || errors.Is(got.err, context.DeadlineExceeded) {
			t.Errorf("got %v, want a broken connection", got.err)
		}
	},
	ResetInside: func(t *testing.T, _, got outcome) {
		if got.status != 200 || !errors.Is(got.readErr, io.ErrUnexpectedEOF) {
			t.Errorf("status %d, %v, want a connection broken in the body", got.status, got.readErr)
		}
	},
	Truncate: func(t *testing.T, sound, got outcome) {
		if got.readErr != nil || json.Valid(got.body) || !bytes.HasPrefix(sound.body, got.body) || len(got.body) == 0 {
			t.Errorf("%v, %d bytes, valid: %v", got.readErr, len(got.body), json.Valid(got.body))
		}
	},
	HTMLPage: func(t *testing.T, _, got outcome) {
		if got.status != 200 || !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") || json.Valid(got.body) {
			t.Errorf("status %d, %s", got.status, got.header.Get("Content-Type"))
		}
	},
	EmptyBody: func(t *testing.T, _, got outcome) {
		if got.status != 200 || len(got.body) != 0 {
			t.Errorf("status %d, %d bytes", got.status, len(got.body))
		}
	},
	EmptyListing: func(t *testing.T, _, got outcome) {
		if n := len(got.things(t)); n != 0 {
			t.Errorf("%d things", n)
		}
	},
	MalformedFields: everyThird(func(data map[string]any) bool {
		return data["created_utc"] == json.Number("-1e300") && data["permalink"] == "javascript:alert(1)"
	}),
	WrongTypes: everyThird(func(data map[string]any) bool {
		_, object := data["body"].(map[string]any)
		return object && data["created_utc"] == "yesterday"
	}),
	NullAuthors: everyThird(func(data map[string]any) bool { return data["author"] == nil }),
	NULBytes: everyThird(func(data map[string]any) bool {
		return strings.HasSuffix(data["body"].(string), "\x00") && strings.HasSuffix(data["author"].(string), "\x00")
	}),
	LoneSurrogates: everyThird(func(data map[string]any) bool {
		return strings.HasSuffix(data["body"].(string), "\uFFFD") // what Go makes of half a pair
	}),
	Duplicates: func(t *testing.T, sound, got outcome) {
		all := names(got.things(t))
		if len(all) != 40 {
			t.Errorf("%d things, want 30 and every third again", len(all))
		}
		if !slices.Equal(slices.Compact(all), names(sound.things(t))) {
			t.Error("without duplicates it is another listing")
		}
	},
	Shuffle: func(t *testing.T, sound, got outcome) {
		a, b := names(sound.things(t)), names(got.things(t))
		if slices.Equal(a, b) {
			t.Error("same order")
		}
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(a, b) {
			t.Error("other things")
		}
	},
	AbsurdRate: func(t *testing.T, _, got outcome) {
		if got.header.Get("X-Ratelimit-Reset") != "NaN" || got.status != 200 {
			t.Errorf("status %d, headers %v", got.status, got.header)
		}
	},
	NoRate: func(t *testing.T, sound, got outcome) {
		if sound.header.Get("X-Ratelimit-Reset") == "" || got.header.Get("X-Ratelimit-Reset") != "" || got.status != 200 {
			t.Errorf("status %d, headers %v", got.status, got.header)
		}
	},
	ClockSkew: func(t *testing.T, sound, got outcome) {
		a, _ := http.ParseTime(sound.header.Get("Date"))
		b, _ := http.ParseTime(got.header.Get("Date"))
		if b.Sub(a) != -26*time.Hour {
			t.Errorf("Date moved by %v", b.Sub(a))
		}
	},
	HugeBody: func(t *testing.T, sound, got outcome) {
		if len(got.body) < 10<<20 || !slices.Equal(names(sound.things(t)), names(got.things(t))) {
			t.Errorf("%d bytes", len(got.body))
		}
	},
}

func everyThird(garbled func(map[string]any) bool) func(*testing.T, outcome, outcome) {
	return func(t *testing.T, sound, got outcome) {
		a, b := sound.things(t), got.things(t)
		if len(a) != len(b) {
			t.Fatalf("%d things, were %d", len(b), len(a))
		}
		for i := range b {
			if garbled(b[i]) != (i%3 == 0) {
				t.Errorf("thing %d: garbled is %v", i, garbled(b[i]))
			}
		}
	}
}

func TestEveryFault(t *testing.T) {
	sim, _, _ := newDay(t)
	sound := overHTTP(t, sim, faultTarget, time.Minute)
	for _, kind := range Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			s, _, _ := newDay(t)
			patience := time.Minute
			if kind == Hang {
				patience = 100 * time.Millisecond
			}
			s.Inject(Fault{Kind: kind, Endpoint: EndpointComments, Community: "openai", Times: 1,
				Status: 503, RetryAfter: 17 * time.Second, Skew: -26 * time.Hour, Pieces: 3, Pause: time.Millisecond})
			check := faultChecks[kind]
			if check == nil {
				t.Fatal("no test says what this fault does")
			}
			check(t, sound, overHTTP(t, s, faultTarget, patience))
			after := overHTTP(t, s, faultTarget, time.Minute)
			if !bytes.Equal(after.body, sound.body) || after.status != 200 {
				t.Error("the fault struck more than once")
			}
			if requests := s.Requests(); requests[len(requests)-3].Fault != kind {
				t.Errorf("the log does not tell of the fault: %+v", requests)
			}
		})
	}
}

func TestFaultsAreAimed(t *testing.T) {
	s, m, c := newDay(t)
	at := func(target string) int {
		status, _, _ := c.do("GET", target, nil)
		return status
	}
	thread := "/comments/" + strings.TrimPrefix(c.page("/r/aws/new").names()[0], "t3_")
	heal := s.Inject(
		Fault{Kind: StatusCode, Status: 500, Endpoint: EndpointPosts, Community: "AWS", Skip: 1, Times: 2},
		Fault{Kind: StatusCode, Status: 502, Endpoint: EndpointTree, Community: "aws"},
		Fault{Kind: StatusCode, Status: 418, Match: func(r *http.Request) bool { return r.FormValue("teapot") != "" }},
	)
	for i, want := range []int{200, 500, 500, 200} {
		if got := at("/r/aws+OpenAI/new"); got != want {
			t.Errorf("request %d: %d, want %d", i, got, want)
		}
	}
	for target, want := range map[string]int{"/r/OpenAI/new": 200, "/r/aws/comments": 200, thread: 502, "/r/OpenAI/new?teapot=1": 418} {
		if got := at(target); got != want {
			t.Errorf("%s: %d, want %d", target, got, want)
		}
	}
	heal()
	if got := at(thread); got != 200 {
		t.Errorf("healed, but %d", got)
	}
	s.Inject(Script(m.Now(),
		Step{After: time.Hour, For: time.Hour, Fault: Fault{Kind: StatusCode, Status: 429}},
		Step{After: 3 * time.Hour, Fault: Fault{Kind: StatusCode, Status: 500}})...)
	for i, want := range []int{200, 429, 200, 500, 500} {
		if got := at("/r/aws/new"); got != want {
			t.Errorf("hour %d: %d, want %d", i, got, want)
		}
		m.Advance(time.Hour)
	}
	s.Heal()
	if got := at("/r/aws/new"); got != 200 {
		t.Errorf("all healed, but %d", got)
	}
}

func TestFaultsCompose(t *testing.T) {
	s, _, c := newDay(t)
	s.Inject(Fault{Kind: Duplicates}, Fault{Kind: NullAuthors}, Fault{Kind: AbsurdRate}, Fault{Kind: StatusCode, Status: 429})
	status, header, _ := c.do("GET", "/r/aws/new", nil)
	if status != 429 || header.Get("X-Ratelimit-Used") != "-7" {
		t.Errorf("status %d, header %v", status, header)
	}
}
