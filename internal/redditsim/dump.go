package redditsim

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"
)

// dumpMeta is what an archive knows about an item beyond what Reddit said.
type dumpMeta struct {
	WasDeletedLater bool   `json:"was_deleted_later"`
	RemovalType     string `json:"removal_type"` // "deleted" by its author, or "removed"
}

// dumpPost is a post as archives of Reddit write it.
type dumpPost struct {
	ID                string    `json:"id"`
	Name              string    `json:"name"`
	Subreddit         string    `json:"subreddit"`
	SubredditID       string    `json:"subreddit_id"`
	Author            string    `json:"author"`
	AuthorFullname    *string   `json:"author_fullname,omitempty"`
	CreatedUTC        int64     `json:"created_utc"`
	RetrievedOn       int64     `json:"retrieved_on"`
	Score             int       `json:"score"`
	Ups               int       `json:"ups"`
	UpvoteRatio       float64   `json:"upvote_ratio"`
	NumComments       int       `json:"num_comments"`
	Title             string    `json:"title"`
	Selftext          string    `json:"selftext"`
	URL               string    `json:"url"`
	Permalink         string    `json:"permalink"`
	Domain            string    `json:"domain"`
	IsSelf            bool      `json:"is_self"`
	Over18            bool      `json:"over_18"`
	Stickied          bool      `json:"stickied"`
	Edited            any       `json:"edited"`
	LinkFlairText     *string   `json:"link_flair_text"`
	Distinguished     *string   `json:"distinguished"`
	RemovedByCategory *string   `json:"removed_by_category"`
	Locked            bool      `json:"locked"`
	Meta              *dumpMeta `json:"_meta,omitempty"`
}

// dumpComment is a comment as archives of Reddit write it.
type dumpComment struct {
	ID               string    `json:"id"`
	Name             string    `json:"name"`
	Subreddit        string    `json:"subreddit"`
	SubredditID      string    `json:"subreddit_id"`
	Author           string    `json:"author"`
	AuthorFullname   *string   `json:"author_fullname,omitempty"`
	CreatedUTC       int64     `json:"created_utc"`
	RetrievedOn      int64     `json:"retrieved_on"`
	Score            int       `json:"score"`
	Ups              int       `json:"ups"`
	Body             string    `json:"body"`
	LinkID           string    `json:"link_id"`
	ParentID         string    `json:"parent_id"`
	Permalink        string    `json:"permalink"`
	Edited           any       `json:"edited"`
	Stickied         bool      `json:"stickied"`
	Distinguished    *string   `json:"distinguished"`
	Controversiality int       `json:"controversiality"`
	IsSubmitter      bool      `json:"is_submitter"`
	Meta             *dumpMeta `json:"_meta,omitempty"`
}

// WriteDump writes what public communities show at to of the items created in from ≤ t < to,
// as an archive would: one JSON object a line, posts and comments together, by created time,
// retrieved_on being to. Of the items deleted or removed by then half are left out; the other
// half are written as an archive that saw them early keeps them, with their text, an early
// retrieved_on and the mark _meta.was_deleted_later.
func (s *Sim) WriteDump(w io.Writer, from, to time.Time) error {
	var items []*item
	s.history.read(to.Unix(), func() {
		for c := range s.history.communities {
			if s.refuse(c) == nil {
				items = append(items, between(s.history.communities[c].posts, from, to)...)
				items = append(items, between(s.history.communities[c].comments, from, to)...)
			}
		}
	})
	slices.SortFunc(items, func(a, b *item) int {
		if before(a, b) {
			return -1
		}
		return 1
	})
	buffered := bufio.NewWriterSize(w, 1<<16)
	lines := json.NewEncoder(buffered)
	lines.SetEscapeHTML(false)
	var err error
	s.history.read(to.Unix(), func() { err = s.dump(lines, items, to.Unix()) })
	if err == nil {
		err = buffered.Flush()
	}
	if err != nil {
		return fmt.Errorf("simulated Reddit: write dump: %w", err)
	}
	return nil
}

func (s *Sim) dump(lines *json.Encoder, items []*item, at int64) error {
	for _, it := range items {
		if !it.exists(at) {
			continue
		}
		seen := at
		var meta *dumpMeta
		if !it.listed(at) {
			if it.seed%2 == 0 {
				continue
			}
			seen, meta = firstSeen(it), &dumpMeta{WasDeletedLater: true, RemovalType: "deleted"}
			if it.isRemoved(at) {
				meta.RemovalType = "removed"
			}
		}
		r := &renderer{history: s.history, t: seen, raw: true}
		var line any
		if it.isPost() {
			line = r.dumpPost(it, meta)
		} else {
			line = r.dumpComment(it, meta)
		}
		if err := lines.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

// firstSeen is when an archive saw an item that was gone later: a few seconds after it came.
func firstSeen(it *item) int64 {
	seen := max(it.created, it.approved) + 4
	for _, end := range []int64{it.deleted, it.removed} {
		if end != 0 {
			seen = min(seen, end-1)
		}
	}
	return seen
}

func (r *renderer) dumpPost(it *item, meta *dumpMeta) *dumpPost {
	p := r.post(it)
	return &dumpPost{
		ID: p.ID, Name: p.Name, Subreddit: p.Subreddit, SubredditID: p.SubredditID,
		Author: p.Author, AuthorFullname: p.AuthorFullname, CreatedUTC: it.created, RetrievedOn: r.t,
		Score: p.Score, Ups: p.Ups, UpvoteRatio: p.UpvoteRatio, NumComments: p.NumComments,
		Title: p.Title, Selftext: p.Selftext, URL: p.URL, Permalink: p.Permalink, Domain: p.Domain,
		IsSelf: p.IsSelf, Edited: p.Edited, LinkFlairText: p.LinkFlairText,
		Distinguished: p.Distinguished, RemovedByCategory: p.RemovedByCategory, Meta: meta,
	}
}

func (r *renderer) dumpComment(it *item, meta *dumpMeta) *dumpComment {
	c := r.comment(it)
	return &dumpComment{
		ID: c.ID, Name: c.Name, Subreddit: c.Subreddit, SubredditID: c.SubredditID,
		Author: c.Author, AuthorFullname: c.AuthorFullname, CreatedUTC: it.created, RetrievedOn: r.t,
		Score: c.Score, Ups: c.Ups, Body: c.Body, LinkID: c.LinkID, ParentID: c.ParentID,
		Permalink: c.Permalink, Edited: c.Edited, Stickied: c.Stickied,
		Distinguished: c.Distinguished, IsSubmitter: c.IsSubmitter, Meta: meta,
	}
}
