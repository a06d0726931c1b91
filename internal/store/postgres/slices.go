package postgres

import (
	"fmt"
	"strings"

	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

// An inverted index knows no time: the newest of a million matches are found by sorting them all. So every item is
// also found by three marks, which no word can be: the hour, the day and the 32 days in which it was created.
// A search for words and marks reads the matches of a slice of time.
const (
	markedHour  = 3600
	markedDay   = 24 * markedHour
	markedBlock = 32 * markedDay
)

// sliceMarks are the marks of an item as a tsvector. Migration 3 writes the same.
func sliceMarks(created int64) string {
	return fmt.Sprintf("'@h%d' '@d%d' '@m%d'", created/markedHour, created/markedDay, created/markedBlock)
}

// marksOf are as few marks as cover since ≤ t < until, the hours at both ends entirely.
func marksOf(since, until int64) (marks []string) {
	for at := since - since%markedHour; at < until; {
		name, length := "h", int64(markedHour)
		if at%markedBlock == 0 && at+markedBlock <= until {
			name, length = "m", markedBlock
		} else if at%markedDay == 0 && at+markedDay <= until {
			name, length = "d", markedDay
		}
		marks = append(marks, fmt.Sprintf("'@%s%d'", name, at/length))
		at += length
	}
	return marks
}

const (
	byIndex = "SELECT m.item_id FROM texts m WHERE m.words @@ CAST(CAST(? AS text) AS tsquery)"
	// byReading looks at every text of a slice. OFFSET keeps the two conditions apart.
	byReading = `SELECT m.item_id FROM (SELECT item_id, words FROM texts WHERE words @@ CAST(CAST(? AS text) AS tsquery) OFFSET 0) m
		WHERE m.words @@ CAST(CAST(? AS text) AS tsquery)`
)

// How long a slice may be before all that is left is searched at once.
const (
	longestOfWords    = 730 * markedDay
	longestOfPrefixes = markedDay
)

func (dialect) Match(q relational.Query) relational.Match {
	text := queryText(q)
	slice := func(since, until int64) string { return "(" + strings.Join(marksOf(since, until), " | ") + ")" }
	for _, t := range q {
		if t.Prefix { // for which the index collects matches of all time, whatever else is asked for
			return relational.Match{Longest: longestOfPrefixes, Slice: func(since, until int64, last bool) (string, []any) {
				if last {
					return byIndex, []any{text}
				}
				return byReading, []any{slice(since, until), text}
			}}
		}
	}
	return relational.Match{Longest: longestOfWords, Slice: func(since, until int64, last bool) (string, []any) {
		if last {
			return byIndex, []any{text}
		}
		return byIndex, []any{slice(since, until) + " & " + text}
	}}
}
