package reddit

import "time"

// clock is the time at the source. It reads the created times of what Reddit shows, which a simulated or a lagging Reddit
// shares with its items, and the Date header only while that agrees with them: a header is believed
// when what newly appeared was created between the last two headers.
type clock struct {
	Newest time.Time `json:"newest"`        // the newest created time seen
	Date   time.Time `json:"date,omitzero"` // the last Date header
	Agrees bool      `json:"agrees"`        // headers and created times go together
}

// How far a new item's created time may lie outside the last two headers.
const (
	listingLag = 10 * time.Minute
	clockSkew  = 2 * time.Minute
)

// see takes in one answer; either time may be zero.
func (c *clock) see(date, newest time.Time) {
	if newest.After(c.Newest) {
		if !c.Date.IsZero() && !date.IsZero() {
			c.Agrees = !newest.Before(c.Date.Add(-listingLag)) && !newest.After(date.Add(clockSkew))
		}
		c.Newest = newest
	}
	if date.After(c.Date) {
		c.Date = date
	}
}

// merge takes over o when it has seen newer items.
func (c *clock) merge(o clock) {
	if o.Newest.After(c.Newest) {
		*c = o
	}
}

// now is the time at the source; zero before anything was seen.
func (c *clock) now() time.Time {
	if c.Agrees && c.Date.After(c.Newest) {
		return c.Date
	}
	return c.Newest
}
