package hackernews

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// hit is one story or comment as the search writes it. Numbers may be missing or null.
type hit struct {
	ObjectID    string   `json:"objectID"`
	Tags        []string `json:"_tags"`
	Author      string   `json:"author"`
	Title       string   `json:"title"`
	URL         string   `json:"url"`
	StoryText   string   `json:"story_text"`
	CommentText string   `json:"comment_text"`
	StoryID     any      `json:"story_id"`
	ParentID    any      `json:"parent_id"`
	Points      any      `json:"points"`
	NumComments any      `json:"num_comments"`
	CreatedAt   any      `json:"created_at_i"`
}

// item decodes a hit. The error wraps voxpop.ErrInvalid; text is never part of it.
func item(raw json.RawMessage, observed time.Time) (voxpop.Item, error) {
	var h hit
	if err := json.Unmarshal(raw, &h); err != nil {
		return voxpop.Item{}, fmt.Errorf("hacker news hit: %w: %w", err, voxpop.ErrInvalid)
	}
	created, ok := integer(h.CreatedAt)
	if !id(h.ObjectID) || !ok || created < firstStory || created > 1<<33 {
		return voxpop.Item{}, fmt.Errorf("hacker news hit without id or time: %w", voxpop.ErrInvalid)
	}
	it := voxpop.Item{
		ID:        voxpop.ItemID{Source: voxpop.SourceHackerNews, Native: h.ObjectID},
		Kind:      voxpop.KindPost,
		Community: Community,
		Author:    voxpop.Clean(h.Author, voxpop.MaxName),
		Permalink: "https://news.ycombinator.com/item?id=" + h.ObjectID,
		ThreadID:  h.ObjectID,
		Created:   time.Unix(created, 0).UTC(),
		Observed:  observed,
		State:     voxpop.StateLive,
		Origin:    voxpop.OriginLive,
	}
	it.Upvotes, _ = integer(h.Points)
	if h.isComment() {
		return h.comment(it)
	}
	comments, _ := integer(h.NumComments)
	it.Comments = max(comments, 0)
	it.Title = voxpop.Clean(plain(h.Title), voxpop.MaxTitle)
	it.Body = voxpop.Clean(plain(h.StoryText), voxpop.MaxBody)
	it.URL = link(h.URL)
	return it, nil
}

func (h *hit) isComment() bool {
	for _, tag := range h.Tags {
		switch tag {
		case "comment":
			return true
		case "story":
			return false
		}
	}
	return h.CommentText != ""
}

func (h *hit) comment(it voxpop.Item) (voxpop.Item, error) {
	story, ok := integer(h.StoryID)
	if !ok || story <= 0 {
		return voxpop.Item{}, fmt.Errorf("hacker news comment %s without a story: %w", h.ObjectID, voxpop.ErrInvalid)
	}
	it.Kind = voxpop.KindComment
	it.ThreadID = strconv.FormatInt(story, 10)
	it.ParentID = it.ThreadID
	if parent, ok := integer(h.ParentID); ok && parent > 0 {
		it.ParentID = strconv.FormatInt(parent, 10)
	}
	it.Body = voxpop.Clean(plain(h.CommentText), voxpop.MaxBody)
	return it, nil
}

// firstStory is when Hacker News opened.
const firstStory = 1160418111

func id(s string) bool {
	return s != "" && len(s) <= 15 && strings.Trim(s, "0123456789") == ""
}

func integer(v any) (int64, bool) {
	f, ok := v.(float64)
	if !ok || f < -1<<53 || f > 1<<53 {
		return 0, false
	}
	return int64(f), true
}

func link(s string) string {
	if s = voxpop.Clean(s, voxpop.MaxURL); strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") {
		return s
	}
	return ""
}
