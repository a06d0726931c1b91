package schedule

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/riverqueue/river/rivertype"
)

// calmly is the queue's middleware that keeps background work from making readers wait: every job runs on a thread of its
// own, which asks the kernel for less of the processor than readers get. Go itself has no priorities: two jobs that compute
// would hold both processors of a small machine for 10 ms at a time, and answers would queue behind them. The thread keeps its priority
// for good, so it is never unlocked and ends with the job.
func calmly(ctx context.Context, _ *rivertype.JobRow, work func(context.Context) error) error {
	type outcome struct {
		err      error
		panicked any
	}
	ended := make(chan outcome, 1)
	go func() {
		var o outcome
		defer func() {
			if o.panicked = recover(); o.panicked != nil {
				o.panicked = fmt.Sprintf("%v\n%s", o.panicked, debug.Stack())
			}
			ended <- o
		}()
		stepBack()
		o.err = work(ctx)
	}()
	o := <-ended
	if o.panicked != nil { // the queue recovers it, and notes it with the job
		panic(o.panicked)
	}
	return o.err
}
