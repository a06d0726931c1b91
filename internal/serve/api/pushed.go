package api

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// pushed reads one pushed item, field by field.
type pushed struct {
	index    int
	now      time.Time
	fields   map[string]json.RawMessage
	rejected []Rejected
}

func (p *pushed) reject(field, reason string) {
	p.rejected = append(p.rejected, Rejected{p.index, clip(field, 40), reason})
}

var pushFields = []string{
	"id", "source", "kind", "community", "author", "title", "body", "url", "permalink",
	"thread_id", "parent_id", "score", "num_comments", "created_utc",
}

var sourceName = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,31}$`)

// read returns the item; when anything is wrong with it, p.rejected says what.
func (p *pushed) read(raw json.RawMessage) voxpop.Item {
	if err := json.Unmarshal(raw, &p.fields); err != nil || p.fields == nil {
		p.reject("", "must be an object")
		return voxpop.Item{}
	}
	for name := range p.fields {
		if !slices.Contains(pushFields, name) {
			p.reject(name, "unknown field; allowed: "+strings.Join(pushFields, ", "))
		}
	}
	slices.SortFunc(p.rejected, func(a, b Rejected) int { return strings.Compare(a.Field, b.Field) })
	item := voxpop.Item{
		Kind:      voxpop.Kind(p.text("kind", 10, true)),
		Community: p.name("community", 100, true),
		Author:    p.name("author", 100, false),
		Title:     p.text("title", 2000, false),
		Body:      p.text("body", 200_000, false),
		URL:       p.link("url"),
		Permalink: p.link("permalink"),
		Upvotes:   p.number("score", -1e9),
		Comments:  p.number("num_comments", 0),
		Created:   p.created(),
		Observed:  p.now,
		State:     voxpop.StateLive,
		Origin:    voxpop.OriginPush,
	}
	p.identify(&item)
	if item.State = goneState(&item); item.State.Textless() {
		item.Title, item.Body, item.URL, item.Author = "", "", "", ""
	}
	return item
}

// identify reads the ids and what depends on them.
func (p *pushed) identify(item *voxpop.Item) {
	item.ID = voxpop.ItemID{Source: p.text("source", 32, false), Native: p.name("id", 200, true)}
	item.ThreadID, item.ParentID = p.name("thread_id", 200, false), p.name("parent_id", 200, false)
	if item.ID.Source == "" {
		item.ID.Source = voxpop.SourceReddit
	} else if !sourceName.MatchString(item.ID.Source) {
		p.reject("source", "must be lower-case letters, digits, - and _, beginning with a letter")
	}
	reddit := item.ID.Source == voxpop.SourceReddit
	switch item.Kind {
	case voxpop.KindPost:
		if reddit {
			item.ID.Native = fullname("t3_", item.ID.Native)
		}
		if item.ThreadID != "" && item.ThreadID != item.ID.Native && "t3_"+item.ThreadID != item.ID.Native {
			p.reject("thread_id", "of a post must be its own id, or left out")
		}
		if item.ParentID != "" {
			p.reject("parent_id", "a post answers nothing; leave it out")
		}
		item.ThreadID = item.ID.Native
	case voxpop.KindComment:
		p.identifyComment(item, reddit)
	case "":
	default:
		p.reject("kind", "must be post or comment")
	}
}

func (p *pushed) identifyComment(item *voxpop.Item, reddit bool) {
	if item.Title != "" {
		p.reject("title", "a comment has none; leave it out")
	}
	if item.ThreadID == "" {
		p.reject("thread_id", "is needed for a comment")
		return
	}
	if reddit {
		item.ID.Native, item.ThreadID = fullname("t1_", item.ID.Native), fullname("t3_", item.ThreadID)
	}
	if item.ParentID == "" {
		item.ParentID = item.ThreadID
	}
}

// fullname adds Reddit's prefix to an id that has none.
func fullname(prefix, id string) string {
	if id == "" || strings.Contains(id, "_") {
		return id
	}
	return prefix + id
}

// goneState recognises Reddit's marks of a text that is gone.
func goneState(item *voxpop.Item) voxpop.State {
	if item.ID.Source == voxpop.SourceReddit {
		switch item.Body {
		case "[deleted]":
			return voxpop.StateDeleted
		case "[removed]":
			return voxpop.StateRemoved
		}
	}
	return voxpop.StateLive
}

// text reads a field of text; line ends and tabs may be in it.
func (p *pushed) text(field string, limit int, needed bool) string {
	var s *string
	raw, given := p.fields[field]
	if given && json.Unmarshal(raw, &s) != nil {
		p.reject(field, "must be text")
		return ""
	}
	switch {
	case s == nil || *s == "":
		if needed {
			p.reject(field, "is needed")
		}
		return ""
	case len(*s) > limit:
		p.reject(field, fmt.Sprintf("at most %d bytes", limit))
		return ""
	case badText(*s) >= 0:
		p.reject(field, "must not hold control characters")
		return ""
	}
	return *s
}

// name reads a field that is one line without spaces around it.
func (p *pushed) name(field string, limit int, needed bool) string {
	s := p.text(field, limit, needed)
	if strings.TrimSpace(s) != s || strings.ContainsAny(s, "\n\r\t") {
		p.reject(field, "must be one line without spaces around it")
		return ""
	}
	return s
}

func (p *pushed) link(field string) string {
	s := p.name(field, 4000, false)
	if s != "" && safeURL(s) == "" {
		p.reject(field, "must be an absolute http or https URL")
		return ""
	}
	return s
}

func (p *pushed) number(field string, least int64) int64 {
	var n *int64
	raw, given := p.fields[field]
	if given && json.Unmarshal(raw, &n) != nil || n != nil && (*n < least || *n > 1e9) {
		p.reject(field, fmt.Sprintf("must be a whole number from %d to 1000000000", least))
		return 0
	}
	if n == nil {
		return 0
	}
	return *n
}

// created reads seconds since 1970 or an RFC 3339 time; not before 2005, not in the future.
func (p *pushed) created() time.Time {
	const field = "created_utc"
	raw, given := p.fields[field]
	if !given || string(raw) == "null" {
		p.reject(field, "is needed")
		return time.Time{}
	}
	var t time.Time
	var seconds float64
	var text string
	if json.Unmarshal(raw, &seconds) == nil && math.Abs(seconds) < 1e11 {
		t = time.Unix(int64(seconds), 0).UTC()
	} else if json.Unmarshal(raw, &text) == nil {
		t, _ = time.Parse(time.RFC3339, text) // a wrong one is the year 1
	}
	t = t.UTC().Truncate(time.Second)
	if t.Year() < 2005 || t.After(p.now.Add(5*time.Minute)) {
		p.reject(field, "must be seconds since 1970 or an RFC 3339 time, after 2004 and not in the future")
		return time.Time{}
	}
	return t
}
