package redditjson

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// str is a text field; anything that is not text is empty.
func str(v any) string {
	s, _ := v.(string)
	return s
}

// words is a text field in which some writers of dumps put a number when the text was one.
func words(v any) string {
	if f, ok := v.(float64); ok {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return str(v)
}

// number reads a number that may be written as text.
func number(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case string:
		f, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
		return f, err == nil && !math.IsNaN(f) && !math.IsInf(f, 0)
	}
	return 0, false
}

// firstInt is the first of the values that is a number of believable size, else 0.
func firstInt(values ...any) int64 {
	for _, v := range values {
		if f, ok := number(v); ok && math.Abs(f) < 1<<53 {
			return int64(f)
		}
	}
	return 0
}

// earliest and last bound believable times: Reddit opened in 2005.
var (
	earliest = time.Date(2005, 1, 1, 0, 0, 0, 0, time.UTC)
	last     = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
)

// instant reads seconds since 1970, whole or not, number or text, within believable times.
// Fractions are dropped: archives disagree on them for the same item.
func instant(v any) (time.Time, bool) {
	f, ok := number(v)
	if !ok || f < float64(earliest.Unix()) || f > float64(last.Unix()) {
		return time.Time{}, false
	}
	return time.Unix(int64(f), 0).UTC(), true
}

func yes(v any) bool {
	switch v := v.(type) {
	case bool:
		return v
	case string:
		return strings.EqualFold(v, "true")
	}
	return false
}
