package reddit

import (
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/voxpop-dev/voxpop"
)

// Bounds of stored texts in bytes, above what Reddit itself allows (40,000 characters, 300 in a title).
const (
	maxText  = 200_000
	maxTitle = 4_000
	maxShort = 300
	maxURL   = 4_000
)

const site = "https://www.reddit.com"

// post and comment fields, as far as voxpop keeps them.
type fields struct {
	Name          text    `json:"name"`
	ID            text    `json:"id"`
	Subreddit     text    `json:"subreddit"`
	Author        text    `json:"author"`
	Title         text    `json:"title"`
	Selftext      text    `json:"selftext"`
	Body          text    `json:"body"`
	URL           text    `json:"url"`
	Permalink     text    `json:"permalink"`
	IsSelf        flag    `json:"is_self"`
	Flair         text    `json:"link_flair_text"`
	ParentID      text    `json:"parent_id"`
	LinkID        text    `json:"link_id"`
	Score         number  `json:"score"`
	NumComments   number  `json:"num_comments"`
	Created       instant `json:"created_utc"`
	Edited        instant `json:"edited"`
	Distinguished text    `json:"distinguished"`
	RemovedBy     text    `json:"removed_by_category"`
}

// item reads a post or a comment as observed at a time. ok is false for other things and for those without an
// id, a community or a time, which cannot be placed.
func (t thing) item(observed time.Time) (it voxpop.Item, ok bool) {
	if t.Kind != "t1" && t.Kind != "t3" {
		return it, false
	}
	var f fields
	if json.Unmarshal(t.Data, &f) != nil {
		return it, false
	}
	name := fullname(t.Kind, f)
	if name == "" || f.Subreddit == "" || f.Created.IsZero() {
		return it, false
	}
	it = voxpop.Item{
		ID:            voxpop.ItemID{Source: voxpop.SourceReddit, Native: name},
		Community:     clean(f.Subreddit, maxShort),
		Author:        clean(f.Author, maxShort),
		Upvotes:       int64(f.Score),
		Created:       f.Created.Time,
		Edited:        f.Edited.Time,
		Observed:      observed,
		Origin:        voxpop.OriginLive,
		Distinguished: clean(f.Distinguished, maxShort),
		Recheck:       recheck(f.Created.Time, observed),
	}
	if t.Kind == "t3" {
		f.post(&it)
	} else if !f.comment(&it) {
		return it, false
	}
	settle(&it, f)
	return it, true
}

func fullname(kind string, f fields) string {
	name := string(f.Name)
	if name == "" && f.ID != "" {
		name = kind + "_" + string(f.ID)
	}
	if !strings.HasPrefix(name, kind+"_") || len(name) > 30 || len(name) < 4 || !plain(name) {
		return ""
	}
	return name
}

// plain reports whether s has only letters, digits and _, as fullnames do.
func plain(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_') {
			return false
		}
	}
	return true
}

func (f *fields) post(it *voxpop.Item) {
	it.Kind = voxpop.KindPost
	it.Title = clean(f.Title, maxTitle)
	it.Body = clean(f.Selftext, maxText)
	it.Flair = clean(f.Flair, maxShort)
	it.Comments = max(int64(f.NumComments), 0)
	it.ThreadID = it.ID.Native
	it.Permalink = absolute(clean(f.Permalink, maxURL))
	if it.Permalink == "" {
		it.Permalink = site + "/comments/" + strings.TrimPrefix(it.ID.Native, "t3_") + "/"
	}
	// A text post's URL is its own page.
	if link := absolute(clean(f.URL, maxURL)); !bool(f.IsSelf) && link != it.Permalink {
		it.URL = link
	}
}

func (f *fields) comment(it *voxpop.Item) bool {
	it.Kind = voxpop.KindComment
	it.Body = clean(f.Body, maxText)
	it.ThreadID, it.ParentID = string(f.LinkID), string(f.ParentID)
	if !strings.HasPrefix(it.ThreadID, "t3_") || len(it.ThreadID) > 30 || !plain(it.ThreadID) {
		return false
	}
	if len(it.ParentID) > 30 || !plain(it.ParentID) || it.ParentID == "" {
		it.ParentID = it.ThreadID
	}
	it.Permalink = absolute(clean(f.Permalink, maxURL))
	if it.Permalink == "" {
		it.Permalink = site + "/comments/" + strings.TrimPrefix(it.ThreadID, "t3_") + "/_/" + strings.TrimPrefix(it.ID.Native, "t1_") + "/"
	}
	return true
}

// settle finds out whether the text is gone, and if so drops what is left of it. An author who left keeps the text.
func settle(it *voxpop.Item, f fields) {
	it.State = voxpop.StateLive
	content := strings.TrimSpace(it.Body)
	switch {
	case f.RemovedBy == "deleted":
		it.State = voxpop.StateDeleted
	case f.RemovedBy != "" || content == "[removed]" || content == "[ Removed by Reddit ]":
		it.State = voxpop.StateRemoved
	case content == "[deleted]" && (it.Author == "[deleted]" || it.Author == ""):
		it.State = voxpop.StateDeleted
	case it.Title == "[deleted by user]":
		it.State = voxpop.StateDeleted
	}
	if it.Author == "[deleted]" || it.Author == "[removed]" {
		it.Author = ""
	}
	if it.State.Textless() {
		it.Author, it.Title, it.Body, it.URL, it.Flair = "", "", "", "", ""
	}
}

// absolute completes Reddit's own paths. What is neither a path nor a web address is dropped.
func absolute(link string) string {
	switch {
	case strings.HasPrefix(link, "/") && !strings.HasPrefix(link, "//"):
		return site + link
	case strings.HasPrefix(link, "https://"), strings.HasPrefix(link, "http://"):
		return link
	}
	return ""
}

// clean makes a stranger's text storable: valid UTF-8, no NUL, at most limit bytes cut between characters.
func clean(t text, limit int) string {
	s := strings.ToValidUTF8(strings.ReplaceAll(string(t), "\x00", ""), "\uFFFD")
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}

// When an item is looked at again, by how old it was when it was seen last. Comments that are seen in a second look,
// and posts that a walk meets at such an age, need no call of their own for it. After the last step agedEvery: less than
// the two days for which an unchecked text may be shown, by as much as a cycle may be late.
var checks = [...]struct{ seen, next time.Duration }{
	{secondAge, 390 * time.Minute},
	{12 * time.Hour, 14 * time.Hour},
	{30 * time.Hour, agedFrom},
}

const (
	agedFrom  = 36 * time.Hour
	agedEvery = 45 * time.Hour
)

// recheck is when an item that was seen at now should be looked at next, on Reddit's clock.
func recheck(created, now time.Time) time.Time {
	for _, c := range checks {
		if now.Sub(created) < c.seen {
			return created.Add(c.next)
		}
	}
	return now.Add(agedEvery)
}
