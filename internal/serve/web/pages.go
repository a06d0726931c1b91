package web

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
)

// page is a small page of our own that needs no built dashboard. It carries its style inside,
// allowed by its hash alone.
type page struct {
	body   []byte
	policy string
}

var (
	//go:embed pages/plain.css
	plainStyle string
	//go:embed pages/notbuilt.html
	notBuiltHTML string
	//go:embed pages/notfound.html
	notFoundHTML string
	//go:embed pages/wrongmethod.html
	wrongMethodHTML string

	pageNotBuilt    = newPage(notBuiltHTML)
	pageNotFound    = newPage(notFoundHTML)
	pageWrongMethod = newPage(wrongMethodHTML)
)

func newPage(html string) page {
	sum := sha256.Sum256([]byte(plainStyle))
	return page{
		body: []byte(strings.Replace(html, "<style></style>", "<style>"+plainStyle+"</style>", 1)),
		policy: "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
			"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	}
}

func (p page) serve(w http.ResponseWriter, r *http.Request, status int) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", p.policy)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(p.body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(p.body) // the reader has gone; there is nobody to tell
	}
}
