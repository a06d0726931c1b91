package reddit

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// text, number and instant read what Reddit, dumps and their imitations put into a field: the type in the documentation,
// another one, null, or nothing. They never fail; what makes no sense is the zero value.
type (
	text    string
	number  int64
	instant struct{ time.Time }
)

// UnmarshalJSON takes strings and numbers.
func (t *text) UnmarshalJSON(b []byte) error {
	*t = ""
	var s string
	if json.Unmarshal(b, &s) == nil {
		*t = text(s)
		return nil
	}
	var n json.Number
	if json.Unmarshal(b, &n) == nil {
		*t = text(n.String())
	}
	return nil
}

// UnmarshalJSON takes numbers and strings that hold one.
func (n *number) UnmarshalJSON(b []byte) error {
	*n = 0
	s := strings.Trim(string(b), `"`)
	if i, err := strconv.ParseInt(s, 10, 64); err == nil {
		*n = number(i)
	} else if f, err := strconv.ParseFloat(s, 64); err == nil && math.Abs(f) < 1<<53 {
		*n = number(f)
	}
	return nil
}

// UnmarshalJSON takes seconds since 1970, whole or not; false and null are the zero time, and so is what cannot be a
// time on Reddit.
func (t *instant) UnmarshalJSON(b []byte) error {
	t.Time = time.Time{}
	f, err := strconv.ParseFloat(strings.Trim(string(b), `"`), 64)
	if err != nil || !(f > 1e9 && f < 1e11) {
		return nil
	}
	t.Time = time.Unix(int64(f), 0).UTC()
	return nil
}

// flag takes true, and strings and numbers that mean it.
type flag bool

// UnmarshalJSON implements json.Unmarshaler.
func (f *flag) UnmarshalJSON(b []byte) error {
	s := strings.Trim(string(b), `"`)
	*f = s == "true" || s == "1"
	return nil
}

// listing is a page of things.
type listing struct {
	After    string // the fullname to go on from; empty on the last page
	Children []thing
	Broken   int // children that could not be read at all
}

// thing is Reddit's envelope. Kinds: t1 comment, t3 post, t5 subreddit, more.
type thing struct {
	Kind string
	Data json.RawMessage
}

var errNoListing = errors.New("not a listing")

// parseListing reads {"kind":"Listing", …}. A body that is anything else is an error: an HTML page or an empty object must
// never pass for an empty community.
func parseListing(body []byte) (listing, error) {
	var raw struct {
		Kind text `json:"kind"`
		Data *struct {
			After    text               `json:"after"`
			Children *[]json.RawMessage `json:"children"`
		} `json:"data"`
	}
	if err := json.Unmarshal(body, &raw); err != nil {
		return listing{}, fmt.Errorf("%w: %d bytes that are not its JSON", errNoListing, len(body))
	}
	if raw.Kind != "Listing" || raw.Data == nil || raw.Data.Children == nil {
		return listing{}, errNoListing
	}
	l := listing{After: string(raw.Data.After)}
	l.Children, l.Broken = things(*raw.Data.Children)
	if l.Broken > 0 && len(l.Children) == 0 {
		return listing{}, fmt.Errorf("%w: none of its %d things can be read", errNoListing, l.Broken)
	}
	return l, nil
}

func things(raws []json.RawMessage) (out []thing, broken int) {
	for _, raw := range raws {
		var t struct {
			Kind text            `json:"kind"`
			Data json.RawMessage `json:"data"`
		}
		if json.Unmarshal(raw, &t) != nil || t.Kind == "" || len(t.Data) == 0 || t.Data[0] != '{' {
			broken++
			continue
		}
		out = append(out, thing{Kind: string(t.Kind), Data: t.Data})
	}
	return out, broken
}
