package reddit

import "time"

// When an item is looked at again, by how old it was when it was seen last. Comments that are seen in a second look,
// and posts that a walk meets at such an age, need no call of their own for it. After the last step agedEvery: less than
// the two days for which an unchecked text may be shown, by as much as a cycle may be late.
var checks = [...]struct{ seen, next time.Duration }{
	{secondAge, 390 * time.Minute},
	{12 * time.Hour, 14 * time.Hour},
	{30 * time.Hour, agedFrom},
}

const (
	agedFrom  = 36 * time.Hour
	agedEvery = 45 * time.Hour
)

// recheck is when an item that was seen at now should be looked at next, on Reddit's clock.
func recheck(created, now time.Time) time.Time {
	for _, c := range checks {
		if now.Sub(created) < c.seen {
			return created.Add(c.next)
		}
	}
	return now.Add(agedEvery)
}
