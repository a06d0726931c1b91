package feed

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop/internal/source/sourcetest"
)

func TestPublicAddresses(t *testing.T) {
	for _, ip := range []string{"8.8.8.8", "93.184.216.34", "2606:4700::1111"} {
		if !public(netip.MustParseAddr(ip)) {
			t.Errorf("%s is refused", ip)
		}
	}
	for _, ip := range []string{
		"127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255", "198.18.0.1",
		"::1", "::", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
	} {
		if public(netip.MustParseAddr(ip)) {
			t.Errorf("%s is let through", ip)
		}
	}
}

func TestPrivateAddressesAreRefusedWhenDialling(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/loop" {
			http.Redirect(w, r, "/loop", http.StatusFound)
			return
		}
		_, _ = w.Write([]byte(`<rss version="2.0"><channel><title>T</title><item><title>x</title></item></channel></rss>`))
	}))
	defer server.Close()
	named := strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	for _, c := range []struct {
		url          string
		allowPrivate bool
		want         string
	}{
		{server.URL, false, "private network"}, {named, false, "private network"}, {server.URL, true, ""}, {server.URL + "/loop", true, "redirects"},
	} {
		src, err := New(Config{URLs: []string{c.url}, AllowPrivate: c.allowPrivate})
		if err != nil {
			t.Fatal(err)
		}
		store := sourcetest.NewStore()
		if err := sourcetest.Cycle(t.Context(), src, store); err != nil {
			t.Fatal(err)
		}
		got := ""
		if f := store.Failures(); len(f) > 0 {
			got = f[0].Reason
		}
		if (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s, private allowed %v: failure %q, want %q", c.url, c.allowPrivate, got, c.want)
		}
	}
}
