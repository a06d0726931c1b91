package feed

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop/internal/source/sourcetest"
)

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
