package voxpop

import "time"

// Receipt is a claim as it is kept: a number with what it rests on, under a name made of that content, so that it cannot
// be changed unnoticed. docs/decisions/0008-claim-receipts.md says how.
type Receipt struct {
	ID      string    // made of Content
	Asked   string    // names the question and the data it was asked of: each has one receipt
	Content []byte    // JSON; ids of items, no text of theirs
	Made    time.Time // in the order of keeping; what is claimed about time is in Content
}

// CountedRow is one row that counts in a number about sentiment: an item, or what one says of a tool.
type CountedRow struct {
	Item     ItemID
	Tool     string // slug; empty where the number is about items
	Gone     bool   // its text is; its score counts on
	Sign     int    // of its label
	Compound int64  // ten-thousandths
}
