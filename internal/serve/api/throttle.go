package api

import (
	"fmt"
	"math"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

const (
	failuresAllowed = 20          // wrong keys at once, from one client
	failureForgiven = time.Minute // for all of them together
	clientsKept     = 10000
)

// throttle slows down guessing. Each client may fail failuresAllowed times; one failure is
// forgiven every failureForgiven/failuresAllowed. Behind a proxy all clients are one.
type throttle struct {
	mu      sync.Mutex
	clients map[string]time.Time // when the client's failures will all be forgiven
}

// wait is how long the client must wait before its next try; 0 when it may.
func (t *throttle) wait(client string, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if until, failed := t.clients[client]; failed {
		return max(0, until.Sub(now)-failureForgiven)
	}
	return 0
}

func (t *throttle) failed(client string, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.clients == nil || len(t.clients) >= clientsKept {
		t.clients = t.unforgiven(now)
	}
	until := t.clients[client]
	if until.Before(now) {
		until = now
	}
	t.clients[client] = until.Add(failureForgiven / failuresAllowed)
}

// unforgiven returns the clients that still count; none when they would be too many.
func (t *throttle) unforgiven(now time.Time) map[string]time.Time {
	kept := map[string]time.Time{}
	for client, until := range t.clients {
		if until.After(now) {
			kept[client] = until
		}
	}
	if len(kept) >= clientsKept {
		return map[string]time.Time{}
	}
	return kept
}

// clientOf names the client by its address; of IPv6 by the network a household gets.
func clientOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if ip, err := netip.ParseAddr(host); err == nil && ip.Is6() && !ip.Is4In6() {
		if p, err := ip.Prefix(64); err == nil {
			return p.String()
		}
	}
	return host
}

func tooMany(wait time.Duration) error {
	seconds := strconv.Itoa(int(math.Ceil(wait.Seconds())))
	return huma.ErrorWithHeaders(
		problem(http.StatusTooManyRequests, fmt.Sprintf("Too many wrong keys from this address. Try again in %s seconds.", seconds)),
		http.Header{"Retry-After": {seconds}})
}
