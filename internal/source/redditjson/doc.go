// Package redditjson reads the JSON of Reddit things: posts (t3), comments (t1), stubs of
// comments not sent along (more) and the listings that hold them. It knows the shape the API
// answers in and the one that dumps are written in (pushshift, Arctic Shift); it does no I/O.
//
// Dumps lack fields, write numbers as text and text as null. A wrong type never makes an item
// unreadable; only an item without an id, a community or a time of creation is refused.
package redditjson
