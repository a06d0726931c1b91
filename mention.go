package voxpop

// Span is a half-open range of Unicode code points of a text: Start ≤ i < End. Spans of
// mentions count in the cleaned text that was scored.
type Span struct{ Start, End int }

// Mention is one place in an item that names a tool, or stands for it.
type Mention struct {
	Tool  string // slug
	Alias string // the alias that matched; empty when inferred from the community
	Span  Span   // empty range at 0 when inferred without a word that stands for the tool
	// Inferred says that the text does not name the tool: it was posted where "it" means it.
	Inferred bool
	Score    *Score // what is said about the tool there; nil while not scored
}

// ToolOpinion is what one item says about one tool: the unit that is counted. However often
// an item names a tool, it is one counted mention.
type ToolOpinion struct {
	Tool     string
	Inferred bool // no mention of it in this item names it
	Mentions []Mention
	Score    Score // over all mentions of the tool in the item
}

// RelationKind tells how an item relates two tools.
type RelationKind string

// The kinds of relation.
const (
	Prefers  RelationKind = "prefers"  // the item holds To to be better than From
	Switched RelationKind = "switched" // the item tells of going from From to To
)

// Relation is one statement of an item about two tools.
type Relation struct {
	Kind     RelationKind
	From, To string // slugs: the one left or found worse, the one taken or found better
	Span     Span   // the sentence that says so
}
