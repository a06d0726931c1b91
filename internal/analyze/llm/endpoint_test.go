package llm

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// endpoint is a fake of an OpenAI-compatible endpoint. It answers like an honest model unless a script says otherwise.
type endpoint struct {
	*httptest.Server
	mu     sync.Mutex
	script []func(w http.ResponseWriter, r *http.Request, q question) // one for each of the next requests; nil: answer
	asked  []question
	bodies []map[string]any
	heads  []http.Header
	urls   []string
	// says is the answer to an item; nil: honest.
	says func(item askedItem) *answeredItem
}

func newEndpoint(t *testing.T) *endpoint {
	e := &endpoint{}
	e.Server = httptest.NewServer(http.HandlerFunc(e.serve))
	t.Cleanup(e.Close)
	return e
}

func (e *endpoint) serve(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	defer e.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	var all map[string]any
	var sent struct {
		Messages []struct{ Role, Content string }
	}
	var q question
	if json.Unmarshal(body, &all) != nil || json.Unmarshal(body, &sent) != nil || len(sent.Messages) != 2 ||
		json.Unmarshal([]byte(sent.Messages[1].Content), &q) != nil {
		http.Error(w, "not a request of ours", http.StatusTeapot)
		return
	}
	e.asked, e.bodies = append(e.asked, q), append(e.bodies, all)
	e.heads, e.urls = append(e.heads, r.Header.Clone()), append(e.urls, r.URL.String())
	if len(e.script) > 0 {
		next := e.script[0]
		e.script = e.script[1:]
		if next != nil {
			next(w, r, q)
			return
		}
	}
	reply(w, "openai", e.answer(q))
}

// answer is what the model says to a question.
func (e *endpoint) answer(q question) string {
	a := answer{Items: []answeredItem{}}
	for _, item := range q.Items {
		if said := e.said(item); said != nil {
			a.Items = append(a.Items, *said)
		}
	}
	b, _ := json.Marshal(a)
	return string(b)
}

func (e *endpoint) said(item askedItem) *answeredItem {
	if e.says != nil {
		return e.says(item)
	}
	return honest(item)
}

// honest reads "good" as positive and "bad" as negative.
func honest(item askedItem) *answeredItem {
	said := &answeredItem{ID: item.ID, Sentiment: feeling(item.Text), Tools: []answeredTool{}}
	for _, t := range item.Tools {
		said.Tools = append(said.Tools, answeredTool{t.ID, feeling(t.Name)})
	}
	return said
}

func feeling(text string) percents {
	switch {
	case strings.Contains(text, "good"):
		return of(5, 15, 80)
	case strings.Contains(text, "bad"):
		return of(70, 20, 10)
	}
	return of(10, 80, 10)
}

func of(negative, neutral, positive int) percents { return percents{&negative, &neutral, &positive} }

// reply answers as a provider does, with the model's words in place.
func reply(w http.ResponseWriter, provider, content string) {
	shape, err := os.ReadFile("testdata/" + provider + ".json")
	if err != nil {
		panic(err)
	}
	quoted, _ := json.Marshal(content)
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, strings.Replace(string(shape), `"{{content}}"`, string(quoted), 1))
}

func says(provider string) func(http.ResponseWriter, *http.Request, question) {
	return func(w http.ResponseWriter, _ *http.Request, q question) { reply(w, provider, (&endpoint{}).answer(q)) }
}

// refuses answers with a status and, where one is named, the recorded body of a provider.
func refuses(status int, recorded string, header ...string) func(http.ResponseWriter, *http.Request, question) {
	return func(w http.ResponseWriter, _ *http.Request, _ question) {
		body := []byte("<html>no</html>")
		if recorded != "" {
			body, _ = os.ReadFile("testdata/" + recorded + ".json")
		}
		w.Header().Set("Content-Type", "application/json")
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = w.Write(body)
	}
}

func content(text string) func(http.ResponseWriter, *http.Request, question) {
	return func(w http.ResponseWriter, _ *http.Request, _ question) { reply(w, "openai", text) }
}

// purse is one that is kept in memory.
type purse struct {
	mu  sync.Mutex
	sum voxpop.Spending
}

func (p *purse) Reserve(_ context.Context, _ time.Time, want, limit voxpop.Spending) (bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.sum.Add(want).Within(limit) {
		return false, nil
	}
	p.sum = p.sum.Add(want)
	return true, nil
}

func (p *purse) Settle(_ context.Context, _ time.Time, difference voxpop.Spending) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sum = p.sum.Add(difference)
	return nil
}

// local is a local engine of which nothing is expected but an id.
type local struct{ confidence float64 }

func (local) ID() voxpop.EngineID { return voxpop.EngineID{Name: "local", Version: "7"} }

func (l local) Score(ctx context.Context, texts []string) ([]voxpop.Score, error) {
	scores := make([]voxpop.Score, len(texts))
	for i := range scores {
		scores[i] = voxpop.Score{Engine: l.ID(), Label: voxpop.Neutral, Confidence: l.confidence, Neutral: 1}
	}
	return scores, ctx.Err()
}

const secret = "sk-secret-0123456789"

// bench is an engine on a fake endpoint, with a clock and a purse.
type bench struct {
	*endpoint
	engine *Engine
	purse  *purse
	now    time.Time
	waited []time.Duration
}

func newBench(t *testing.T, change ...func(*Config)) *bench {
	b := &bench{endpoint: newEndpoint(t), purse: &purse{}, now: time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)}
	cfg := Config{
		BaseURL: b.URL + "/v1", Key: secret, Model: "gpt-4o-mini", Purse: b.purse, Now: func() time.Time { return b.now },
		Wait: func(ctx context.Context, d time.Duration) error { b.waited = append(b.waited, d); return ctx.Err() },
	}
	for _, f := range change {
		f(&cfg)
	}
	b.engine = New(local{}, NewClient(cfg))
	return b
}

// items are inquiries about numbered texts.
func items(texts ...string) (out []voxpop.Inquiry) {
	for i, text := range texts {
		out = append(out, voxpop.Inquiry{Text: text + " " + strconv.Itoa(i)})
	}
	return out
}

// found decodes what was answered.
func (b *bench) found(t *testing.T, a voxpop.Answered, q voxpop.Inquiry) voxpop.Finding {
	t.Helper()
	f, err := b.engine.Read(a.Answer, q)
	if err != nil {
		t.Fatalf("%+v cannot be read: %v", a, err)
	}
	return f
}
