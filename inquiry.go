package voxpop

import "time"

// StandIn says that a local engine made a score where its engine asks, or would ask, a language model. The zero value says that
// none did.
type StandIn struct {
	Engine EngineID // that made the score
	Reason StandInReason
	Detail string // in words, such as what failed; may be empty
}

// StandInReason is why a local engine's score stands.
type StandInReason string

// The reasons.
const (
	StandInWaiting     StandInReason = "waiting"     // the model is still to be asked
	StandInSure        StandInReason = "sure"        // the local engine is sure enough; the model is not asked
	StandInFailed      StandInReason = "failed"      // the model gave no answer that can be used; it is asked again later
	StandInBudget      StandInReason = "budget"      // what may be spent today is spent
	StandInUnavailable StandInReason = "unavailable" // the model cannot be reached, or refuses
	StandInGone        StandInReason = "gone"        // the text went before the model was asked
)

// Inquiry is an item as a language model is asked about it.
type Inquiry struct {
	Text  string // cleaned
	Tools []NamedTool
}

// NamedTool is a tool that a text is about.
type NamedTool struct {
	Slug string
	Name string // as the text writes it; empty when the text means it without naming it
}

// Finding is a language model's answer to an Inquiry.
type Finding struct {
	Text  Shares
	Tools map[string]Shares // by slug
}

// Shares are the likelihoods of the three classes, each 0…1, together 1.
type Shares struct{ Positive, Neutral, Negative float64 }

// Answered is what became of an inquiry, as it is kept.
type Answered struct {
	RowID        int64
	TextRevision int64
	Hash         string // names the question: the text, the tools, the model and what it is told
	Answer       string // as the engine that asked encodes it; empty when there is none
	Problem      string // why there is none, without anything that the text or the model says
}

// Spending is what asking a language model cost.
type Spending struct {
	Calls  int64
	Tokens int64 // read and written
	Micros int64 // millionths of a US dollar
}

// Add returns the sum of two spendings.
func (s Spending) Add(o Spending) Spending {
	return Spending{s.Calls + o.Calls, s.Tokens + o.Tokens, s.Micros + o.Micros}
}

// Minus returns the difference of two spendings.
func (s Spending) Minus(o Spending) Spending {
	return Spending{s.Calls - o.Calls, s.Tokens - o.Tokens, s.Micros - o.Micros}
}

// Within reports whether s keeps to a limit. Of a limit, 0 means none.
func (s Spending) Within(limit Spending) bool {
	under := func(n, limit int64) bool { return limit == 0 || n <= limit }
	return under(s.Calls, limit.Calls) && under(s.Tokens, limit.Tokens) && under(s.Micros, limit.Micros)
}

// Pause says that a language model is not asked for now, and why.
type Pause struct {
	Reason StandInReason // StandInBudget or StandInUnavailable; empty when it is asked
	Detail string
	Since  time.Time
	Until  time.Time // when it is tried again
}

// Paused is the error of a question that is not put for now.
type Paused struct{ Pause }

func (p *Paused) Error() string { return "the language model is not asked: " + p.Detail }

// EngineState is an engine version as a store knows it.
type EngineState struct {
	EngineID
	Since   time.Time // when it was first used
	State   string    // "walking", "walked", "building", "ready" or "retired"
	Answers bool      // every window is answered by it
	Walked  int64     // of Items, how many the back-fill has made pending or found done
	Items   int64     // stored items
	Waiting int64     // scores that a local engine made, for which a language model is still to be asked
}
