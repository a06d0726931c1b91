// Package guard keeps connections that others can steer away from private networks. It looks at the address a
// connection is really made to, after every name lookup and redirect.
package guard

import (
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// notPublic lists what netip's own questions leave out: shared, special, translated and
// documentation ranges through which something private could be reached.
var notPublic = func() (out []netip.Prefix) {
	for _, p := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
		"203.0.113.0/24", "240.0.0.0/4", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
		"2002::/16", "fec0::/10",
	} {
		out = append(out, netip.MustParsePrefix(p))
	}
	return out
}()

// Public reports whether an address belongs to the public internet.
func Public(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() {
		return false
	}
	for _, p := range notPublic {
		if p.Contains(ip) {
			return false
		}
	}
	return true
}

// PublicOrLoopback lets this machine through as well.
func PublicOrLoopback(ip netip.Addr) bool { return ip.Unmap().IsLoopback() || Public(ip) }

// Transport connects to the addresses that allowed lets through; to others with refusal as error. A nil allowed lets every one through,
// and uses the proxy of the environment. Connections are not kept.
func Transport(allowed func(netip.Addr) bool, refusal error) *http.Transport {
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: -1}
	t := &http.Transport{
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		TLSHandshakeTimeout:    10 * time.Second,
		ResponseHeaderTimeout:  15 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
		DisableKeepAlives:      true,
	}
	if allowed == nil {
		t.Proxy = http.ProxyFromEnvironment
		return t
	}
	dialer.Control = func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil || !allowed(to.Addr()) {
			return refusal
		}
		return nil
	}
	return t
}
