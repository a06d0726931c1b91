package bench

import (
	"errors"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/voxpop-dev/voxpop/internal/bench/report"
)

// tasks run side by side.
type tasks struct {
	working sync.WaitGroup
	mu      sync.Mutex
	errs    []error
}

func (t *tasks) run(do func() error) {
	t.working.Go(func() {
		if err := do(); err != nil {
			t.mu.Lock()
			defer t.mu.Unlock()
			t.errs = append(t.errs, err)
		}
	})
}

func (t *tasks) wait() error {
	t.working.Wait()
	return errors.Join(t.errs...)
}

// median of values, which stay as they are; 0 of none.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

func whole(n int64) string { return strconv.FormatInt(n, 10) }

func (c Config) begin(title string) *report.Table {
	return &report.Table{Title: title, Began: time.Now(), Machine: report.ThisMachine()}
}

func finish(t *report.Table) {
	t.Seconds = time.Since(t.Began).Seconds()
	t.Machine.LoadAfter = report.LoadAverage()
}
