package api

import (
	"encoding/json"
	"sync"
)

const (
	mostStreams  = 512
	streamBuffer = 16
)

// event is one server-sent event, ready to write.
type event struct {
	name string
	data []byte
}

func newEvent(name string, data any) event {
	b, err := json.Marshal(data)
	if err != nil {
		b = []byte("{}")
	}
	return event{name, b}
}

// hub hands events to all streams. A stream that does not keep up is ended; its client
// connects again and starts from the newest events.
type hub struct {
	mu      sync.Mutex
	streams map[chan event]bool
	newest  map[string]event
	closed  bool
}

func newHub() *hub { return &hub{streams: map[chan event]bool{}, newest: map[string]event{}} }

// publish sends e to all, unless it equals the one before of its name.
func (h *hub) publish(e event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if string(h.newest[e.name].data) == string(e.data) {
		return
	}
	h.newest[e.name] = e
	for s := range h.streams {
		select {
		case s <- e:
		default:
			h.end(s)
		}
	}
}

// join returns a stream that begins with the newest version and cycle, or nil when there are
// too many or the server is going down.
func (h *hub) join() chan event {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || len(h.streams) >= mostStreams {
		return nil
	}
	s := make(chan event, streamBuffer)
	for _, name := range []string{"version", "cycle"} {
		if e, ok := h.newest[name]; ok {
			s <- e
		}
	}
	h.streams[s] = true
	return s
}

func (h *hub) leave(s chan event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.streams[s] {
		h.end(s)
	}
}

func (h *hub) end(s chan event) {
	delete(h.streams, s)
	close(s)
}

func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for s := range h.streams {
		h.end(s)
	}
}

func (h *hub) size() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.streams)
}
