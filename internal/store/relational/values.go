package relational

import (
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// The database holds Unix seconds or milliseconds; 0 is the zero time.

func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromSeconds(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}

func fromMillis(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMilli(n).UTC()
}

const (
	hour = 3600
	day  = 24 * hour
)

// dayOf is the first second of the UTC day that holds a second; seconds before 1970 included.
func dayOf(sec int64) int64 {
	d := sec - sec%day
	if d > sec {
		d -= day
	}
	return d
}

// clean makes a text from outside storable in both databases: valid UTF-8 without NUL.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	return s
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func labelOfSign(sign int64) voxpop.Label {
	switch {
	case sign > 0:
		return voxpop.Positive
	case sign < 0:
		return voxpop.Negative
	}
	return voxpop.Neutral
}

// ceilSecond is the first whole second that is not before t.
func ceilSecond(t time.Time) int64 {
	s := t.Unix()
	if t.Nanosecond() > 0 {
		s++
	}
	return s
}
