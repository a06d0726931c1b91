package voxpop

import "time"

// ToolStatus is where a catalog entry stands.
type ToolStatus string

// The statuses of a tool.
const (
	ToolActive    ToolStatus = "active"    // looked for, shown
	ToolArchived  ToolStatus = "archived"  // no longer looked for in new items; its past stays
	ToolCandidate ToolStatus = "candidate" // proposed, not looked for until somebody approves it
)

// Tool is a catalog entry: an AI developer tool, model or assistant that people have opinions on.
type Tool struct {
	Slug        string // lower case letters, digits and hyphens; never reused for another tool
	Name        string
	Vendor      string
	Description string
	Categories  []string
	Status      ToolStatus
	Aliases     []Alias
	// Home are the communities that are about this tool, as "source/name" in lower case
	// ("reddit/cursor"): its name needs no context there, and "it" can mean it.
	Home       []string
	MergedInto string // slug of the tool that this one's mentions count for; empty when it stands for itself
	// Revision rises with every change to what is matched (aliases, home, status, merge). Mention
	// scores are kept by it.
	Revision int64
	// Edit rises with every change of any kind: a change must name the one it was made from.
	Edit    int64
	Created time.Time
	Updated time.Time
}

// Alias is a name under which a tool is written, and when that name means it.
type Alias struct {
	Text string // as written; matched at word borders, runs of blanks and hyphens alike
	// Case asks for the exact spelling; otherwise case is ignored.
	Case bool
	// Require are words or phrases of which one must stand near the alias (or in the name of
	// the community) before it counts, unless Prior says otherwise. Empty: none needed.
	Require []string
	// Exclude are words or phrases: in the sentence of the alias they say that it means
	// something else. One that contains the alias ("mouse cursor") must stand just there.
	Exclude []string
	// Prior is how likely the bare alias is the tool where no rule decides, 0…1; 0 counts as 1.
	// Below 0.5 the alias counts only where context supports it: a required word, another
	// tool named in the text, or a community of this field.
	Prior float64
}
