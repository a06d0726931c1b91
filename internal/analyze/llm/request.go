package llm

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/shared"

	"github.com/voxpop-dev/voxpop"
)

// Tries of one call, and the pauses between them when the endpoint asks for none.
const (
	tries      = 3
	firstPause = time.Second
	longPause  = 20 * time.Second // a longer one that the endpoint asks for is no longer sat out: nobody is asked until then
)

// try makes a call, again when it failed in passing.
func (c *Client) try(ctx context.Context, some []voxpop.Inquiry) ([]voxpop.Answered, error) {
	for n := 1; ; n++ {
		if stopped := c.pausing(); stopped != nil {
			return nil, stopped
		}
		answered, err := c.once(ctx, some)
		var f *failure
		if !errors.As(err, &f) || ctx.Err() != nil {
			if err == nil {
				c.note(nil)
			}
			return answered, err
		}
		switch {
		case c.adapt(f): // not a try: the next request is another one
			n--
			continue
		case f.content && f.detail != problemForm:
			c.note(nil) // the endpoint is well
			return nil, f
		case f.passing && n < c.tries() && f.after <= longPause:
			if err := c.cfg.Wait(ctx, max(f.after, firstPause<<(n-1))); err != nil {
				return nil, err
			}
			continue
		}
		if stopped := c.note(f); stopped != nil && !f.content {
			return nil, stopped
		}
		return nil, f.orStopped(c.cfg.Now())
	}
}

// once makes one request and books what it cost.
func (c *Client) once(ctx context.Context, some []voxpop.Inquiry) ([]voxpop.Answered, error) {
	var read, written int64 = overhead, 0
	for i := range some {
		r, w := estimate(&some[i])
		read, written = read+r, written+w
	}
	at := c.cfg.Now()
	reserved := c.cost(read, written)
	if err := c.reserve(ctx, at, reserved); err != nil {
		return nil, err
	}
	message, asked := write(some)
	timed, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
	defer cancel()
	got, err := c.service.New(timed, c.params(message, written))
	spent := reserved
	switch {
	case err == nil && got.Usage.PromptTokens+got.Usage.CompletionTokens > 0:
		spent = c.cost(got.Usage.PromptTokens, got.Usage.CompletionTokens)
	case err != nil && answeredWithStatus(err):
		spent = voxpop.Spending{Calls: 1}
	}
	if e := c.cfg.Purse.Settle(context.WithoutCancel(ctx), at, spent.Minus(reserved)); e != nil {
		return nil, e
	}
	if err != nil {
		return nil, failureOf(err, ctx, c.cfg.Now())
	}
	content, f := contentOf(got)
	if f != nil {
		return nil, f
	}
	a, err := parseAnswer(content)
	if err != nil {
		return nil, &failure{detail: problemForm, content: true, passing: true}
	}
	return judge(a, asked, some), nil
}

// contentOf is what the model said, or why it said nothing that can be used.
func contentOf(got *openai.ChatCompletion) (string, *failure) {
	if len(got.Choices) == 0 {
		return "", &failure{detail: problemForm, content: true, passing: true}
	}
	choice := got.Choices[0]
	switch {
	case choice.FinishReason == "length":
		return "", &failure{detail: "the answer was cut off", content: true}
	case choice.FinishReason == "content_filter":
		return "", &failure{detail: "the endpoint's content filter refuses the item", content: true}
	case choice.Message.Refusal != "":
		return "", &failure{detail: "the model refuses to judge the item", content: true}
	}
	return choice.Message.Content, nil
}

// Parameters that some endpoints or models do not know.
const (
	paramTemperature = "temperature"
	paramMax         = "max_completion_tokens"
	paramOldMax      = "max_tokens"
)

func (c *Client) params(message string, written int64) openai.ChatCompletionNewParams {
	p := openai.ChatCompletionNewParams{
		Model:    c.cfg.Model,
		Messages: []openai.ChatCompletionMessageParamUnion{openai.SystemMessage(instructions), openai.UserMessage(message)},
		ResponseFormat: openai.ChatCompletionNewParamsResponseFormatUnion{OfJSONSchema: &shared.ResponseFormatJSONSchemaParam{
			JSONSchema: shared.ResponseFormatJSONSchemaJSONSchemaParam{Name: "sentiment", Strict: openai.Bool(true), Schema: schema()},
		}},
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.refused[paramTemperature] {
		p.Temperature = openai.Float(0)
	}
	most := 4*written + 2000 // models that think count their thoughts
	modern := c.cfg.AzureVersion != "" || strings.HasPrefix(c.cfg.BaseURL, "https://api.openai.com/")
	switch {
	case modern && !c.refused[paramMax] || c.refused[paramOldMax] && !c.refused[paramMax]:
		p.MaxCompletionTokens = openai.Int(most)
	case !c.refused[paramOldMax]:
		p.MaxTokens = openai.Int(most)
	}
	return p
}

// adapt leaves out a parameter that the endpoint refuses, and reports whether that is new.
func (c *Client) adapt(f *failure) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if f.parameter == "" || c.refused[f.parameter] {
		return false
	}
	c.refused[f.parameter] = true
	return true
}

// tries is how often a call is made that fails in passing: once after a pause, to see whether the endpoint is back.
func (c *Client) tries() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.breaker.opened > 0 {
		return 1
	}
	return tries
}

// pausing is not nil while nobody is to be asked.
func (c *Client) pausing() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p := c.breaker.pause(c.cfg.Now()); p != nil {
		return &voxpop.Paused{Pause: *p}
	}
	return nil
}

// note tells the circuit breaker how a call ended. It returns a *voxpop.Paused when that opened it.
func (c *Client) note(f *failure) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p := c.breaker.note(f, c.cfg.Now()); p != nil {
		return &voxpop.Paused{Pause: *p}
	}
	return nil
}
