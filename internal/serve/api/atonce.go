package api

import (
	"cmp"
	"fmt"
	"runtime/debug"
)

// atOnce does two halves of an answer beside one another, each on a processor where two are free. A panic of either is the caller's.
func atOnce(one, other func() error) error {
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
