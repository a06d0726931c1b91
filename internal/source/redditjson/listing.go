package redditjson

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// Listing is one page of things, in the order the source gave.
type Listing struct {
	Things []Thing
	After  string // fullname to go on after; empty on the last page
	Before string
	Broken []error // children that are no things
}

// Thing is one child of a listing, not yet decoded.
type Thing struct {
	Kind string // "t1", "t3", "more", or another kind that callers skip
	Data json.RawMessage
}

// More stands for comments that an answer names or counts but does not hold.
type More struct {
	ID       string   // bare id of the first of them; "_" for "continue this thread"
	Parent   string   // fullname of what they answer
	Count    int64    // how many, their answers included; 0 when only the place is known
	Children []string // bare ids of those that can be asked for
}

// ParseListing reads {"kind": "Listing", "data": {"children": […], …}}. Anything else is an error,
// and so is a listing that has children of which none is a thing: what somebody puts in the way of
// an answer must never pass for a community without items. The error wraps voxpop.ErrInvalid.
func ParseListing(raw []byte) (Listing, error) {
	var w struct {
		Kind any
		Data struct {
			Children      *[]json.RawMessage
			After, Before any
		}
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return Listing{}, fmt.Errorf("reddit listing: %w: %w", err, voxpop.ErrInvalid)
	}
	if str(w.Kind) != "Listing" {
		return Listing{}, fmt.Errorf("reddit listing: kind is not Listing: %w", voxpop.ErrInvalid)
	}
	if w.Data.Children == nil {
		return Listing{}, fmt.Errorf("reddit listing: no children, not even none: %w", voxpop.ErrInvalid)
	}
	l := Listing{After: str(w.Data.After), Before: str(w.Data.Before)}
	l.Things, l.Broken = things(*w.Data.Children)
	if len(l.Things) == 0 && len(l.Broken) > 0 {
		return Listing{}, fmt.Errorf("reddit listing: none of %d children can be read: %w", len(l.Broken), voxpop.ErrInvalid)
	}
	return l, nil
}

func things(children []json.RawMessage) (sound []Thing, broken []error) {
	for _, child := range children {
		var t struct {
			Kind any
			Data json.RawMessage
		}
		if json.Unmarshal(child, &t) != nil || str(t.Kind) == "" || len(t.Data) == 0 || t.Data[0] != '{' {
			broken = append(broken, fmt.Errorf("reddit listing: a child is no thing: %w", voxpop.ErrInvalid))
			continue
		}
		sound = append(sound, Thing{Kind: str(t.Kind), Data: t.Data})
	}
	return sound, broken
}

// Item decodes the thing; its kind completes an id without a name.
func (t Thing) Item() (voxpop.Item, error) { return t.item(unsure) }

func (t Thing) item(how escaping) (voxpop.Item, error) {
	var w wire
	if err := json.Unmarshal(t.Data, &w); err != nil {
		return voxpop.Item{}, fmt.Errorf("reddit %s: %w: %w", voxpop.Clean(t.Kind, voxpop.MaxName), err, voxpop.ErrInvalid)
	}
	return w.item(t.Kind, how)
}

// More decodes a thing of kind "more".
func (t Thing) More() (More, error) {
	var w struct {
		ID       any
		ParentID any `json:"parent_id"`
		Count    any
		Children []any
	}
	if err := json.Unmarshal(t.Data, &w); err != nil {
		return More{}, fmt.Errorf("reddit more: %w: %w", err, voxpop.ErrInvalid)
	}
	m := More{ID: voxpop.Clean(str(w.ID), voxpop.MaxName), Parent: reference(w.ParentID, commentPrefix), Count: firstInt(w.Count)}
	for _, c := range w.Children {
		if id := strings.TrimPrefix(str(c), commentPrefix); base36(id) {
			m.Children = append(m.Children, id)
		}
	}
	return m, nil
}
