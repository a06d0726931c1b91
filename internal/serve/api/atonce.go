package api

import (
	"cmp"
	"context"
	"fmt"
	"runtime/debug"
)

// atOnce does two halves of an answer beside one another, each on a processor where two are free; one after the other where nobody waits for it. A
// panic of either is the caller's.
func atOnce(ctx context.Context, one, other func() error) error {
	if isCalm(ctx) { // the other thread would not step back
		err := one()
		return cmp.Or(err, other())
	}
	type outcome struct {
		err      error
		panicked any
	}
	ended := make(chan outcome, 1)
	go func() {
		var o outcome
		defer func() {
			if p := recover(); p != nil {
				o.panicked = fmt.Sprintf("%v\n%s", p, debug.Stack())
			}
			ended <- o
		}()
		o.err = one()
	}()
	err := other()
	o := <-ended
	if o.panicked != nil {
		panic(o.panicked)
	}
	return cmp.Or(o.err, err)
}
