package redditjson

import (
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// state reads every mark that Reddit and the archives leave on text that is gone.
func (w *wire) state() voxpop.State {
	meta := w.meta()
	if kind := strings.ToLower(str(meta.RemovalType)); kind != "" {
		return removal(kind)
	}
	if yes(meta.WasDeletedLater) {
		return voxpop.StateDeleted
	}
	if category := strings.ToLower(str(w.RemovedByCategory)); category != "" {
		return removal(category)
	}
	text := str(w.Body)
	if text == "" {
		text = str(w.Selftext)
	}
	switch mark(text) {
	case "removed", "removed by reddit", "removed by moderator":
		return voxpop.StateRemoved
	case "deleted", "deleted by user":
		if gone(words(w.Author)) {
			return voxpop.StateDeleted
		}
	}
	switch mark(str(w.Title)) {
	case "removed by reddit", "removed by moderator":
		return voxpop.StateRemoved
	case "deleted by user":
		return voxpop.StateDeleted
	}
	return voxpop.StateLive
}

// removal tells an author's own deletion from everybody else's removal.
func removal(category string) voxpop.State {
	if category == "deleted" || category == "author" {
		return voxpop.StateDeleted
	}
	return voxpop.StateRemoved
}

// mark returns the words of a text that is nothing but a bracketed mark, in lower case.
func mark(text string) string {
	text = strings.TrimSpace(text)
	if len(text) > 40 || !strings.HasPrefix(text, "[") || !strings.HasSuffix(text, "]") {
		return ""
	}
	return strings.ToLower(strings.TrimSpace(strings.Trim(text, "[]")))
}

// gone reports whether an author field says that there is no author any more.
func gone(author string) bool {
	return author == "" || author == "[deleted]" || author == "[removed]"
}

// blank leaves of an item without text what is no text: ids, times and numbers.
func blank(it *voxpop.Item) {
	it.Title, it.Body, it.URL, it.Author, it.Flair = "", "", "", "", ""
	it.Permalink = plainPermalink(it)
}
