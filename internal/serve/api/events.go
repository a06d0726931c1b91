package api

import (
	"fmt"
	"net/http"
	"time"

	"github.com/voxpop-dev/voxpop"
)

const (
	heartbeat    = 15 * time.Second
	writeTimeout = 10 * time.Second // for one event, or one piece of an export
)

// VersionEvent announces a data version.
type VersionEvent struct {
	DataVersion int64      `json:"data_version"`
	Published   time.Time  `json:"published"`
	NewestItem  *time.Time `json:"newest_item"`
}

// CycleEvent tells how a cycle goes.
type CycleEvent struct {
	CycleID string     `json:"cycle_id"`
	State   string     `json:"state" enum:"requested,running,collected,finished"`
	Outcome *string    `json:"outcome"`
	Counts  CountsBody `json:"counts"`

	Progress *ProgressBody `json:"progress,omitempty"`
}

func versionEvent(v voxpop.DataVersion) event {
	return newEvent("version", VersionEvent{v.Number, v.Published.UTC(), optional(v.Newest)})
}

// cycleEvent tells of a cycle; progress is nil unless it runs.
func cycleEvent(c *voxpop.Cycle, progress *ProgressBody) event {
	return newEvent("cycle", CycleEvent{c.ID, cycleState(c), outcome(c), countsBody(c.Counts), progress})
}

// CloseStreams ends all event streams, so that a server can shut down; register it with
// http.Server.RegisterOnShutdown. New streams are refused from then on.
func (a *API) CloseStreams() { a.hub.close() }

// events streams until the client goes, falls behind, or the server closes.
func (a *API) events(w http.ResponseWriter, r *http.Request) {
	stream := a.hub.join()
	if stream == nil {
		w.Header().Set("Retry-After", "10")
		writeProblem(w, r, problem(http.StatusServiceUnavailable, "Too many event streams are open, or the server is going down."))
		return
	}
	defer a.hub.leave(stream)
	out := &eventWriter{w: w, control: http.NewResponseController(w)}
	_ = out.control.SetReadDeadline(time.Time{}) // the request is read; the stream outlives the server's limit
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	if !out.send("retry: 3000\n\n") {
		return
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		said := ": still here\n\n"
		select {
		case <-r.Context().Done():
			return
		case <-beat.C:
		case e, open := <-stream:
			if !open {
				return
			}
			said = fmt.Sprintf("event: %s\ndata: %s\n\n", e.name, e.data)
		}
		if !out.send(said) {
			return
		}
	}
}

type eventWriter struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

// send writes at once; false when the client is gone or too slow.
func (e *eventWriter) send(text string) bool {
	_ = e.control.SetWriteDeadline(time.Now().Add(writeTimeout)) // not every writer has deadlines
	if _, err := e.w.Write([]byte(text)); err != nil {
		return false
	}
	return e.control.Flush() == nil
}
