// Package llm scores texts, and what they say about tools, by asking a language model at any endpoint that speaks OpenAI's chat
// completions with structured output: OpenAI, Azure, Ollama, vLLM and others.
//
// A local engine scores every text first. What is to be asked is packed into few calls (pack.go), sent as data between
// marks that the texts cannot forge (prompt.go), and what comes back is believed only as far as it keeps to what was
// asked (answer.go). A call is paid from a purse before it is made (client.go); failures are told apart (failure.go), tried again,
// and open a circuit breaker (breaker.go). Nothing that a text or an endpoint says gets into an error.
package llm

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// Local is the engine that scores first.
type Local interface {
	ID() voxpop.EngineID
	Score(ctx context.Context, texts []string) ([]voxpop.Score, error)
}

// Engine scores by a local engine and knows for which texts its client is to be asked.
type Engine struct {
	local     Local
	client    *Client
	threshold float64
	id        voxpop.EngineID
}

// New returns the engine "llm", which asks about every text.
func New(local Local, client *Client) *Engine {
	return &Engine{local, client, 2, voxpop.EngineID{Name: "llm", Version: versionOf(local.ID(), client)}}
}

// Auto returns the engine "auto", which asks about texts whose local scores have a confidence below a threshold (0…1).
func Auto(local Local, client *Client, threshold float64) *Engine {
	version := fmt.Sprintf("%s+below.%.2f", versionOf(local.ID(), client), threshold)
	return &Engine{local, client, threshold, voxpop.EngineID{Name: "auto", Version: version}}
}

// versionOf names what is asked, which model, and the local engine: each can change a score.
func versionOf(local voxpop.EngineID, client *Client) string {
	return promptVersion + "-" + word(client.cfg.Model) + "+" + local.Name + "." + local.Version
}

// ID returns the engine's name and version.
func (e *Engine) ID() voxpop.EngineID { return e.id }

// word is a name that fits into an engine's version.
func word(name string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 && (r == '.' || r == '-' || r == ':' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			return r
		}
		return '_'
	}, name)
}

// Score scores by the local engine and says so.
func (e *Engine) Score(ctx context.Context, texts []string) ([]voxpop.Score, error) {
	scores, err := e.local.Score(ctx, texts)
	local := e.local.ID()
	for i := range scores {
		scores[i].Engine = e.id
		scores[i].StandIn = voxpop.StandIn{Engine: local, Reason: voxpop.StandInWaiting}
	}
	return scores, err
}

// Unsure reports whether the model is to be asked: whether any local score, of the text or of what it says about a tool, has a
// confidence below the threshold.
func (e *Engine) Unsure(text voxpop.Score, opinions []voxpop.Opinion) bool {
	if text.Confidence < e.threshold {
		return true
	}
	for i := range opinions {
		if opinions[i].Score.Confidence < e.threshold {
			return true
		}
	}
	return false
}

// Hash names an inquiry with all that decides about the answer. The local engine is not part of it: its next version finds the
// answers of the former one.
func (e *Engine) Hash(q voxpop.Inquiry) string {
	h := sha256.New()
	write := func(s string) {
		sum := sha256.Sum256([]byte(s))
		h.Write(sum[:])
	}
	write(promptVersion)
	write(e.client.cfg.Model)
	write(q.Text)
	for _, t := range q.Tools {
		write(t.Slug)
		write(t.Name)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// Read decodes a kept answer. Of one that does not fit the inquiry there is nothing to take.
func (e *Engine) Read(answer string, q voxpop.Inquiry) (voxpop.Finding, error) {
	return readKept(answer, q)
}

// Ask asks the model. The answers come in the order of the inquiries; one that holds neither answer nor problem was not asked
// about, and the error says why: a *voxpop.Paused, ctx's, or the purse's.
func (e *Engine) Ask(ctx context.Context, inquiries []voxpop.Inquiry) ([]voxpop.Answered, error) {
	return e.client.ask(ctx, inquiries)
}
