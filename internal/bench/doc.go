// Package bench measures the program from outside and judges what it finds by the budgets of
// the design. The program runs as a process of its own, collects from a simulated Reddit that this
// process serves, and is put under load over HTTP. What no process can be asked for (stages of
// the store, the scorer alone) is measured by the Go benchmarks of those packages, which a run calls.
//
//   - LoadTest is the promise of the predecessor's own load test, word for word.
//   - Run is everything, in one table, in under ten minutes on two cores.
//   - Soak is a week of cycles, one after the other, and whether anything grows.
//   - Large is what takes longer: a million items.
package bench
