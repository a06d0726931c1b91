package bench

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop/internal/bench/report"
)

// Two queries of one window would measure an answer that is kept.
func TestEveryAskIsAnother(t *testing.T) {
	newest := time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)
	for _, q := range append(coldQueries, exports...) {
		seen := map[string]bool{}
		for i := range coldAsks {
			seen[q.path(i, newest)] = true
		}
		if len(seen) != coldAsks {
			t.Errorf("%s: %d paths for %d asks", q.name, len(seen), coldAsks)
		}
	}
}

func TestRouteEndsAtTheNewest(t *testing.T) {
	newest := time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)
	u, err := url.Parse(route("", "/sentiment/stats", 24, "subreddit", "Cursor").path(2, newest))
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if u.Path != "/api/v1/sentiment/stats" || q.Get("to") != "2026-03-04T10:00:00Z" || q.Get("from") != "2026-03-03T10:00:00Z" || q.Get("subreddit") != "Cursor" {
		t.Errorf("%s", u)
	}
}

func TestLimitOfAFeed(t *testing.T) {
	for q, want := range map[*coldQuery]string{
		new(feed("newest")): "25", new(search("seldom", "x", "limit", "4")): "4",
	} {
		u, err := url.Parse(q.path(0, time.Now()))
		if err != nil || u.Query().Get("limit") != want {
			t.Errorf("%s, %v: want limit %s", u, err, want)
		}
	}
}

func TestQuantilesOf(t *testing.T) {
	var took []float64
	for i := range 101 {
		took = append(took, float64(100-i))
	}
	if got := quantilesOf(took); got != (quantiles{P50: 50, P95: 95, Max: 100}) {
		t.Errorf("%+v", got)
	}
}

// Fractions of a millisecond are noise; from some milliseconds on the ratio counts.
func TestFlatRows(t *testing.T) {
	var table report.Table
	times := func(small, large float64) []quantiles { return []quantiles{{P95: small}, {P95: large}} }
	flatRows(&table, "SQLite", "10 / 1 items", []compared{
		{"quick", times(0.1, 2)}, {"slower", times(0.1, 2.2)}, {"steady", times(10, 14.9)}, {"growing", times(10, 15.1)},
	})
	for i, want := range []bool{true, false, true, false} {
		if row := table.Rows[i]; *row.Pass != want || !strings.HasPrefix(row.Name, "SQLite, ") {
			t.Errorf("%s: pass %v, want %v", row.Name, *row.Pass, want)
		}
	}
}
