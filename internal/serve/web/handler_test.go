package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

var script = strings.Repeat("console.log('voxpop');\n", 200)

func built() fstest.MapFS {
	return fstest.MapFS{
		"index.html":           {Data: []byte("<!doctype html><title>voxpop</title>" + strings.Repeat("<p>x</p>", 100))},
		"scheme.js":            {Data: []byte("1")},
		"favicon.svg":          {Data: []byte("<svg/>")},
		"assets/index-abc1.js": {Data: []byte(script)},
		".gitkeep":             {Data: nil},
	}
}

func api() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "api "+r.Method+" "+r.URL.Path)
	})
}

func ask(t *testing.T, h http.Handler, method, path string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAPIPathsGoToTheAPI(t *testing.T) {
	h := newHandler(api(), built())
	for _, path := range []string{"/api/v1/health", "/api/hot-topics", "/api", "/docs", "/openapi.json", "/healthz", "/readyz", "/metrics", "/mcp"} {
		res := ask(t, h, "POST", path)
		if got, want := body(t, res), "api POST "+path; got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
		if res.Header.Get("Content-Security-Policy") != "" {
			t.Errorf("%s: the dashboard's policy must not be laid over the API's answer", path)
		}
	}
	for _, path := range []string{"/apiary", "/healthzz", "/documents"} {
		if res := ask(t, h, "GET", path); res.StatusCode != 404 {
			t.Errorf("%s: got %d, want 404 from the dashboard", path, res.StatusCode)
		}
	}
}

func TestPagesHaveAddresses(t *testing.T) {
	h := newHandler(api(), built())
	want := ask(t, h, "GET", "/")
	text := body(t, want)
	for _, path := range []string{"/compare", "/hot", "/feed", "/feed/", "/coverage", "/tools/loom-code", "/tools/a%2Fb", "/threads/reddit/t3_1", "/receipts/abc", "/admin", "/admin/tools"} {
		got := ask(t, h, "GET", path)
		if got.StatusCode != 200 || body(t, got) != text {
			t.Errorf("%s: got %d, want the dashboard", path, got.StatusCode)
		}
		for _, name := range []string{"Content-Security-Policy", "Cache-Control", "Content-Type", "X-Frame-Options"} {
			if got.Header.Get(name) != want.Header.Get(name) {
				t.Errorf("%s: %s is %q, not as at /", path, name, got.Header.Get(name))
			}
		}
	}
	for _, path := range []string{"/feeds", "/feed/x", "/Feed", "/feed//", "/tool/x", "/ask"} {
		if got := ask(t, h, "GET", path); got.StatusCode != 404 {
			t.Errorf("%s: got %d, want 404", path, got.StatusCode)
		}
	}
	if got := ask(t, h, "POST", "/tools/x"); got.StatusCode != 405 {
		t.Errorf("POST to a page: got %d, want 405", got.StatusCode)
	}
}

func TestCaching(t *testing.T) {
	h := newHandler(api(), built())
	for path, want := range map[string]string{
		"/":                     "no-cache",
		"/index.html":           "no-cache",
		"/scheme.js":            "no-cache",
		"/assets/index-abc1.js": "public, max-age=31536000, immutable",
	} {
		res := ask(t, h, "GET", path)
		if got := res.Header.Get("Cache-Control"); res.StatusCode != 200 || got != want {
			t.Errorf("%s: status %d, Cache-Control %q, want 200 and %q", path, res.StatusCode, got, want)
		}
		again := ask(t, h, "GET", path, "If-None-Match", res.Header.Get("ETag"))
		if again.StatusCode != http.StatusNotModified || body(t, again) != "" {
			t.Errorf("%s with its ETag: got %d, want 304 without a body", path, again.StatusCode)
		}
	}
}

func TestCompression(t *testing.T) {
	h := newHandler(api(), built())
	const path = "/assets/index-abc1.js"
	plain := ask(t, h, "GET", path)
	zipped := ask(t, h, "GET", path, "Accept-Encoding", "br, gzip", "Range", "bytes=0-3")
	if plain.Header.Get("Content-Encoding") != "" || body(t, plain) != script {
		t.Error("without Accept-Encoding the plain bytes are sent")
	}
	if zipped.Header.Get("Content-Encoding") != "gzip" || zipped.Header.Get("Vary") != "Accept-Encoding" || zipped.StatusCode != 200 {
		t.Fatalf("with gzip accepted: status %d, headers %v", zipped.StatusCode, zipped.Header)
	}
	if plain.Header.Get("ETag") == zipped.Header.Get("ETag") {
		t.Error("two forms of a file must not share a strong ETag")
	}
	raw := body(t, zipped)
	z, err := gzip.NewReader(bytes.NewBufferString(raw))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(z); err != nil || string(got) != script {
		t.Errorf("unzipped: %v, %d bytes", err, len(got))
	}
	if small := ask(t, h, "GET", "/scheme.js", "Accept-Encoding", "gzip"); small.Header.Get("Content-Encoding") != "" || body(t, small) != "1" {
		t.Error("a file that gzip makes larger goes out as it is")
	}
}

func TestAcceptsGzip(t *testing.T) {
	for header, want := range map[string]bool{
		"": false, "gzip": true, "GZIP": true, "br;q=1.0, gzip;q=0.8": true, "gzip;q=0": false, "gzip; q=0.0": false,
		"*": true, "*;q=0": false, "gzip;q=0, *": false, "identity": false, "gzip;q=x": false, "deflate,x-gzip": true,
	} {
		if got := acceptsGzip(header); got != want {
			t.Errorf("acceptsGzip(%q) = %v, want %v", header, got, want)
		}
	}
}

func TestSecurityHeaders(t *testing.T) {
	h := newHandler(api(), built())
	if csp := ask(t, h, "GET", "/").Header.Get("Content-Security-Policy"); !strings.Contains(csp, "require-trusted-types-for 'script'; trusted-types voxpop-read") {
		t.Errorf("text can become markup: %q", csp)
	}
	for _, path := range []string{"/", "/scheme.js", "/assets/index-abc1.js", "/nothing"} {
		header := ask(t, h, "GET", path).Header
		csp := header.Get("Content-Security-Policy")
		if strings.Contains(csp, "unsafe") || !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s: policy %q", path, csp)
		}
		if header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Referrer-Policy") == "" || header.Get("Content-Type") == "" {
			t.Errorf("%s: headers %v", path, header)
		}
	}
}

func TestUnknownPathsAndMethods(t *testing.T) {
	h := newHandler(api(), built())
	for _, path := range []string{"/nothing", "/assets/", "/assets", "/.gitkeep", "/assets/../index.html", "/..%2f..%2fetc/passwd", "//", "/tools"} {
		if res := ask(t, h, "GET", path); res.StatusCode != 404 {
			t.Errorf("GET %s: got %d, want 404", path, res.StatusCode)
		}
	}
	res := ask(t, h, "POST", "/")
	if res.StatusCode != 405 || res.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("POST /: got %d, Allow %q", res.StatusCode, res.Header.Get("Allow"))
	}
	head := ask(t, h, "HEAD", "/")
	if head.StatusCode != 200 || body(t, head) != "" {
		t.Errorf("HEAD /: got %d", head.StatusCode)
	}
	if headMissing := ask(t, h, "HEAD", "/nothing"); headMissing.StatusCode != 404 || body(t, headMissing) != "" {
		t.Errorf("HEAD /nothing: got %d", headMissing.StatusCode)
	}
}

func TestNotBuilt(t *testing.T) {
	h := newHandler(api(), fstest.MapFS{".gitkeep": {}})
	res := ask(t, h, "GET", "/")
	text := body(t, res)
	if res.StatusCode != 503 || !strings.Contains(text, "UI not built") || !strings.Contains(text, "make ui") {
		t.Errorf("got %d and %q", res.StatusCode, text)
	}
	if !strings.Contains(res.Header.Get("Content-Security-Policy"), "style-src 'sha256-") || !strings.Contains(text, "<style>:root") {
		t.Error("the page's own style is allowed by its hash")
	}
	if got := body(t, ask(t, h, "GET", "/api/v1/health")); got != "api GET /api/v1/health" {
		t.Errorf("the API answers without a dashboard, got %q", got)
	}
}

func FuzzPaths(f *testing.F) {
	for _, seed := range []string{"/", "/assets/index-abc1.js", "/../x", "/api/..", "\x00", "/%2e%2e/", "//api/v1"} {
		f.Add(seed)
	}
	h := newHandler(api(), built())
	f.Fuzz(func(t *testing.T, path string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.Path = path
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		known := isAPI(path) || isPage(path) || h.files[path] != nil
		if known != (w.Code == 200) {
			t.Errorf("%q: got %d, known %v", path, w.Code, known)
		}
	})
}
