package relational

import "github.com/voxpop-dev/voxpop"

// changesJSON is how a re-analysis keeps what it changed.
type changesJSON struct {
	Items   int64                     `json:"items"`
	Flipped int64                     `json:"flipped"`
	Waiting int64                     `json:"waiting,omitempty"`
	Tools   map[string]toolChangeJSON `json:"tools,omitempty"`
}

type toolChangeJSON struct {
	Gained      int64 `json:"gained"`
	Lost        int64 `json:"lost"`
	Flipped     int64 `json:"flipped"`
	Before      int64 `json:"before"`
	After       int64 `json:"after"`
	BeforeSigns int64 `json:"before_signs"`
	AfterSigns  int64 `json:"after_signs"`
}

func (c changesJSON) changes() voxpop.ReanalysisChanges {
	out := voxpop.ReanalysisChanges{Items: c.Items, Flipped: c.Flipped, Waiting: c.Waiting, Tools: map[string]voxpop.ToolChange{}}
	for slug, t := range c.Tools {
		out.Tools[slug] = voxpop.ToolChange(t)
	}
	return out
}

func changesOf(c voxpop.ReanalysisChanges) changesJSON {
	out := changesJSON{Items: c.Items, Flipped: c.Flipped, Waiting: c.Waiting, Tools: map[string]toolChangeJSON{}}
	for slug, t := range c.Tools {
		out.Tools[slug] = toolChangeJSON(t)
	}
	return out
}
