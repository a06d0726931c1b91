package api

import (
	"net/http"
	"slices"
	"strings"
)

var (
	nosniff     = []string{"nosniff"}
	noReferrer  = []string{"no-referrer"}
	strictCSP   = []string{"default-src 'none'; frame-ancestors 'none'"}
	varyCoding  = []string{"Accept-Encoding"}
	revalidate  = []string{"no-cache"}
	jsonContent = []string{"application/json"}
)

// setHeaders sets what every answer carries. The slices are shared, so handlers replace
// them (Header.Set) and never append.
func setHeaders(h http.Header) {
	h["X-Content-Type-Options"] = nosniff
	h["Referrer-Policy"] = noReferrer
	h["Content-Security-Policy"] = strictCSP
}

// security decides which other origins may read and which requests may change something.
type security struct {
	origins    []string
	everyone   bool
	protection *http.CrossOriginProtection
}

func newSecurity(origins []string) security {
	s := security{protection: http.NewCrossOriginProtection()}
	for _, o := range origins {
		o = strings.TrimRight(strings.TrimSpace(o), "/")
		switch {
		case o == "*":
			s.everyone = true
		case o != "" && s.protection.AddTrustedOrigin(o) == nil:
			s.origins = append(s.origins, o)
		}
	}
	return s
}

// admit sets the CORS headers and refuses cross-origin changes. It returns false when it has
// answered. "*" lets everyone read; changing something from another origin needs that origin
// by name.
func (s *security) admit(w http.ResponseWriter, r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin != "" && (s.everyone || len(s.origins) > 0) {
		s.allow(w.Header(), origin)
		if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
			w.WriteHeader(http.StatusNoContent)
			return false
		}
	}
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return true
	}
	if s.protection.Check(r) != nil {
		writeProblem(w, r, problem(http.StatusForbidden, "Requests of other sites may not change anything here. API_CORS_ORIGINS names the sites that may."))
		return false
	}
	return true
}

func (s *security) allow(h http.Header, origin string) {
	h["Vary"] = []string{"Origin, Accept-Encoding"}
	switch {
	case slices.Contains(s.origins, origin):
		h.Set("Access-Control-Allow-Origin", origin)
	case s.everyone:
		h.Set("Access-Control-Allow-Origin", "*")
	default:
		return
	}
	h.Set("Access-Control-Expose-Headers", "ETag, Retry-After")
	h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, DELETE")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match, X-API-Key, X-Admin-Token")
	h.Set("Access-Control-Max-Age", "600")
}
