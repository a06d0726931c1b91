// Package api serves voxpop over HTTP: JSON under /api/v1, live events, exports, health and
// metrics, and the description of all of it.
//
// A request for data takes one of two roads. The hot road (hot.go) looks up ready bytes by
// path and query and writes them when they belong to the current data version and UTC hour.
// Otherwise one refill runs whatever handler answers that path, whole, and keeps the bytes.
// Handlers read through small interfaces (options.go) and see neither network, engine nor
// writer; what changes something goes through Commands. The data version is polled (poll.go),
// and so is what health, status and events tell, so that none of them waits for the database.
package api
