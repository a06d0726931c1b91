package reddit

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestPack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		load := map[string]float64{}
		var subs []string
		for i, n := range rapid.SliceOfN(rapid.Float64Range(0, 900), 0, 150).Draw(t, "loads") {
			sub := fmt.Sprintf("sub_%d", i)
			subs = append(subs, sub)
			load[sub] = n
		}
		groups := pack(subs, func(s string) float64 { return load[s] }, groupCapacity)
		var all []string
		for _, g := range groups {
			sum, bytes := 0.0, 0
			for _, s := range g {
				sum += load[s]
				bytes += len(s) + 1
			}
			if len(g) == 0 || len(g) > groupSize || bytes > groupNames || (sum > groupCapacity && len(g) > 1) {
				t.Fatalf("group of %d communities, %d bytes, %.0f items", len(g), bytes, sum)
			}
			all = append(all, g...)
		}
		slices.Sort(all)
		slices.Sort(subs)
		if !slices.Equal(all, subs) {
			t.Fatalf("%v became %v", subs, all)
		}
	})
}

func TestClockBelievesOnlyAgreeingDates(t *testing.T) {
	at := func(minutes int) time.Time { return observed.Add(time.Duration(minutes) * time.Minute) }
	var real clock
	real.see(at(0), at(-3))
	if real.now() != at(-3) {
		t.Errorf("unproved header believed: %v", real.now())
	}
	real.see(at(30), at(29))
	if real.now() != at(30) {
		t.Errorf("agreeing header not believed: %v", real.now())
	}
	real.see(at(600), time.Time{}) // a quiet night
	if real.now() != at(600) {
		t.Errorf("quiet: %v, want %v", real.now(), at(600))
	}
	// A simulated Reddit whose headers show the wall clock.
	sim := clock{Newest: at(-3), Date: at(0), Agrees: true}
	sim.see(at(1), at(27))
	if sim.now() != at(27) {
		t.Errorf("simulated: %v, want %v", sim.now(), at(27))
	}
	sim.see(at(2), at(57))
	if sim.now() != at(57) || sim.Agrees {
		t.Errorf("simulated: %+v", sim)
	}
}

func TestFrontLearnsRates(t *testing.T) {
	var f front
	for range 20 {
		f.learn(50, 0.5)
	}
	if f.Rate < 99 || f.Rate > 101 || f.busy(30*time.Minute) < 49 {
		t.Errorf("100 an hour became %.1f, %.1f expected in half an hour", f.Rate, f.busy(30*time.Minute))
	}
	if got := f.busy(24 * time.Hour); got > 51 {
		t.Errorf("walked every half hour although planned once a day, it expects %.1f items, want 50", got)
	}
	f.learn(1000, 0.5)
	if got := f.busy(30 * time.Minute); got < 500 {
		t.Errorf("after a burst of 2,000 an hour %.0f are expected in half an hour", got)
	}
	for range 200 {
		f.learn(5, 0.5)
	}
	if got := f.busy(30 * time.Minute); got > 60 {
		t.Errorf("four days later still %.0f", got)
	}
}
