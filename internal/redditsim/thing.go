package redditsim

import (
	"html"
	"strings"
)

// thing is what Reddit wraps everything in.
type thing struct {
	Kind string `json:"kind"`
	Data any    `json:"data"`
}

// listing is a page of things.
type listing struct {
	After     *string `json:"after"`
	Dist      *int    `json:"dist"`
	Modhash   string  `json:"modhash"`
	GeoFilter string  `json:"geo_filter"`
	Children  []thing `json:"children"`
	Before    *string `json:"before"`
}

// moreThings stands for comments left out of a tree.
type moreThings struct {
	Count    int      `json:"count"`
	Name     string   `json:"name"`
	ID       string   `json:"id"`
	ParentID string   `json:"parent_id"`
	Depth    int      `json:"depth"`
	Children []string `json:"children"`
}

func newListing(children []thing) thing {
	if children == nil {
		children = []thing{}
	}
	return thing{Kind: "Listing", Data: &listing{Children: children}}
}

// renderer shows items as they look at a time. The caller holds the history's lock.
type renderer struct {
	history *history
	t       int64
	raw     bool // raw_json=1: text as it is, else with <, > and & escaped
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func (r *renderer) text(s string) string {
	if r.raw {
		return s
	}
	return escaper.Replace(s)
}

// markup is the HTML Reddit makes of Markdown, roughly: paragraphs.
func (r *renderer) markup(markdown, before, after string) string {
	var b strings.Builder
	b.WriteString(before)
	b.WriteString(`<div class="md">`)
	for i, p := range strings.Split(markdown, "\n\n") {
		if i > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString("<p>")
		b.WriteString(html.EscapeString(p))
		b.WriteString("</p>")
	}
	b.WriteString("\n</div>")
	b.WriteString(after)
	return r.text(b.String())
}

// editedAt is Reddit's odd field: false, or when.
func (r *renderer) editedAt(it *item) any {
	if it.edited != 0 && r.t >= it.edited && !it.isDeleted(r.t) && !it.isRemoved(r.t) {
		return float64(it.edited)
	}
	return false
}

// said is the title and body as they read at the time.
func (r *renderer) said(it *item) (title, body string) {
	w := r.history.write(it)
	if it.edited != 0 && r.t >= it.edited {
		return w.title, w.edited
	}
	return w.title, w.body
}

// author is the shown name and id of the author; the id is nil when they are gone.
func (r *renderer) author(it *item) (name string, id *string) {
	if it.isDeleted(r.t) || it.isRemoved(r.t) {
		return "[deleted]", nil
	}
	fullname := authorID(it.author)
	return authorName(it.author), &fullname
}

func distinguished(it *item) *string {
	if it.author != botModerator {
		return nil
	}
	office := "moderator"
	return &office
}

// slug is the part of a permalink made from a title.
func slug(title string) string {
	var b strings.Builder
	for _, c := range lower(title) {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			b.WriteRune(c)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
		if b.Len() >= 50 {
			break
		}
	}
	if s := strings.Trim(b.String(), "_"); s != "" {
		return s
	}
	return "_"
}

func communityID(c int) string {
	return "t5_" + lower(base36(mix(uint64(c), 99)%(1<<30)))
}
