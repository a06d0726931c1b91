//go:build !linux

package schedule

// MakeRoom has nothing to do where threads have no priorities of their own.
func MakeRoom() {}

func stepBack() {}
