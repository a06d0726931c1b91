package web

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"testing"
)

// TestServeForBrowser is no test of its own: the browser tests under e2e/ run it to see the
// dashboard as this package serves it, policy and all, in front of a mock API. It prints its
// address and serves until its standard input ends.
func TestServeForBrowser(t *testing.T) {
	target := os.Getenv("VOXPOP_E2E_API")
	if target == "" {
		t.Skip("run by e2e/ with VOXPOP_E2E_API set to the address of an API")
	}
	remote, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{
		Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(remote) },
		FlushInterval: -1, // events must not wait for a full buffer
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: New(proxy)}
	go func() { _ = server.Serve(listener) }()
	fmt.Printf("serving http://%s\n", listener.Addr())
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err := server.Close(); err != nil {
		t.Error(err)
	}
}
