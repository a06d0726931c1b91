package reddit

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// purse is an Allowance in memory, which two callers share.
type purse struct {
	spare  int64
	until  time.Time
	names  map[string]int
	broken error
}

func (p *purse) Spend(_ context.Context, name string, _ int64, _ time.Duration) (time.Duration, error) {
	p.names[name]++
	if p.broken != nil || p.spare > 0 {
		p.spare--
		return 0, p.broken
	}
	return max(0, time.Until(p.until)), nil
}

func (p *purse) Learn(_ context.Context, _ string, spare int64, until time.Time) error {
	p.spare, p.until = spare, until
	return p.broken
}

// Two processes with one client id ask no more together than one may, and one that is asked to wait holds the other up.
func TestAllowanceIsShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shared := &purse{spare: 4, until: time.Now().Add(time.Minute), names: map[string]int{}}
		var header http.Header
		d := &desk{answer: func(w http.ResponseWriter, r *http.Request) {
			for name, values := range header {
				w.Header()[name] = values
			}
			sound(w, r)
		}}
		with := func(c *Config) { c.Allowance = shared }
		one, two := testCaller(t, d, with), testCaller(t, d, with)
		begin := time.Now()
		for _, c := range []*caller{one, two} { // a token and a listing each
			if err := ask(t, c); err != nil {
				t.Fatal(err)
			}
		}
		if waited := time.Since(begin); waited != 0 || shared.spare != 0 || len(shared.names) != 1 {
			t.Errorf("waited %s, %d to spare, names %v", waited, shared.spare, shared.names)
		}
		short, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		if err := two.wait(short); !errors.Is(err, voxpop.ErrUnavailable) || time.Since(begin) != 0 {
			t.Errorf("a request that would come too late: %v after %s", err, time.Since(begin))
		}
		header = http.Header{"X-Ratelimit-Remaining": {"7"}, "X-Ratelimit-Reset": {"300"}}
		time.Sleep(time.Minute)
		shared.spare = 1
		if err := ask(t, one); err != nil || shared.spare != 7 {
			t.Errorf("%v, %d to spare, want what the answer says", err, shared.spare)
		}
		if err := one.holdUntil(t.Context(), time.Now().Add(20*time.Second)); err != nil {
			t.Fatal(err)
		}
		before := time.Now()
		if err := ask(t, two); err != nil || time.Since(before) != 20*time.Second {
			t.Errorf("a pause that the other was asked for lasted %s, %v", time.Since(before), err)
		}
		shared.broken = voxpop.ErrUnavailable
		if err := ask(t, two); !errors.Is(err, voxpop.ErrUnavailable) {
			t.Errorf("without knowing what may be asked: %v", err)
		}
	})
}
