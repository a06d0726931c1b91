package cli

import (
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

func TestHoldsAreCountedByPurpose(t *testing.T) {
	h, registry := newHolds(), prometheus.NewRegistry()
	registry.MustRegister(h.seconds)
	for _, op := range []string{"rolling up", "starting cycle 01a2208c-d1ab", "starting cycle 77", "storing a batch of reddit", "ending task posts:a+13-more of reddit"} {
		h.observe(op, 30*time.Millisecond)
	}
	found, err := registry.Gather()
	if err != nil || len(found) != 1 {
		t.Fatalf("%v, %v", found, err)
	}
	got := map[string]uint64{}
	for _, m := range found[0].Metric {
		got[m.Label[0].GetValue()] = m.Histogram.GetSampleCount()
	}
	if len(got) != 4 || got["starting cycle"] != 2 || got["ending task"] != 1 || got["storing a batch of reddit"] != 1 {
		t.Errorf("%v", got)
	}
}
