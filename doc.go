// Package voxpop holds the vocabulary of voxpop: what developers say about AI developer tools.
//
// It has types and no input or output; every other package speaks in its words. The tour below follows
// one comment from Reddit to an answer, naming the packages on the way. All but this one are below internal.
//
// # Collected
//
// Somebody answers in r/Cursor: "It keeps crashing, I hate it." Up to half an hour passes until
// package schedule finds, in the row of the last cycle, that the next one is due. It writes a row for it, a [Cycle], and
// wakes a job. Work lives in rows: the job queue only wakes somebody to do it, retries it, and keeps two from
// doing it at once. A look at the rows every two seconds finds what a crash left behind.
//
// The job calls package collect, which asks every source for its plan. Package source/reddit answers with a few
// [Task] values: groups of subreddits whose posts or comments one joined listing can show without running over its depth, and
// the upkeep of what is stored (scores, edits, deletions). For each task, reddit.Source.Run walks a
// listing from its newest page back to what an earlier walk has proved to hold, and yields a [Batch] for every page:
// items, the cursors that prove them, and what belongs into the coverage ledger. The other sources, source/hackernews,
// source/feed and source/file, keep the same contract, and one suite (source/sourcetest) tests them all.
//
// Our comment is in a batch as an [Item]: its [ItemID] is "reddit/t1_…", its thread is the post it answers to,
// and its recheck time says when to look whether it is still there.
//
// # Stored
//
// collect hands each batch to its Inbox before it asks for the next. That is the store: package store/relational holds
// the statements and rules, store/sqlite and store/postgres open a database and supply a dialect. Put
// commits items, cursors and ledger in one transaction, or none of it. An item that is known already is only compared: the newest
// observation wins, and no observation brings the text of a deleted item back. For our comment, which is new, the same
// transaction writes a row into pending: its text waits for analysis. A crash after the commit loses nothing, one before it
// leaves the cursor where it was, and the page is read again.
//
// # Scored
//
// Package analyze works off pending in short batches. It reads items, and outside of any transaction does what needs no database:
// analyze/text reduces Markdown to plain sentences, without code, links and quotes of others, and decides whether the author
// is a bot or a moderator in office; analyze/language finds texts that are not English; the engine, analyze/vader, gives
// a [Score]. Commit stores score, language, exclusion and the words for the search, deletes the pending row,
// and marks the community's day as dirty, all at once. If the comment was edited meanwhile, its text has another
// revision: the analysis is dropped, and the newer pending row brings another. A new version of an engine takes the same
// road for everything that is stored.
//
// # Counted
//
// A mark says only that the numbers of a (community, day) may be old. RollUp reads some marks in a snapshot and recomputes the cells
// of their days from the rows by the pure functions of package rollup; one short transaction then writes what differs and deletes just
// those marks. A [Cell] is never added to and never subtracted from; that is why our comment counts once, however often
// it was collected. Beside sums it keeps, in 64 hash buckets of thread and of author, what package stats needs
// for an interval that knows that answers in one thread are not independent.
//
// At most every two seconds the rollup publishes: it raises the [DataVersion]. Only now is our comment visible.
//
// # Asked
//
// Package serve/api holds interfaces that can read and nothing else; a handler cannot reach the network or an engine even by
// accident. For "how did r/Cursor feel today" it reads cells from the store and lets package ask, with package stats, make of them an
// estimate with its interval and a verdict on coverage: was collecting continuous, or was there a gap? The answer is kept as ready
// bytes under its data version: until the next one, everybody who asks the same gets the same bytes, compressed once, or
// a 304. When a version is published, its number goes out as an event, and one refill runs while others still
// get the bytes of the version before. That is why collecting makes nobody wait.
//
// Package serve/web serves the dashboard (written in ui/, embedded at build) on the same origin. It hears the
// event, fetches again after a moment of its own choosing, and shows what changed: one more negative comment, its text made harmless
// by package serve/markup, and beside the headline how many items that rests on.
//
// # Forgotten
//
// Next day its author deletes the comment. The upkeep task asks Reddit for it by id and sees that it is gone. Put turns the
// row into a tombstone: text and author go from tables, search and ready bytes; time, thread and score stay, so
// that yesterday's numbers still add up. The hourly housekeeping purges what is left on the disk, and drops texts past their
// retention in the same way.
//
// # Around it
//
// Package cli reads settings, wires all of this together and is the only one that imports everything; package archtest holds the
// table of who may import whom, as a test. Package redditsim is a whole Reddit with a clock, a seed and faults on demand: the demo
// runs on it, and so do the tests that need to know the truth.
package voxpop
