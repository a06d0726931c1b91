package file

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/source/redditjson"
)

// export is an item as `voxpop export --what items` writes it and, with content, comment_count
// and a created_utc in words, as the predecessor's API did.
type export struct {
	ID, Source, Kind any
	Subreddit        any
	Author           any
	Title            any
	Body, Content    any
	URL, Permalink   any
	Score, Upvotes   any
	NumComments      any `json:"num_comments"`
	CommentCount     any `json:"comment_count"`
	CreatedUTC       any `json:"created_utc"`
	EditedUTC        any `json:"edited_utc"`
	ThreadID         any `json:"thread_id"`
	ParentID         any `json:"parent_id"`
	State            any
}

// isExported reports whether a record is of an export rather than of Reddit. Fields that only
// exports have decide; the search for them spares the records of a dump a second decoding.
func isExported(raw []byte) bool {
	if !bytes.Contains(raw, []byte(`"thread_id"`)) && !bytes.Contains(raw, []byte(`"content"`)) {
		return false
	}
	var e export
	if json.Unmarshal(raw, &e) != nil {
		return false
	}
	kind := voxpop.Kind(text(e.Kind))
	_, content := e.Content.(string)
	return kind == voxpop.KindPost || kind == voxpop.KindComment || content && e.Title != nil
}

// exported decodes a record of an export. The error wraps voxpop.ErrInvalid.
func exported(raw []byte) (voxpop.Item, error) {
	var e export
	if err := json.Unmarshal(raw, &e); err != nil {
		return voxpop.Item{}, fmt.Errorf("exported item: %w: %w", err, voxpop.ErrInvalid)
	}
	it := voxpop.Item{
		ID:        voxpop.ItemID{Source: first(text(e.Source), voxpop.SourceReddit), Native: text(e.ID)},
		Kind:      voxpop.Kind(first(text(e.Kind), string(voxpop.KindPost))),
		Community: voxpop.Clean(text(e.Subreddit), voxpop.MaxName),
		Author:    voxpop.Clean(text(e.Author), voxpop.MaxName),
		Title:     voxpop.Clean(text(e.Title), voxpop.MaxTitle),
		Body:      voxpop.Clean(first(text(e.Body), text(e.Content)), voxpop.MaxBody),
		URL:       webAddress(text(e.URL)),
		Permalink: webAddress(text(e.Permalink)),
		Upvotes:   integer(e.Score, e.Upvotes),
		Comments:  max(integer(e.NumComments, e.CommentCount), 0),
		ThreadID:  text(e.ThreadID),
		ParentID:  text(e.ParentID),
		State:     voxpop.State(first(text(e.State), string(voxpop.StateLive))),
	}
	it.Edited, _ = moment(e.EditedUTC)
	var ok bool
	if it.Created, ok = moment(e.CreatedUTC); !ok {
		return voxpop.Item{}, refuse("no usable created_utc")
	}
	return complete(it)
}

func refuse(reason string) error {
	return fmt.Errorf("exported item: %s: %w", reason, voxpop.ErrInvalid)
}

// complete checks an exported item and fills in what follows from the rest.
func complete(it voxpop.Item) (voxpop.Item, error) {
	if it.Kind != voxpop.KindPost && it.Kind != voxpop.KindComment {
		return voxpop.Item{}, refuse("kind is neither post nor comment")
	}
	if it.ID.Source == voxpop.SourceReddit && !redditjson.IsFullname(it.ID.Native) {
		it.ID.Native = prefix(it.Kind) + it.ID.Native
		if !redditjson.IsFullname(it.ID.Native) {
			return voxpop.Item{}, refuse("no usable id")
		}
	}
	if it.ThreadID == "" && it.Kind == voxpop.KindPost {
		it.ThreadID = it.ID.Native
	}
	switch {
	case !wellFormed(it.ID.Source, 40) || strings.Contains(it.ID.Source, "/") || !wellFormed(it.ID.Native, 250):
		return voxpop.Item{}, refuse("no usable id")
	case it.Community == "":
		return voxpop.Item{}, refuse("no subreddit")
	case !wellFormed(it.ThreadID, 250):
		return voxpop.Item{}, refuse("no thread_id")
	case it.ParentID != "" && !wellFormed(it.ParentID, 250):
		return voxpop.Item{}, refuse("no usable parent_id")
	}
	switch it.State {
	case voxpop.StateLive:
	case voxpop.StateDeleted, voxpop.StateRemoved, voxpop.StateExpired:
		it.Title, it.Body, it.Author, it.URL = "", "", "", ""
	default:
		return voxpop.Item{}, refuse("unknown state")
	}
	return it, nil
}

func prefix(k voxpop.Kind) string {
	if k == voxpop.KindComment {
		return "t1_"
	}
	return "t3_"
}

// wellFormed reports whether an id can be stored and shown: printable, without spaces, short.
func wellFormed(s string, limit int) bool {
	return s != "" && len(s) <= limit && s == voxpop.Clean(s, limit) &&
		!strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) })
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// integer is the first of the values that is a number of believable size, else 0.
func integer(values ...any) int64 {
	for _, v := range values {
		if f, ok := v.(float64); ok && math.Abs(f) < 1<<53 {
			return int64(f)
		}
	}
	return 0
}

// moment reads seconds since 1970 or a time in words; one without a zone is UTC, as the
// predecessor wrote it.
func moment(v any) (time.Time, bool) {
	var t time.Time
	switch v := v.(type) {
	case float64:
		if v < 0 || v > 1<<33 {
			return t, false
		}
		t = time.Unix(int64(v), 0).UTC()
	case string:
		if f, err := strconv.ParseFloat(v, 64); err == nil {
			return moment(f)
		}
		for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateTime} {
			if parsed, err := time.Parse(layout, v); err == nil {
				t = parsed.UTC()
				break
			}
		}
	}
	return t, t.Year() >= 1990 && t.Year() < 2200
}

// webAddress keeps absolute http and https addresses only.
func webAddress(s string) string {
	s = voxpop.Clean(s, voxpop.MaxURL)
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return s
}
