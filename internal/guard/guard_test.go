package guard

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

func TestPublicAddresses(t *testing.T) {
	for _, ip := range []string{"8.8.8.8", "93.184.216.34", "2606:4700::1111"} {
		if !Public(netip.MustParseAddr(ip)) {
			t.Errorf("%s is refused", ip)
		}
	}
	for _, ip := range []string{
		"127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255", "198.18.0.1",
		"::1", "::", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
	} {
		if Public(netip.MustParseAddr(ip)) {
			t.Errorf("%s is let through", ip)
		}
	}
}

func TestConnectionsAreJudgedWhenDialling(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer server.Close()
	refusal := errors.New("refused")
	named := strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	for _, url := range []string{server.URL, named} {
		for name, c := range map[string]struct {
			allowed func(netip.Addr) bool
			refused bool
		}{"public": {Public, true}, "loopback": {PublicOrLoopback, false}, "all": {nil, false}} {
			resp, err := (&http.Client{Transport: Transport(c.allowed, refusal)}).Get(url)
			if err == nil {
				_ = resp.Body.Close()
			}
			if errors.Is(err, refusal) != c.refused || (err != nil) != c.refused {
				t.Errorf("%s, %s: %v", url, name, err)
			}
		}
	}
	for _, ip := range []string{"10.0.0.1", "169.254.169.254", "fd00::1"} {
		if PublicOrLoopback(netip.MustParseAddr(ip)) {
			t.Errorf("%s is let through", ip)
		}
	}
}
