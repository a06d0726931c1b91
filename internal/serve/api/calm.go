package api

import (
	"context"
	"time"
)

// calmTimeout bounds the reads of an answer that is made while nobody waits for it. They may have to wait for readers.
const calmTimeout = 30 * time.Second

type calmKey struct{}

// unhurried marks the context of an answer that nobody waits for.
func unhurried() context.Context { return context.WithValue(context.Background(), calmKey{}, true) }

func isCalm(ctx context.Context) bool { return ctx.Value(calmKey{}) != nil }

// patience is how long an answer may take.
func patience(ctx context.Context) time.Duration {
	if isCalm(ctx) {
		return calmTimeout
	}
	return readTimeout
}

// calmly makes an answer while nobody waits for it, on one thread that steps back, and keeps it. There is one such answer at a time.
// used is when it was last asked for, where it was not kept before.
func (a *API) calmly(target, spelled string, used time.Time) *answer {
	a.calm <- struct{}{}
	defer func() { <-a.calm }()
	var made *answer
	a.opt.Calmly(func() { made = a.fill(unhurried(), target) })
	return a.endRefill(target, spelled, made, used)
}
