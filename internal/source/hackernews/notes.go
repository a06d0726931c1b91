package hackernews

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Keys of the source's cursors: one for each search, one for all.
const (
	searchKey  = "search:"
	overallKey = "overall"
)

// place is how far one search has come. Everything created before Done has been read; while
// Top is set, so has everything from Below up to Top, and what lies between is being read.
// All in seconds since 1970.
type place struct {
	Done   int64 `json:"done"`
	Below  int64 `json:"below,omitempty"`
	Top    int64 `json:"top,omitempty"`
	Looked int64 `json:"looked"` // when the search last had its turn
}

// overall is what is noted for the source as a whole.
type overall struct {
	Covered int64 `json:"covered,omitempty"` // up to which the ledger is written
	Pause   int64 `json:"pause,omitempty"`   // until when the other side asked to be left alone
}

// notes is what the source remembers, as the store has it.
type notes struct {
	overall
	places map[string]place
}

func (s *Source) notes(ctx context.Context, view voxpop.SourceView) (notes, error) {
	n := notes{places: map[string]place{}}
	raw, err := view.Cursors(ctx, s.Name(), "")
	if err != nil {
		return n, fmt.Errorf("hacker news: reading how far it came: %w", err)
	}
	if json.Unmarshal(raw[overallKey], &n.overall) != nil {
		n.overall = overall{} // unreadable notes mean starting over, which stores nothing twice
	}
	for _, q := range s.cfg.Queries {
		var p place
		if json.Unmarshal(raw[searchKey+q], &p) == nil {
			n.places[q] = p
		}
	}
	return n, nil
}

func (n *notes) pause() time.Time { return time.Unix(n.Pause, 0) }

// encode writes a note. The values hold only numbers, which always encode.
func encode(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return raw
}
