//go:build race

package vader

// raced: under the race detector pools forget at random, and so allocate.
const raced = true
