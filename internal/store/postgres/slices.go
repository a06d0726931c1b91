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

// longestSlice is how long a slice may be before all that is left is searched at once.
const longestSlice = 730 * markedDay

const holds = "t.words @@ CAST(CAST(? AS text) AS tsquery)"

func (dialect) Match(q relational.Query) relational.Match {
	text := queryText(q)
	return relational.Match{Holds: holds, Args: []any{text}, Longest: longestSlice, Slice: func(since, until int64) (string, []any) {
		slice := "(" + strings.Join(marksOf(since, until), " | ") + ")"
		if text != "" {
			slice += " & " + text
		}
		return holds, []any{slice}
	}}
}
