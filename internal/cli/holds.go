package cli

import (
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// holds measures for how long transactions hold the writer of the database: nobody else writes meanwhile.
type holds struct{ seconds *prometheus.HistogramVec }

func newHolds() *holds {
	return &holds{prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "voxpop_writer_hold_seconds", Help: "For how long a transaction held the writer of the database, by what it was for.",
		Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 5},
	}, []string{"op"})}
}

func (h *holds) observe(op string, d time.Duration) {
	h.seconds.WithLabelValues(purpose(op)).Observe(d.Seconds())
}

// purpose is an operation without the name of its subject, so that labels stay few.
func purpose(op string) string {
	words := strings.Fields(op)
	for i, w := range words {
		if strings.ContainsFunc(w, func(r rune) bool { return (r < 'a' || r > 'z') && r != '-' }) {
			return strings.Join(words[:i], " ")
		}
	}
	return op
}
