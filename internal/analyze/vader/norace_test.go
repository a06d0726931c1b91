//go:build !race

package vader

const raced = false
