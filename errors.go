package voxpop

import "errors"

// The kinds of error that callers tell apart. Wrap them; compare with errors.Is.
var (
	ErrNotFound    = errors.New("not found")
	ErrInvalid     = errors.New("invalid")
	ErrConflict    = errors.New("conflict")
	ErrUnavailable = errors.New("unavailable") // a database or a remote side that does not answer now
	ErrNewerSchema = errors.New("database was written by a newer voxpop")
)
