package api

import (
	"embed"
	"net/http"
)

//go:embed docs/index.html docs/docs.js docs/docs.css
var docsFiles embed.FS

// docsCSP lets the page load its own script, style and specification and nothing else.
const docsCSP = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

func (a *API) registerDocs() {
	for path, file := range map[string]struct{ name, kind string }{
		"/docs":          {"docs/index.html", "text/html; charset=utf-8"},
		"/docs/docs.js":  {"docs/docs.js", "text/javascript; charset=utf-8"},
		"/docs/docs.css": {"docs/docs.css", "text/css; charset=utf-8"},
	} {
		content, err := docsFiles.ReadFile(file.name)
		if err != nil {
			panic("api: " + err.Error()) // embedded above
		}
		a.routes.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			h := w.Header()
			h.Set("Content-Type", file.kind)
			h.Set("Content-Security-Policy", docsCSP)
			h.Set("Cache-Control", "no-cache")
			_, _ = w.Write(content)
		})
	}
}
