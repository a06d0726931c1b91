package relational

import (
	"sync/atomic"
	"time"
)

const (
	// fewest is how many items a batch has at least, however long they take.
	fewest = 50
	// aim is for what part of the longest hold allowed a batch is meant to hold the writer. Single ones take several times the mean.
	aim = 3
)

// pace makes batches as large as the writer may be held for, from what those before took.
type pace struct {
	most time.Duration // 0: as large as asked
	each atomic.Int64  // nanoseconds an item takes, smoothed; 0 before the first batch
}

// note learns from a batch of n items.
func (p *pace) note(n int, held time.Duration) {
	if n == 0 {
		return
	}
	each := max(1, int64(held)/int64(n))
	if old := p.each.Load(); old > 0 {
		each = (3*old + each) / 4
	}
	p.each.Store(each)
}

// limit is how many items the next batch may have, of those that are asked for.
func (p *pace) limit(asked int) int {
	each := p.each.Load()
	if p.most == 0 || each == 0 {
		return asked
	}
	return min(asked, max(fewest, int(int64(p.most)/aim/each)))
}
