package voxpop

import "time"

// CandidateState is what was decided about a proposed tool.
type CandidateState string

// The states of a candidate: proposed → approved | rejected | snoozed; a snoozed one is proposed again when its time is over.
const (
	CandidateProposed CandidateState = "proposed"
	CandidateApproved CandidateState = "approved" // a tool of the catalog by now
	CandidateRejected CandidateState = "rejected" // never proposed again
	CandidateSnoozed  CandidateState = "snoozed"
)

// Candidate is a name that many write as they write of tools, and that the catalog does not know.
type Candidate struct {
	Key       string // small letters and digits of the name; the same for all its spellings
	Name      string // as most write it
	Spellings []string
	State     CandidateState
	Until     time.Time // of a snoozed one: not proposed before
	Decided   time.Time // zero while nobody has decided
	// What it rests on, in the window of the last search that found it.
	Window
	Items, Authors, Threads, Communities int
	First, Last                          time.Time
	Beside                               []NamedBeside // tools named in the same items, most often first
	Score                                float64       // orders candidates; see docs/definitions.md
	Evidence                             []ItemID      // items that show it best
}

// NamedBeside says in how many items a tool is named beside a candidate.
type NamedBeside struct {
	Tool  string // slug
	Items int
}
