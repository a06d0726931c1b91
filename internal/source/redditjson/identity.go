package redditjson

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

const (
	commentPrefix = "t1_"
	postPrefix    = "t3_"
)

// fullname is the id Reddit gives a thing for ever, such as "t3_1abcd". Dumps may lack it; then
// the envelope's kind, or the fields that only one kind has, complete the bare id. A name of
// another kind than the envelope's is refused: nobody can tell which of the two is meant.
func (w *wire) fullname(kind string) (string, error) {
	full, err := w.ownName(kind)
	if err == nil && (kind == "t1" || kind == "t3") && !strings.HasPrefix(full, kind+"_") {
		return "", fmt.Errorf("reddit item %s: called a %s: %w", full, kind, voxpop.ErrInvalid)
	}
	return full, err
}

func (w *wire) ownName(kind string) (string, error) {
	if name := strings.ToLower(str(w.Name)); IsFullname(name) {
		return name, nil
	}
	id := strings.ToLower(str(w.ID))
	if IsFullname(id) {
		return id, nil
	}
	var full string
	switch {
	case kind == "t1" || kind == "t3":
		full = kind + "_" + id
	case w.LinkID != nil || w.Body != nil:
		full = commentPrefix + id
	case w.Title != nil || w.Selftext != nil:
		full = postPrefix + id
	default:
		return "", fmt.Errorf("reddit item: neither a post nor a comment: %w", voxpop.ErrInvalid)
	}
	if !IsFullname(full) {
		return "", fmt.Errorf("reddit item: no usable id: %w", voxpop.ErrInvalid)
	}
	return full, nil
}

// IsFullname reports whether s is the fullname of a post or a comment, in lower case.
func IsFullname(s string) bool {
	if !strings.HasPrefix(s, commentPrefix) && !strings.HasPrefix(s, postPrefix) {
		return false
	}
	return base36(s[len(postPrefix):])
}

func base36(s string) bool {
	if s == "" || len(s) > 13 {
		return false
	}
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

// reference reads the fullname of another thing. Some dumps write a bare id or its decimal
// value: those get the prefix given. Anything else is empty.
func reference(v any, prefix string) string {
	s := strings.ToLower(str(v))
	if f, ok := v.(float64); ok && f > 0 && f < 1<<53 {
		s = strconv.FormatInt(int64(f), 36)
	}
	if base36(s) {
		s = prefix + s
	}
	if !IsFullname(s) {
		return ""
	}
	return s
}

// community is the subreddit's name as written, without "r/".
func (w *wire) community() string {
	name := str(w.Subreddit)
	if name == "" {
		name, _, _ = strings.Cut(strings.TrimPrefix(str(w.Permalink), "/r/"), "/")
	}
	name = strings.TrimPrefix(strings.TrimPrefix(name, "/"), "r/")
	if len(name) > voxpop.MaxName || strings.Trim(name, nameLetters) != "" {
		return ""
	}
	return name
}

const nameLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."

// absolute puts the site before a path; other absolute http addresses stay; the rest is dropped.
func absolute(link string) string {
	link = voxpop.Clean(link, voxpop.MaxURL)
	switch {
	case strings.HasPrefix(link, "/") && !strings.HasPrefix(link, "//"):
		return Site + link
	case strings.HasPrefix(link, "https://"), strings.HasPrefix(link, "http://"):
		return link
	}
	return ""
}

// permalink is absolute with a path of the site's, and empty for an address elsewhere.
func permalink(link string) string {
	link = absolute(link)
	host, _, _ := strings.Cut(strings.TrimPrefix(link, "https://"), "/")
	if host == "reddit.com" || strings.HasSuffix(host, ".reddit.com") {
		return link
	}
	return ""
}

// threadOf finds the post in a permalink: …/comments/<id>/….
func threadOf(permalink string) string {
	_, rest, found := strings.Cut(permalink, "/comments/")
	if !found {
		return ""
	}
	id, _, _ := strings.Cut(rest, "/")
	return reference(id, postPrefix)
}

// plainPermalink is an item's address made of ids only: the usual one holds words of the title.
func plainPermalink(it *voxpop.Item) string {
	link := Site + "/r/" + it.Community + "/comments/" + strings.TrimPrefix(it.ThreadID, postPrefix) + "/"
	if it.Kind == voxpop.KindComment {
		link += "_/" + strings.TrimPrefix(it.ID.Native, commentPrefix) + "/"
	}
	return link
}
