package ask

import (
	"slices"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

func TestEngineChanges(t *testing.T) {
	vader, model, llm := voxpop.EngineID{Name: "vader", Version: "1"}, voxpop.EngineID{Name: "model", Version: "3"}, voxpop.EngineID{Name: "llm", Version: "2"}
	day := func(n int) time.Time { return monday.AddDate(0, 0, n) }
	days := func(scored ...int64) (out []voxpop.Point) {
		for i, n := range scored {
			out = append(out, voxpop.Point{Start: day(i), Tally: voxpop.Tally{Items: n, Neutral: n}})
		}
		return out
	}
	for name, c := range map[string]struct {
		days   []voxpop.Point
		former []voxpop.FormerScores
		want   []EngineChange
	}{
		"one engine":           {days: days(5, 5, 5)},
		"nothing at all":       {},
		"texts that are gone":  {days(10, 10, 10), []voxpop.FormerScores{{Day: day(0), Engine: vader, Items: 10}, {Day: day(1), Engine: vader, Items: 6}}, []EngineChange{{day(2), vader, model}}},
		"some were deleted":    {days(10, 10), []voxpop.FormerScores{{Day: day(0), Engine: vader, Items: 5}}, nil},
		"a day without scores": {days(4, 0, 4), []voxpop.FormerScores{{Day: day(0), Engine: vader, Items: 4}}, []EngineChange{{day(2), vader, model}}},
		"three engines": {days(9, 9, 9), []voxpop.FormerScores{{Day: day(0), Engine: vader, Items: 4}, {Day: day(0), Engine: llm, Items: 3}, {Day: day(1), Engine: llm, Items: 8}},
			[]EngineChange{{day(1), vader, llm}, {day(2), llm, model}}},
	} {
		if got := EngineChanges(c.days, c.former, model); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestSettled(t *testing.T) {
	hour := func(n int) time.Time { return monday.Add(time.Duration(n) * time.Hour) }
	w := voxpop.Window{From: hour(0), To: hour(5)}
	of := func(n int, items, waiting, excluded int64) voxpop.Point {
		return voxpop.Point{Start: hour(n), Tally: voxpop.Tally{Items: items, Excluded: excluded, Positive: items - waiting - excluded}}
	}
	for name, c := range map[string]struct {
		hours []voxpop.Point
		now   time.Time
		until int
	}{
		"long ago":             {nil, hour(50), 5},
		"the running hour":     {nil, hour(4).Add(59 * time.Minute), 4},
		"an hour waits":        {[]voxpop.Point{of(1, 20, 0, 0), of(2, 20, 3, 0), of(3, 20, 0, 0)}, hour(50), 2},
		"some were edited":     {[]voxpop.Point{of(1, 20, 2, 0)}, hour(50), 5},
		"bots do not count":    {[]voxpop.Point{of(1, 20, 1, 15)}, hour(50), 1},
		"it waits and runs":    {[]voxpop.Point{of(4, 2, 2, 0)}, hour(4), 4},
		"nothing is settled":   {[]voxpop.Point{of(0, 2, 2, 0)}, hour(50), 0},
		"before there was any": {nil, hour(-3), 0},
	} {
		if got := Settled(w, c.hours, c.now); !got.From.Equal(w.From) || !got.To.Equal(hour(c.until)) {
			t.Errorf("%s: until %v, want %v", name, got.To, hour(c.until))
		}
	}
}
