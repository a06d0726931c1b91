package llm

import (
	"context"
	"errors"
	"math"
	"net/http"
	"sync"
	"time"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/guard"
)

// Purse is what calls are paid from; replicas share it.
type Purse interface {
	// Reserve books a spending on the UTC day of t, unless the day's sum would go over the limit.
	Reserve(ctx context.Context, t time.Time, want, limit voxpop.Spending) (ok bool, err error)
	// Settle adds the difference between what was reserved and what it came to.
	Settle(ctx context.Context, t time.Time, difference voxpop.Spending) error
}

// Config is where a client asks, and within which bounds.
type Config struct {
	BaseURL string // up to and without "chat/completions"
	Key     string // may be empty, as for a model on this machine
	Model   string // for Azure, the deployment
	// AzureVersion is the version of Azure's interface; when set, the key goes into Azure's own header.
	AzureVersion string
	AllowPrivate bool // the endpoint may lie in a private network; this machine always may

	Limit                   voxpop.Spending // of a UTC day; 0: none
	PriceRead, PriceWritten float64         // US dollars for a million tokens
	Timeout                 time.Duration   // of one request; 0: 60 s
	Purse                   Purse
	Now                     func() time.Time                                 // nil: time.Now
	Wait                    func(ctx context.Context, d time.Duration) error // between tries; nil: really
}

// Client asks one model at one endpoint.
type Client struct {
	cfg     Config
	service openai.ChatCompletionService

	mu      sync.Mutex
	breaker breaker
	refused map[string]bool // parameters that the endpoint does not know
}

// NewClient returns a client. It asks nobody yet.
func NewClient(cfg Config) *Client {
	if cfg.Timeout == 0 {
		cfg.Timeout = time.Minute
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Wait == nil {
		cfg.Wait = wait
	}
	opts := []option.RequestOption{
		option.WithBaseURL(cfg.BaseURL), option.WithMaxRetries(0), option.WithHTTPClient(httpClient(cfg.AllowPrivate, cfg.Timeout)),
	}
	switch {
	case cfg.AzureVersion != "":
		opts = append(opts, option.WithQuery("api-version", cfg.AzureVersion), option.WithHeader("api-key", cfg.Key))
	case cfg.Key != "":
		opts = append(opts, option.WithAPIKey(cfg.Key))
	}
	// The service and not the client: that one would read settings of its own from the environment.
	return &Client{cfg: cfg, service: openai.NewChatCompletionService(opts...), refused: map[string]bool{}}
}

var (
	errPrivate  = errors.New("the address is in a private network; set LLM_ALLOW_PRIVATE=true if it is yours")
	errRedirect = errors.New("the endpoint redirects, which would send the key elsewhere")
)

// maxAnswer bounds an answer, in bytes.
const maxAnswer = 2 << 20

func httpClient(allowPrivate bool, timeout time.Duration) *http.Client {
	t := guard.Transport(guard.PublicOrLoopback, errPrivate)
	if allowPrivate {
		t = guard.Transport(nil, nil)
	}
	t.ResponseHeaderTimeout = timeout // a model thinks before it begins to answer
	return &http.Client{Transport: bounded{t}, CheckRedirect: func(*http.Request, []*http.Request) error { return errRedirect }}
}

// bounded cuts answers off that are too long.
type bounded struct{ next http.RoundTripper }

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := b.next.RoundTrip(r)
	if err == nil {
		resp.Body = http.MaxBytesReader(nil, resp.Body, maxAnswer)
	}
	return resp, err
}

func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// ask asks about inquiries in few calls.
func (c *Client) ask(ctx context.Context, inquiries []voxpop.Inquiry) ([]voxpop.Answered, error) {
	out := make([]voxpop.Answered, len(inquiries))
	for _, k := range pack(inquiries) {
		some := make([]voxpop.Inquiry, len(k.places))
		for i, place := range k.places {
			some[i] = inquiries[place]
		}
		answered, err := c.askSome(ctx, some)
		for i, place := range k.places[:len(answered)] {
			out[place] = answered[i]
		}
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

// askSome asks about the inquiries of one call. A call that fails because of what is in it is halved, until the culprit is alone.
func (c *Client) askSome(ctx context.Context, some []voxpop.Inquiry) ([]voxpop.Answered, error) {
	answered, err := c.try(ctx, some)
	var f *failure
	if !errors.As(err, &f) || !f.content {
		return answered, err
	}
	if len(some) == 1 {
		return []voxpop.Answered{{Problem: f.detail}}, nil
	}
	half := len(some) / 2
	first, err := c.askSome(ctx, some[:half])
	if err != nil {
		return first, err
	}
	second, err := c.askSome(ctx, some[half:])
	return append(first, second...), err
}

// reserve pays for a call beforehand.
func (c *Client) reserve(ctx context.Context, at time.Time, want voxpop.Spending) error {
	ok, err := c.cfg.Purse.Reserve(ctx, at, want, c.cfg.Limit)
	if err != nil || ok {
		return err
	}
	midnight := at.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
	return &voxpop.Paused{Pause: voxpop.Pause{Reason: voxpop.StandInBudget, Detail: "what may be spent today is spent", Since: at, Until: midnight}}
}

// cost is what tokens cost.
func (c *Client) cost(read, written int64) voxpop.Spending {
	micros := math.Ceil(float64(read)*c.cfg.PriceRead + float64(written)*c.cfg.PriceWritten)
	return voxpop.Spending{Calls: 1, Tokens: read + written, Micros: int64(micros)}
}
