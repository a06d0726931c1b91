// Package redditsim is a simulated Reddit for the demonstration, tests and benchmarks.
package redditsim
