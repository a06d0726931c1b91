package api

import (
	"net/http"
	"time"
)

// Server returns a server with limits that no stranger can sit out. Event streams and exports
// extend the write limit for themselves while they make progress. The caller sets Addr or a
// listener, and registers CloseStreams with RegisterOnShutdown.
func Server(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
}
