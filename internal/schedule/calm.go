package schedule

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/riverqueue/river/rivertype"
)

// calmly is the queue's middleware that keeps background work from making readers wait.
func calmly(ctx context.Context, _ *rivertype.JobRow, work func(context.Context) error) (err error) {
	Calmly(func() { err = work(ctx) })
	return err
}

// Calmly does work on a thread of its own, which asks the kernel for less of the processor than readers get, and returns when it is done. Go
// itself has no priorities: two jobs that compute would hold both processors of a small machine for 10 ms at a time, and answers would queue
// behind them. The thread keeps its priority for good, so it is never unlocked and ends with the work. A panic is the caller's (the queue recovers it,
// and notes it with the job).
func Calmly(work func()) {
	ended := make(chan any, 1)
	go func() {
		defer func() {
			panicked := recover()
			if panicked != nil {
				panicked = fmt.Sprintf("%v\n%s", panicked, debug.Stack())
			}
			ended <- panicked
		}()
		stepBack()
		work()
	}()
	if panicked := <-ended; panicked != nil {
		panic(panicked)
	}
}
