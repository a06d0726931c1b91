package voxpop

import (
	"fmt"
	"strings"
	"time"
)

// ItemID names an item for ever: the platform it lives on and the id it has there.
// Two observations with the same ItemID are the same item, wherever they came from
// (a live listing and a dump of the same subreddit meet here). Ids carry no order.
type ItemID struct {
	Source string // platform: "reddit", "hackernews", "feed"; lower case
	Native string // the platform's own id; on Reddit the fullname ("t3_1abcd", "t1_k2x9")
}

// String returns "source/native".
func (id ItemID) String() string { return id.Source + "/" + id.Native }

// ParseItemID reads what String writes. A text without a slash is taken to be a Reddit
// fullname, which is what the predecessor's clients send.
func ParseItemID(s string) (ItemID, error) {
	source, native, found := strings.Cut(s, "/")
	if !found {
		source, native = SourceReddit, s
	}
	if source == "" || native == "" || len(s) > 300 {
		return ItemID{}, fmt.Errorf("item id %q: want source/id, for example reddit/t3_1abcd: %w", clip(s, 60), ErrInvalid)
	}
	return ItemID{Source: source, Native: native}, nil
}

// Platforms that voxpop knows by name.
const (
	SourceReddit     = "reddit"
	SourceHackerNews = "hackernews"
	SourceFeed       = "feed"
)

// Kind tells a post (which opens a thread) from a comment (which answers in one).
type Kind string

// The two kinds of item.
const (
	KindPost    Kind = "post"
	KindComment Kind = "comment"
)

// State is an item's place in its life. All but StateLive are sticky: no later
// observation of any source brings text back.
type State string

// The states an item can be in.
const (
	StateLive    State = "live"
	StateDeleted State = "deleted" // by its author
	StateRemoved State = "removed" // by a moderator or the platform
	StateExpired State = "expired" // by our retention
)

// Textless reports whether an item in this state has no text any more.
func (s State) Textless() bool { return s != StateLive && s != "" }

// Origin is the road by which an item first came in.
type Origin string

// The roads in.
const (
	OriginLive   Origin = "live"   // polled from its source
	OriginImport Origin = "import" // read from a file
	OriginPush   Origin = "push"   // sent to the API
)

// Item is one post or comment as its source shows it. Text fields are hostile: they are
// stored as received (valid UTF-8, no NUL) and escaped or sanitised wherever they are shown.
type Item struct {
	ID        ItemID
	Kind      Kind
	Community string // subreddit, forum or feed name as the source spells it; compared without case
	Author    string // empty when unknown or gone
	Title     string // posts only
	Body      string // Markdown on Reddit, plain text elsewhere
	URL       string // what the post links to; empty for text posts
	Permalink string // absolute URL of the item at its source
	Flair     string
	ParentID  string // native id of what it answers; empty for posts
	ThreadID  string // native id of the post that opens the thread; a post's own id
	Upvotes   int64  // Reddit's score; may be negative
	Comments  int64  // the source's count of comments under a post; 0 for comments
	Created   time.Time
	Edited    time.Time // zero if never
	Observed  time.Time // when the source said this, in source time; the newest observation wins, zero counts as oldest
	State     State
	Origin    Origin
	// Distinguished is "moderator" or "admin" when the author speaks in office; such items are not counted as opinion.
	Distinguished string
	// Recheck is when the item should next be looked at again (source time); zero means never.
	// The source that yields the item decides, the store only keeps it.
	Recheck time.Time
}

// Exclusion says why an item is stored and shown but not counted in sentiment.
type Exclusion string

// Reasons to leave an item out of sentiment. The empty one means: counted.
const (
	Counted           Exclusion = ""
	ExcludedBot       Exclusion = "bot"
	ExcludedModerator Exclusion = "moderator"
	ExcludedEmpty     Exclusion = "empty"    // nothing left to score after cleaning (a link, an image, only code)
	ExcludedLanguage  Exclusion = "language" // not English, which the engines cannot read
)

// StoredItem is an item with what voxpop knows about it.
type StoredItem struct {
	Item
	RowID       int64     // the store's own number; never shown, never an order
	FirstStored time.Time // wall time of the first commit ("collected_at" in the API)
	Language    string    // ISO 639-1; empty until analysed
	Exclusion   Exclusion
	Score       *Score // by the engine that answers; nil while not scored or excluded
	Simulated   bool   // comes from the simulated Reddit
}

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}
