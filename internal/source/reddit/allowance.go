package reddit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Allowance is what several processes with one client id may ask together.
type Allowance interface {
	// Spend books one request of name and returns 0, or returns how long there is no room. While nothing is learnt, limit requests may go
	// out in a window, which begins with its first request.
	Spend(ctx context.Context, name string, limit int64, window time.Duration) (time.Duration, error)
	// Learn takes over that spare requests are left until a time, unless fewer are known to be.
	Learn(ctx context.Context, name string, spare int64, until time.Time) error
}

// allowanceName names a client id without telling it.
func allowanceName(clientID string) string {
	sum := sha256.Sum256([]byte(clientID))
	return "reddit/" + hex.EncodeToString(sum[:8])
}

// book returns how long a request must wait; 0: it is booked. With an Allowance it is that which counts, and of the own pace only what a
// 429 asked for.
func (c *client) book(ctx context.Context, now time.Time) (time.Duration, error) {
	if c.cfg.Allowance == nil {
		return c.pace.take(now), nil
	}
	if hold := c.pace.held(now); !hold.IsZero() {
		return hold.Sub(now), nil
	}
	d, err := c.cfg.Allowance.Spend(ctx, allowanceName(c.cfg.ClientID), paceRequests, paceWindow)
	if err != nil {
		return 0, fmt.Errorf("ask what the replicas may still ask of reddit: %w", err)
	}
	return d, nil
}

// learn reads the rate headers of an answer.
func (c *client) learn(ctx context.Context, h http.Header, now time.Time) error {
	left, until, sound := rateHeaders(h, now)
	if !sound {
		return nil
	}
	if c.cfg.Allowance == nil {
		c.pace.observe(left, until)
		return nil
	}
	return c.share(ctx, int64(left), until)
}

// holdUntil keeps every request back until t, those of other processes too.
func (c *client) holdUntil(ctx context.Context, t time.Time) error {
	c.pace.holdUntil(t)
	if c.cfg.Allowance == nil {
		return nil
	}
	return c.share(ctx, 0, t)
}

func (c *client) share(ctx context.Context, spare int64, until time.Time) error {
	if err := c.cfg.Allowance.Learn(ctx, allowanceName(c.cfg.ClientID), spare, until); err != nil {
		return fmt.Errorf("tell the replicas what they may still ask of reddit: %w", err)
	}
	return nil
}

// errPaused is why a request does not go out before its task has to end.
func errPaused(d time.Duration) error {
	return fmt.Errorf("reddit asks for a pause of %v; collecting goes on in a later cycle: %w", d.Round(time.Second), voxpop.ErrUnavailable)
}
