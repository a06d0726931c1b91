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

func TestAffordable(t *testing.T) {
	for _, c := range []struct {
		name           string
		width, covered int64
		effort, left   int
		want           int64
	}{
		{"nothing seen", 4 * hour, hour, 0, 4000, 4 * hour},
		{"seldom", 4 * hour, hour, 10, 3990, 4 * hour},
		{"a third of the page went into five hours", 16 * hour, 5 * hour, 1000, 2000, 10 * hour},
		{"nothing left: one more is looked at", 16 * hour, 5 * hour, 4000, 0, hour},
	} {
		if got := affordable(c.width, c.covered, c.effort, c.left); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

// What is decided by reading a text must not differ from what the index decides.
func TestQueryFinds(t *testing.T) {
	words := Words("the claude code of claudes")
	for text, want := range map[string]bool{
		"claude": true, "claud": false, "claud*": true, `"claude code"`: true, `"code claude"`: false, `"claude cod"*`: true, `"claud code"*`: false,
		"of -code": false, "of -codes": true, "of -cod*": false, "claudes*": true, "claudesx*": false, `"of claudes the"`: false,
	} {
		q, err := ParseQuery(text)
		if err != nil || q.Finds(words) != want {
			t.Errorf("%s: want %v (%v)", text, want, err)
		}
	}
}
