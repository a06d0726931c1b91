package reddit

import (
	"context"
	"errors"
	"time"
)

// splitUntil is how long after the beginning of a task a failing group is still divided. What is found then is
// within reach of the task's end even if every part at fault has to be waited for.
const splitUntil = 40 * time.Second

// group walks communities joined. When Reddit refuses them, or answers for them in a way that cannot be read, it finds
// out by halves which one it is, so that the others do not suffer.
func (c *collection) group(ctx context.Context, subs []string) error {
	err := c.walk(ctx, subs)
	var no *refusal
	switch {
	case errors.As(err, &no) && len(subs) == 1:
		c.refused = append(c.refused, refused{subs[0], no.words})
		return nil
	case errors.As(err, &no):
		half := len(subs) / 2
		if err := c.group(ctx, subs[:half]); err != nil {
			return err
		}
		return c.group(ctx, subs[half:])
	case divisible(err) && len(subs) > 1:
		return c.split(ctx, subs, err)
	}
	return err
}

// divisible reports whether an error may be about one of several communities: trouble that is not about the pace.
func divisible(err error) bool {
	var p *passing
	return errors.As(err, &p) && p.wait == 0
}

// split walks the halves of a group that failed. When both fail, it is not about one of them, and the whole fails.
func (c *collection) split(ctx context.Context, subs []string, failed error) error {
	defer func(was bool) { c.probing = was }(c.probing)
	c.probing = true
	half := len(subs) / 2
	parts := [2][]string{subs[:half], subs[half:]}
	var errs [2]error
	for i, part := range parts {
		if errs[i] = c.walk(ctx, part); errs[i] != nil && !divisible(errs[i]) && !isRefusal(errs[i]) {
			return errs[i]
		}
	}
	if errs[0] != nil && errs[1] != nil {
		return failed
	}
	for i, part := range parts {
		if err := c.settlePart(ctx, part, errs[i]); err != nil {
			return err
		}
	}
	return nil
}

// settlePart deals with a half whose walk ended with err, while the other half could be read.
func (c *collection) settlePart(ctx context.Context, part []string, err error) error {
	var no *refusal
	switch {
	case err == nil:
		return nil
	case errors.As(err, &no):
		return c.group(ctx, part)
	case len(part) > 1 && time.Since(c.began) < splitUntil:
		if again := c.split(ctx, part, err); !divisible(again) {
			return again
		}
	}
	for _, sub := range part {
		c.fail(sub, err.Error())
	}
	return nil
}
