package redditjson

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Site is the address that permalinks are made absolute with.
const Site = "https://www.reddit.com"

// wire is a t1 or t3 as it is written. Every field may be missing or of another type, hence any.
type wire struct {
	ID, Name              any
	Subreddit             any
	Author                any
	Title, Selftext, Body any
	SelftextHTML          any `json:"selftext_html"`
	BodyHTML              any `json:"body_html"`
	URL                   any
	Permalink             any
	IsSelf                any `json:"is_self"`
	LinkFlairText         any `json:"link_flair_text"`
	LinkID                any `json:"link_id"`
	ParentID              any `json:"parent_id"`
	Score, Ups            any
	NumComments           any `json:"num_comments"`
	CreatedUTC            any `json:"created_utc"`
	Edited                any
	Distinguished         any
	RemovedByCategory     any             `json:"removed_by_category"`
	RetrievedOn           any             `json:"retrieved_on"`
	RetrievedUTC          any             `json:"retrieved_utc"`
	Kind                  any             // of the envelope
	Data                  json.RawMessage // what the envelope holds
	Meta                  json.RawMessage `json:"_meta"`
}

// wireMeta is what Arctic Shift notes beside an item.
type wireMeta struct {
	WasDeletedLater any `json:"was_deleted_later"`
	RemovalType     any `json:"removal_type"`
	IsEdited        any `json:"is_edited"`
	Retrieved2nd    any `json:"retrieved_2nd_on"`
}

// Item decodes the data object of a post or comment, in the shape of the API or of a dump. The
// envelope {"kind", "data"} around it may be present. State is set from every mark of deletion;
// an item without text has no title, author, URL or flair either, and a permalink without words.
// Observed is set only where the data says when it was retrieved; Origin and Recheck are left to
// the caller. The error wraps voxpop.ErrInvalid.
func Item(raw []byte) (voxpop.Item, error) {
	var w wire
	if err := json.Unmarshal(raw, &w); err != nil {
		return voxpop.Item{}, fmt.Errorf("reddit item: %w: %w", err, voxpop.ErrInvalid)
	}
	if len(w.Data) > 0 && w.Data[0] == '{' {
		return Thing{Kind: str(w.Kind), Data: w.Data}.Item()
	}
	return w.item("", unsure)
}

// item reads a thing of a kind, "" when it is not known, whose texts are escaped as how says.
func (w *wire) item(kind string, how escaping) (voxpop.Item, error) {
	fullname, err := w.fullname(kind)
	if err != nil {
		return voxpop.Item{}, err
	}
	it := voxpop.Item{
		ID:        voxpop.ItemID{Source: voxpop.SourceReddit, Native: fullname},
		Community: w.community(),
		Permalink: permalink(str(w.Permalink)),
		Upvotes:   firstInt(w.Score, w.Ups),
	}
	if it.Community == "" {
		return voxpop.Item{}, fmt.Errorf("reddit item %s: no subreddit: %w", fullname, voxpop.ErrInvalid)
	}
	created, ok := instant(w.CreatedUTC)
	if !ok {
		return voxpop.Item{}, fmt.Errorf("reddit item %s: no usable created_utc: %w", fullname, voxpop.ErrInvalid)
	}
	it.Created = created
	if author := words(w.Author); !gone(author) {
		it.Author = voxpop.Clean(author, voxpop.MaxName)
	}
	if d := strings.ToLower(str(w.Distinguished)); d == "moderator" || d == "admin" {
		it.Distinguished = d
	}
	if strings.HasPrefix(fullname, postPrefix) {
		w.fillPost(&it, how)
	} else if err := w.fillComment(&it, how); err != nil {
		return voxpop.Item{}, err
	}
	w.fillTimes(&it)
	it.State = w.state()
	if it.State.Textless() {
		blank(&it)
	}
	return it, nil
}

func (w *wire) fillPost(it *voxpop.Item, how escaping) {
	how = how.or(str(w.SelftextHTML))
	it.Kind = voxpop.KindPost
	it.ThreadID = it.ID.Native
	it.Title = voxpop.Clean(unescape(words(w.Title), how), voxpop.MaxTitle)
	it.Body = voxpop.Clean(unescape(words(w.Selftext), how), voxpop.MaxBody)
	it.Flair = voxpop.Clean(unescape(words(w.LinkFlairText), how), voxpop.MaxTitle)
	it.Comments = max(firstInt(w.NumComments), 0)
	link := voxpop.Clean(unescape(str(w.URL), how), voxpop.MaxURL)
	if self, _ := w.IsSelf.(bool); !self && link != "" && absolute(link) != it.Permalink {
		it.URL = absolute(link)
	}
	if it.Permalink == "" {
		it.Permalink = plainPermalink(it)
	}
}

func (w *wire) fillComment(it *voxpop.Item, how escaping) error {
	how = how.or(str(w.BodyHTML))
	it.Kind = voxpop.KindComment
	it.Body = voxpop.Clean(unescape(words(w.Body), how), voxpop.MaxBody)
	it.ThreadID = reference(w.LinkID, postPrefix)
	it.ParentID = reference(w.ParentID, commentPrefix)
	if it.ThreadID == "" {
		it.ThreadID = threadOf(it.Permalink)
	}
	if it.ThreadID == "" && strings.HasPrefix(it.ParentID, postPrefix) {
		it.ThreadID = it.ParentID
	}
	if it.ThreadID == "" {
		return fmt.Errorf("reddit comment %s: no link_id: %w", it.ID.Native, voxpop.ErrInvalid)
	}
	if it.ParentID == "" {
		it.ParentID = it.ThreadID
	}
	if it.Permalink == "" {
		it.Permalink = plainPermalink(it)
	}
	return nil
}

// fillTimes sets when the item was seen and when it was last edited. An edit without a time is
// dated to the observation that shows it.
func (w *wire) fillTimes(it *voxpop.Item) {
	meta := w.meta()
	for _, v := range []any{meta.Retrieved2nd, w.RetrievedUTC, w.RetrievedOn} {
		if t, ok := instant(v); ok && t.After(it.Observed) {
			it.Observed = t
		}
	}
	if t, ok := instant(w.Edited); ok {
		it.Edited = t
	} else if yes(w.Edited) || yes(meta.IsEdited) {
		it.Edited = latest(it.Created, it.Observed)
	}
}

func (w *wire) meta() (m wireMeta) {
	if len(w.Meta) > 0 {
		_ = json.Unmarshal(w.Meta, &m) // a _meta that is not an object says nothing
	}
	return m
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
