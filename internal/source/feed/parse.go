package feed

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"github.com/voxpop-dev/voxpop"
)

// maxEntries is how many entries of a feed are read, from its top, where the newest stand.
const maxEntries = 1000

// content is a feed that was understood.
type content struct {
	title string
	items []voxpop.Item // each id once; Created is zero where the feed does not say when it was published
}

// parse reads an Atom or RSS feed (or a JSON feed with its version stated) found at base. What
// is none is an error, also when it is sound XML or JSON. A fault of the parser's is one too.
func parse(body []byte, base *url.URL, observed time.Time) (c content, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("is a feed that cannot be parsed: %w", voxpop.ErrInvalid)
		}
	}()
	f, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	if errors.Is(err, gofeed.ErrFeedTypeNotDetected) || err == nil && f.FeedType == "json" && f.FeedVersion == "" {
		return c, fmt.Errorf("is no Atom or RSS feed: %w", voxpop.ErrInvalid)
	}
	if err != nil {
		return c, fmt.Errorf("is a damaged feed: %s: %w", voxpop.Clean(err.Error(), 200), voxpop.ErrInvalid)
	}
	c.title = voxpop.Clean(line(f.Title), voxpop.MaxName)
	seen := map[string]bool{}
	for _, entry := range f.Items[:min(len(f.Items), maxEntries)] {
		it, ok := post(entry, base, observed)
		if ok && !seen[it.ID.Native] {
			seen[it.ID.Native] = true
			c.items = append(c.items, it)
		}
	}
	return c, nil
}

func post(e *gofeed.Item, base *url.URL, observed time.Time) (voxpop.Item, bool) {
	if e == nil {
		return voxpop.Item{}, false
	}
	it := voxpop.Item{
		Kind:      voxpop.KindPost,
		Title:     voxpop.Clean(line(e.Title), voxpop.MaxTitle),
		Body:      voxpop.Clean(plain(longer(e.Content, e.Description)), voxpop.MaxBody),
		Permalink: resolve(base, e.Link),
		Observed:  observed,
		State:     voxpop.StateLive,
		Origin:    voxpop.OriginLive,
	}
	if it.Title == "" && it.Body == "" {
		return it, false
	}
	if len(e.Authors) > 0 && e.Authors[0] != nil {
		it.Author = voxpop.Clean(line(e.Authors[0].Name), voxpop.MaxName)
	}
	it.ID = voxpop.ItemID{Source: voxpop.SourceFeed, Native: native(e, base, &it)}
	it.ThreadID = it.ID.Native
	if e.Published != e.Updated { // where an entry has only one of them the parser gives it as both
		it.Created = usable(e.PublishedParsed, observed)
	}
	if updated := usable(e.UpdatedParsed, observed); updated.After(it.Created) {
		it.Edited = updated
	}
	return it, true
}

// native makes an entry's id from what the feed calls it, else from its link, else from its
// title. Ids of different hosts never meet, so that no feed can overwrite another's entries.
func native(e *gofeed.Item, base *url.URL, it *voxpop.Item) string {
	name := strings.TrimSpace(e.GUID)
	if name == "" {
		name = it.Permalink
	}
	if name == "" {
		name = "title " + it.Title + " " + it.Body
	}
	sum := sha256.Sum256([]byte(strings.ToLower(base.Hostname()) + "\n" + name))
	return hex.EncodeToString(sum[:16])
}

// usable is a date that an entry can stand under: not before feeds existed, not in the future.
func usable(t *time.Time, observed time.Time) time.Time {
	if t == nil || t.Year() < 1995 || t.After(observed) {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Second)
}

func longer(a, b string) string {
	if len(b) > len(a) {
		return b
	}
	return a
}

// resolve makes a link absolute; anything but http and https is dropped.
func resolve(base *url.URL, link string) string {
	u, err := base.Parse(strings.TrimSpace(link))
	if err != nil || link == "" || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	if s := u.String(); len(s) <= voxpop.MaxURL {
		return voxpop.Clean(s, voxpop.MaxURL)
	}
	return ""
}
