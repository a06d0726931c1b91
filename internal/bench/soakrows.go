package bench

import (
	"fmt"
	"strings"

	"github.com/voxpop-dev/voxpop/internal/bench/report"
)

// flatWithin is by how many percent a figure may rise over the second half of a soak and still count as flat.
const flatWithin = 10

func soakRows(table *report.Table, blocks []block, cycles int) {
	good, asked, failed, again := 0, 0, 0, 0
	for _, b := range blocks {
		good, asked, failed = good+b.Good, asked+b.Readers.Requests, failed+b.Readers.Errors
		if b.Again {
			again++
		}
	}
	last := blocks[len(blocks)-1]
	table.AtLeast("cycles without fault", float64(good), float64(cycles), "", fmt.Sprintf("%d items at the end, %d re-analyses of everything", last.Items, again))
	table.AtMost("errors seen by readers", float64(failed), 0, "", fmt.Sprintf("%d readers asked %d times", soakReaders, asked))
	series := func(of func(block) float64) (values []float64) {
		for _, b := range blocks {
			values = append(values, of(b))
		}
		return values
	}
	soakRow(table, "goroutines", "", series(func(b block) float64 { return b.Goroutines }))
	soakRow(table, "open descriptors", "", series(func(b block) float64 { return b.Descriptors }))
	soakRow(table, "heap after a collection", "MB", series(func(b block) float64 { return b.Heap }))
	soakRow(table, "resident memory", "MB", series(func(b block) float64 { return b.Memory }))
	soakRow(table, "database", "bytes an item", series(func(b block) float64 { return b.Database * (1 << 20) / float64(max(1, b.Items)) }))
	p99 := series(func(b block) float64 { return b.Readers.P99 })
	table.Info("p99 of readers, last block", last.Readers.P99, "ms", verdict(rise(secondHalf(p99)))+"; by block "+listed(p99))
	table.Info("database, last block", last.Database, "MB", "it grows with the items; by block "+listed(series(func(b block) float64 { return b.Database })))
	table.Detail("blocks", blocks)
}

// soakRow tells the last value of a figure, and judges by how much it rises over the second half.
func soakRow(table *report.Table, name, unit string, values []float64) {
	table.Info(name+", last block", values[len(values)-1], unit, "by block "+listed(values))
	risen := rise(secondHalf(values))
	table.AtMost(name+", rise over the second half", risen, flatWithin, "%", verdict(risen))
}

func verdict(risen float64) string {
	if risen <= flatWithin {
		return "flat"
	}
	return fmt.Sprintf("rises by %.0f %%", risen)
}

func secondHalf(values []float64) []float64 { return values[len(values)/2:] }

// rise is by how many percent of their mean the values rise from the first to the last, along the line of least squares; below 0 when they fall.
func rise(values []float64) float64 {
	n := float64(len(values))
	middle, mean := (n-1)/2, 0.0
	for _, v := range values {
		mean += v / n
	}
	var with, without float64
	for i, v := range values {
		with += (float64(i) - middle) * (v - mean)
		without += (float64(i) - middle) * (float64(i) - middle)
	}
	if without == 0 || mean == 0 {
		return 0
	}
	return 100 * with / without * (n - 1) / mean
}

func listed(values []float64) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = fmt.Sprintf("%.4g", v)
	}
	return strings.Join(words, " ")
}
