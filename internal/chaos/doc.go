// Package chaos holds the tests in which the real program is killed, or its database taken away, at random
// moments. It runs cmd/voxpop as a child process against a simulated Reddit and ends it with SIGKILL while it
// collects, imports, takes pushes, analyses, rolls up, drops old texts and migrates, on both stores.
//
// After each kill what was committed must still be there, and what was answered to a client with success must be
// among it; at the end the database must be without a problem, hold nothing twice, and equal one that was filled
// without interruption. `make chaos` kills a hundred times a store, the ordinary tests five times.
//
// Replicas are tested likewise: several processes on one PostgreSQL, each behind a proxy that can cut it off or let the server fall silent. The ordinary
// tests end and kill one in the middle of a cycle. `make chaos` also kills, ends, cuts off and silences three at random for ten minutes, looks
// whether the next cycle is on time, lets one of two hosts (network namespaces, which need root) lose its network, and replaces replicas one by
// one by a next version of the program, built from the sources with another schema and another engine.
package chaos
