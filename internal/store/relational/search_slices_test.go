package relational

import "testing"

func TestNextWidth(t *testing.T) {
	for _, c := range []struct {
		name                  string
		width, covered        int64
		found, total, missing int
		want                  int64
	}{
		{"nothing yet", hour, hour, 0, 0, 26, 4 * hour},
		{"nothing in the last one", 4 * hour, 40 * hour, 0, 25, 1, 16 * hour},
		{"half a page", 4 * hour, 4 * hour, 13, 13, 13, 5 * hour},
		{"a tenth: no further than may be", 4 * hour, 4 * hour, 2, 2, 24, 16 * hour},
		{"nearly all: not below the first", 4 * hour, 4 * hour, 25, 25, 1, hour},
	} {
		if got := nextWidth(c.width, c.covered, c.found, c.total, c.missing); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}
