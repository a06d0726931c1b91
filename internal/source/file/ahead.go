package file

import (
	"context"
	"iter"
	"sync"

	"github.com/voxpop-dev/voxpop"
)

// piece is a batch, or the error that ends the reading, with what was found up to there.
type piece struct {
	batch    voxpop.Batch
	err      error
	sum      Summary
	progress Progress
}

// pieces yields the batches of a reading. An error is the last piece.
func (r *run) pieces(ctx context.Context) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		for {
			b, last, err := r.batch(ctx)
			progress := Progress{Path: r.sum.Path, Bytes: r.in.raw.n, Total: r.in.size, Read: r.sum.Read, Matched: r.sum.Matched}
			if !yield(piece{b, err, r.sum, progress}) || last || err != nil {
				return
			}
		}
	}
}

// ahead makes the next piece while whoever asks uses the one before: reading and storing take turns at the
// disk and the processor. When it returns nothing is being made any more.
func ahead(pieces iter.Seq[piece]) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		made, stop := make(chan piece), make(chan struct{})
		var making sync.WaitGroup
		making.Go(func() {
			defer close(made)
			for p := range pieces {
				select {
				case made <- p:
				case <-stop:
					return
				}
			}
		})
		defer making.Wait()
		defer close(stop)
		for p := range made {
			if !yield(p) {
				return
			}
		}
	}
}
