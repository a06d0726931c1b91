package redditjson

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/voxpop-dev/voxpop"
)

// maxDepth is how deep replies are followed. Reddit nests ten levels in one answer.
const maxDepth = 100

// Tree is what an answer holds when its nested replies are laid out flat.
type Tree struct {
	Items  []voxpop.Item
	More   []More  // comments that exist but are not in the answer
	Broken []error // things that could not be read
	Cut    bool    // replies nested too deeply were left out

	texts escaping // what is known of all of them
}

// ParseTree reads a listing, or an array of them as /comments/<id>.json answers (the post, then
// its comments), with all nested replies; parents come before their answers. The error wraps
// voxpop.ErrInvalid and means that raw is no listing at all.
func ParseTree(raw []byte) (Tree, error) {
	var t Tree
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || raw[0] != '[' {
		return t, t.listing(raw, 0)
	}
	var parts []json.RawMessage
	if err := json.Unmarshal(raw, &parts); err != nil {
		return t, fmt.Errorf("reddit listings: %w: %w", err, voxpop.ErrInvalid)
	}
	for _, part := range parts {
		if err := t.listing(part, 0); err != nil {
			return t, err
		}
	}
	return t, nil
}

func (t *Tree) listing(raw []byte, depth int) error {
	l, err := ParseListing(raw)
	if err != nil {
		return err
	}
	t.lay(l.Things, l.Broken, depth)
	return nil
}

func (t *Tree) lay(things []Thing, broken []error, depth int) {
	t.Broken = append(t.Broken, broken...)
	for _, thing := range things {
		t.thing(thing, depth)
	}
}

func (t *Tree) thing(thing Thing, depth int) {
	switch thing.Kind {
	case "more":
		if m, err := thing.More(); err != nil {
			t.Broken = append(t.Broken, err)
		} else {
			t.More = append(t.More, m)
		}
	case "t1", "t3":
		if it, err := thing.item(t.texts); err != nil {
			t.Broken = append(t.Broken, err)
		} else {
			t.Items = append(t.Items, it)
		}
		t.replies(thing, depth)
	}
}

// replies follows a comment's answers: a listing, or "" when there are none.
func (t *Tree) replies(thing Thing, depth int) {
	var w struct{ Replies json.RawMessage }
	if json.Unmarshal(thing.Data, &w) != nil || len(w.Replies) == 0 || w.Replies[0] != '{' {
		return
	}
	if depth >= maxDepth {
		t.Cut = true
		return
	}
	if err := t.listing(w.Replies, depth+1); err != nil {
		t.Broken = append(t.Broken, err)
	}
}
