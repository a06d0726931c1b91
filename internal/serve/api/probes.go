package api

import "net/http"

// Probes answers what looks after a process that does not serve the API: /healthz, /readyz, /metrics and /api/v1/health. All else is refused.
func (a *API) Probes() http.Handler {
	mux := http.NewServeMux()
	for _, path := range []string{"/healthz", "/readyz", "/metrics", "/api/v1/health"} {
		mux.Handle(path, a)
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		setHeaders(w.Header())
		writeProblem(w, r, problem(http.StatusNotFound, "This replica does not serve the API: its ROLES are without api. Here are /healthz, /readyz, /metrics and /api/v1/health."))
	})
	return mux
}
