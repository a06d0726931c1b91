package file

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// filter decides which items are kept.
type filter struct {
	communities  map[string]bool // lower case; empty keeps all
	since, until time.Time
}

func newFilter(cfg Config) filter {
	f := filter{communities: map[string]bool{}, since: cfg.Since, until: cfg.Until}
	for _, name := range cfg.Communities {
		name = strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(strings.TrimSpace(name)), "/"), "r/")
		if name != "" {
			f.communities[name] = true
		}
	}
	return f
}

func (f filter) keeps(it *voxpop.Item) bool {
	if len(f.communities) > 0 && !f.communities[strings.ToLower(it.Community)] {
		return false
	}
	if !f.since.IsZero() && it.Created.Before(f.since) {
		return false
	}
	return f.until.IsZero() || it.Created.Before(f.until)
}

var subredditKey = []byte(`"subreddit":`)

// surelyOther reports, without decoding, that a line belongs to another community: it names
// subreddits and none of those asked for. Monthly dumps hold all of Reddit, so this is what
// most of an import is made of.
func (f filter) surelyOther(line []byte) bool {
	if len(f.communities) == 0 {
		return false
	}
	named := false
	for {
		i := bytes.Index(line, subredditKey)
		if i < 0 {
			return named
		}
		line = bytes.TrimLeft(line[i+len(subredditKey):], " ")
		if len(line) == 0 || line[0] != '"' {
			return false
		}
		end := bytes.IndexByte(line[1:], '"')
		if end < 0 || bytes.IndexByte(line[1:1+end], '\\') >= 0 || f.communities[strings.ToLower(string(line[1:1+end]))] {
			return false
		}
		named = true
	}
}

// mark writes the filter into a hash, so that a cursor serves only an import that asks for the same.
func (f filter) mark(w io.Writer) {
	fmt.Fprintf(w, "%q %d %d", slices.Sorted(maps.Keys(f.communities)), f.since.Unix(), f.until.Unix())
}

// identity names a file's content and the filter, for the cursor's key: size and first bytes.
func identity(size int64, head []byte, f filter) string {
	h := sha256.New()
	fmt.Fprintf(h, "%d %x ", size, sha256.Sum256(head))
	f.mark(h)
	return fmt.Sprintf("%x", h.Sum(nil)[:16])
}
