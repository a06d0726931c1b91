package analyze

import "context"

// hastyPass goes through the backlog once and returns how many items it committed. While one batch is committed
// the next one is read and analysed.
func (a *Analyzer) hastyPass(ctx context.Context, progress func(items int)) (total int, err error) {
	ctx, cancel := context.WithCancel(ctx)
	made := a.ahead(ctx)
	defer func() {
		cancel()
		for range made { // until nothing is being read any more
		}
	}()
	for b := range made {
		if err := a.commit(ctx, b, progress); err != nil {
			return total, err
		}
		total += len(b.items)
	}
	return total, ctx.Err()
}

// ahead yields batches up to the first empty or failed one, each made while the one before is used.
func (a *Analyzer) ahead(ctx context.Context) <-chan batch {
	made := make(chan batch)
	go func() {
		defer close(made)
		for after := int64(0); ; {
			b := a.next(ctx, after, hastySize)
			select {
			case made <- b:
			case <-ctx.Done():
				return
			}
			if b.err != nil || len(b.items) == 0 {
				return
			}
			after = b.items[len(b.items)-1].PendingID
		}
	}()
	return made
}
