package web

import (
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
)

//go:embed all:dist
var dist embed.FS

// apiPaths are the paths that belong to the API; those that end in a slash are prefixes.
var apiPaths = []string{"/api/", "/docs", "/docs/", "/openapi.json", "/openapi.yaml", "/healthz", "/readyz", "/metrics", "/mcp"}

// pagePaths are the addresses at which the dashboard itself answers; those that end in a slash are
// prefixes. The page finds out by itself what to show (ui/src/route), so that index.html serves them all.
var pagePaths = []string{"/index.html", "/compare", "/hot", "/feed", "/coverage", "/admin", "/tools/", "/threads/", "/receipts/", "/admin/"}

// New returns a handler that serves the embedded dashboard and hands everything that is the
// API's to api, in process. The dashboard's own answers are to GET and HEAD only.
func New(api http.Handler) http.Handler {
	built, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(fmt.Sprintf("web: the embedded dashboard: %v", err)) // a constant path that embed has checked
	}
	return newHandler(api, built)
}

// Built reports whether the dashboard is embedded in this program.
func Built() bool {
	_, err := fs.Stat(dist, "dist/index.html")
	return err == nil
}

type handler struct {
	api   http.Handler
	files map[string]*file // by URL path
	index *file            // nil when the dashboard was not built
}

func newHandler(api http.Handler, built fs.FS) *handler {
	h := &handler{api: api, files: loadFiles(built)}
	h.index = h.files["/index.html"]
	return h
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if isAPI(r.URL.Path) {
		h.api.ServeHTTP(w, r)
		return
	}
	header := w.Header()
	setSecurityHeaders(header)
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		header.Set("Allow", "GET, HEAD")
		pageWrongMethod.serve(w, r, http.StatusMethodNotAllowed)
		return
	}
	if isPage(r.URL.Path) {
		if h.index == nil {
			pageNotBuilt.serve(w, r, http.StatusServiceUnavailable)
			return
		}
		h.index.serve(w, r)
		return
	}
	if f, ok := h.files[r.URL.Path]; ok {
		f.serve(w, r)
		return
	}
	pageNotFound.serve(w, r, http.StatusNotFound)
}

func isAPI(path string) bool { return path == "/api" || isBelow(path, apiPaths) }

// isPage reports whether path is one of the dashboard's pages; a page that is not a prefix also has
// its path with a slash at the end.
func isPage(path string) bool {
	return path == "/" || isBelow(path, pagePaths) || isBelow(strings.TrimSuffix(path, "/"), pagePaths)
}

// isBelow reports whether path is among paths, or begins with one of them that ends in a slash.
func isBelow(path string, paths []string) bool {
	for _, p := range paths {
		if path == p || strings.HasSuffix(p, "/") && strings.HasPrefix(path, p) {
			return true
		}
	}
	return false
}

// policy allows what the built dashboard needs and nothing else: its own scripts, styles,
// pictures and requests to its own origin. There are no inline scripts or styles. Where browsers know Trusted Types, no text
// becomes markup but by the one policy that reads posts into a document of their own (ui/src/lib/trusted.ts).
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'; trusted-types voxpop-read"

func setSecurityHeaders(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
}
