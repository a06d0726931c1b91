package redditjson

import (
	"encoding/json"
	"fmt"

	"github.com/voxpop-dev/voxpop"
)

// The functions below read what the API answers when it is asked with raw_json=1: a text then
// stands as its author wrote it, also one that looks escaped, unless the HTML beside it tells that
// the server did not heed the wish. One unreadable thing never hides the others.

// Page is one answer of a listing.
type Page struct {
	Tree
	After string // fullname to go on after; empty on the last page
}

// ParsePage reads a listing. The error wraps voxpop.ErrInvalid and means that raw is none.
func ParsePage(raw []byte) (Page, error) {
	l, err := ParseListing(raw)
	if err != nil {
		return Page{}, err
	}
	p := Page{Tree: Tree{texts: plain}, After: l.After}
	p.lay(l.Things, l.Broken, 0)
	return p, nil
}

// ParseThread reads an answer of /comments: the listing of the post and that of its comments. The
// error wraps voxpop.ErrInvalid; an answer without anything in the place of the post is one.
func ParseThread(raw []byte) (Tree, error) {
	t := Tree{texts: plain}
	var parts []json.RawMessage
	if json.Unmarshal(raw, &parts) != nil || len(parts) != 2 {
		return t, fmt.Errorf("reddit thread: not two listings: %w", voxpop.ErrInvalid)
	}
	if err := t.listing(parts[0], 0); err != nil {
		return t, err
	}
	if len(t.Items)+len(t.Broken) == 0 {
		return t, fmt.Errorf("reddit thread: its post is missing: %w", voxpop.ErrInvalid)
	}
	return t, t.listing(parts[1], 0)
}

// ParseMoreChildren reads an answer of /api/morechildren. The error wraps voxpop.ErrInvalid and
// quotes what the API said when it refused.
func ParseMoreChildren(raw []byte) (Tree, error) {
	t := Tree{texts: plain}
	var w struct {
		JSON *struct {
			Errors []any
			Data   struct{ Things []json.RawMessage }
		}
	}
	if err := json.Unmarshal(raw, &w); err != nil || w.JSON == nil {
		return t, fmt.Errorf("reddit morechildren: not an answer of it: %w", voxpop.ErrInvalid)
	}
	if len(w.JSON.Errors) > 0 {
		return t, fmt.Errorf("reddit morechildren: refused: %.100q: %w", fmt.Sprint(w.JSON.Errors[0]), voxpop.ErrInvalid)
	}
	sound, broken := things(w.JSON.Data.Things)
	t.lay(sound, broken, 0)
	return t, nil
}
