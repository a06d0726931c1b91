package collect

import (
	"context"
	"fmt"

	"github.com/voxpop-dev/voxpop"
)

// Drain runs all tasks of a source outside a cycle, as an import does, and adds up what was
// stored. It stops at the first error; what was stored before stays, and cursors let a second call go on.
func (c *Collector) Drain(ctx context.Context, s Source) (voxpop.CycleCounts, error) {
	var counts voxpop.CycleCounts
	tasks, err := s.Plan(ctx, c.View)
	if err != nil {
		return counts, err
	}
	for _, t := range tasks {
		for batch, err := range s.Run(ctx, t, c.View) {
			if err != nil {
				return counts, err
			}
			stored, err := c.Inbox.Put(ctx, t.Source, batch)
			if err != nil {
				return counts, fmt.Errorf("storing a batch of %d items: %w", len(batch.Items), err)
			}
			counts.Add(stored.Counts)
		}
	}
	return counts, nil
}
