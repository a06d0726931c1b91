package redditsim

import (
	"net/http"
	"strconv"
	"time"
)

// reply is an answer on its way out, where faults can reach every part of it.
type reply struct {
	status int
	header http.Header
	body   []byte
	reset  resetPoint
	hang   bool
	pieces int // positive: the body goes out in so many parts
	pause  time.Duration
}

// resetPoint is where a fault breaks the connection.
type resetPoint int

const (
	noReset resetPoint = iota
	resetBefore
	resetInside
)

func (p *reply) cutsBefore() bool { return p.hang || p.reset == resetBefore }

// send writes the reply, or fails to as it was told.
func (p *reply) send(w http.ResponseWriter, r *http.Request) {
	if p.hang {
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	}
	if p.reset == resetBefore {
		panic(http.ErrAbortHandler)
	}
	header := w.Header()
	for name, values := range p.header {
		header[name] = values
	}
	header.Set("Content-Length", strconv.Itoa(len(p.body)))
	w.WriteHeader(p.status)
	if r.Method == http.MethodHead {
		return
	}
	switch {
	case p.reset == resetInside:
		_, _ = w.Write(p.body[:len(p.body)/2])
		flush(w)
		panic(http.ErrAbortHandler)
	case p.pieces > 0:
		drip(w, r, p)
	default:
		_, _ = w.Write(p.body)
	}
}

func flush(w http.ResponseWriter) { _ = http.NewResponseController(w).Flush() }
