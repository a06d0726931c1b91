package voxpop

import "time"

// Topic is a cluster of items of one window that talk about the same thing in like words. What
// pages call a theme is a topic and its label.
type Topic struct {
	// ID stays the same from run to run, while new items come and old ones leave the window.
	ID    string
	Label string // a phrase or two of the items, as most of them spell it
	// Keywords are the words and phrases that tell the topic from others, weightiest first.
	Keywords []Keyword
	// Items counts the items of the topic, near-duplicates and cross-posts folded into one; Copies
	// is how many were folded. All other counts are of Items.
	Items, Copies               int
	Threads, Communities        int
	Positive, Negative, Neutral int
	Engagement                  int64 // sum over the items
	First, Last                 time.Time
	// Evidence names the items that show best what the topic is about, best first, from
	// different threads where possible.
	Evidence []ItemID
	// Members are all items of the topic, copies too, in the order of their ids.
	Members []TopicMember
}

// Keyword is a word or phrase of a topic.
type Keyword struct {
	Text string // as most items spell it
	// Key is the same for all spellings: small letters and digits only, without the plural s.
	Key    string
	Weight float64 // share in the direction of the topic's centre: the squares of all weights of the centre sum to 1
	Items  int     // items of the topic that have it
}

// TopicMember is an item of a topic.
type TopicMember struct {
	Item     ItemID
	Strength float64 // how much of the item's own words is the topic's, 0…1
	CopyOf   ItemID  // the item that this one repeats; zero for one that counts
}

// Net is the net sentiment of the topic's scored items, -100…+100. ok is false when there are none.
func (t *Topic) Net() (points float64, ok bool) {
	n := t.Positive + t.Negative + t.Neutral
	if n == 0 {
		return 0, false
	}
	return 100 * float64(t.Positive-t.Negative) / float64(n), true
}

// ThemeScope names what themes are sought in: the talk of the last days, all of it or what mentions one tool.
type ThemeScope struct {
	Tool string // slug; empty for all talk
	Days int
}

// ThemeRun is what one search for themes found in a scope. A later run of the scope replaces it.
type ThemeRun struct {
	ThemeScope
	Window
	Made time.Time
	// Total is how many items the window held, Read how many of them were read (fewer when it was sampled), Copies
	// how many of these were near-duplicates, and Unassigned how many others belong to no topic.
	Total, Read, Copies, Unassigned int
	Topics                          []Topic // biggest first
}
