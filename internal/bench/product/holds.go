package product

import (
	"context"
	"regexp"
	"strconv"
)

// Hold is for how long transactions of one purpose held the writer.
type Hold struct {
	Count, Sum float64             // of transactions, in seconds
	AtMost     map[float64]float64 // seconds → how many took no longer
}

// Holds are by purpose.
type Holds map[string]Hold

// Less is what has come since an earlier look.
func (h Hold) Less(earlier Hold) Hold {
	out := Hold{h.Count - earlier.Count, h.Sum - earlier.Sum, map[float64]float64{}}
	for limit, n := range h.AtMost {
		out.AtMost[limit] = n - earlier.AtMost[limit]
	}
	return out
}

// Above is the share that took longer than one of the limits that are counted.
func (h Hold) Above(seconds float64) float64 { return 1 - h.AtMost[seconds]/h.Count }

var holdLine = regexp.MustCompile(`^voxpop_writer_hold_seconds_(count|sum|bucket)\{op="([^"]*)"(?:,le="([^"]*)")?\} (\S+)$`)

// Holds reads the figures that the program tells about its writer.
func (s *Process) Holds(ctx context.Context) (Holds, error) {
	out := Holds{}
	err := s.metrics(ctx, func(line string) {
		found := holdLine.FindStringSubmatch(line)
		if found == nil {
			return
		}
		h := out[found[2]]
		if h.AtMost == nil {
			h.AtMost = map[float64]float64{}
		}
		value, _ := strconv.ParseFloat(found[4], 64) // the program's own figures
		switch found[1] {
		case "count":
			h.Count = value
		case "sum":
			h.Sum = value
		default:
			limit, _ := strconv.ParseFloat(found[3], 64)
			h.AtMost[limit] = value
		}
		out[found[2]] = h
	})
	return out, err
}
