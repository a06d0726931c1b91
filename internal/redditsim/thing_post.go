package redditsim

import (
	"net/url"
	"strconv"
)

func base36(n uint64) string { return strconv.FormatUint(n, 36) }

// postData is a post as the API shows it.
type postData struct {
	ApprovedAtUTC         *float64   `json:"approved_at_utc"`
	Subreddit             string     `json:"subreddit"`
	Selftext              string     `json:"selftext"`
	AuthorFullname        *string    `json:"author_fullname,omitempty"`
	Saved                 bool       `json:"saved"`
	ModReasonTitle        *string    `json:"mod_reason_title"`
	Gilded                int        `json:"gilded"`
	Clicked               bool       `json:"clicked"`
	Title                 string     `json:"title"`
	SubredditNamePrefixed string     `json:"subreddit_name_prefixed"`
	Hidden                bool       `json:"hidden"`
	Downs                 int        `json:"downs"`
	HideScore             bool       `json:"hide_score"`
	Name                  string     `json:"name"`
	Quarantine            bool       `json:"quarantine"`
	UpvoteRatio           float64    `json:"upvote_ratio"`
	SubredditType         string     `json:"subreddit_type"`
	Ups                   int        `json:"ups"`
	IsOriginalContent     bool       `json:"is_original_content"`
	UserReports           []string   `json:"user_reports"`
	SecureMedia           *string    `json:"secure_media"`
	IsRedditMediaDomain   bool       `json:"is_reddit_media_domain"`
	IsMeta                bool       `json:"is_meta"`
	Category              *string    `json:"category"`
	LinkFlairText         *string    `json:"link_flair_text"`
	CanModPost            bool       `json:"can_mod_post"`
	Score                 int        `json:"score"`
	ApprovedBy            *string    `json:"approved_by"`
	AuthorPremium         bool       `json:"author_premium"`
	Thumbnail             string     `json:"thumbnail"`
	Edited                any        `json:"edited"`
	AuthorFlairText       *string    `json:"author_flair_text"`
	Gildings              struct{}   `json:"gildings"`
	IsSelf                bool       `json:"is_self"`
	ModNote               *string    `json:"mod_note"`
	Created               float64    `json:"created"`
	Domain                string     `json:"domain"`
	SelftextHTML          *string    `json:"selftext_html"`
	Likes                 *bool      `json:"likes"`
	SuggestedSort         *string    `json:"suggested_sort"`
	BannedAtUTC           *float64   `json:"banned_at_utc"`
	ViewCount             *int       `json:"view_count"`
	Archived              bool       `json:"archived"`
	NoFollow              bool       `json:"no_follow"`
	IsCrosspostable       bool       `json:"is_crosspostable"`
	Pinned                bool       `json:"pinned"`
	Over18                bool       `json:"over_18"`
	AllAwardings          []struct{} `json:"all_awardings"`
	MediaOnly             bool       `json:"media_only"`
	CanGild               bool       `json:"can_gild"`
	Spoiler               bool       `json:"spoiler"`
	Locked                bool       `json:"locked"`
	Visited               bool       `json:"visited"`
	RemovedBy             *string    `json:"removed_by"`
	RemovedByCategory     *string    `json:"removed_by_category"`
	NumReports            *int       `json:"num_reports"`
	Distinguished         *string    `json:"distinguished"`
	SubredditID           string     `json:"subreddit_id"`
	RemovalReason         *string    `json:"removal_reason"`
	ID                    string     `json:"id"`
	IsRobotIndexable      bool       `json:"is_robot_indexable"`
	ReportReasons         *string    `json:"report_reasons"`
	Author                string     `json:"author"`
	DiscussionType        *string    `json:"discussion_type"`
	NumComments           int        `json:"num_comments"`
	SendReplies           bool       `json:"send_replies"`
	ContestMode           bool       `json:"contest_mode"`
	Permalink             string     `json:"permalink"`
	Stickied              bool       `json:"stickied"`
	URL                   string     `json:"url"`
	SubredditSubscribers  int        `json:"subreddit_subscribers"`
	CreatedUTC            float64    `json:"created_utc"`
	NumCrossposts         int        `json:"num_crossposts"`
	Media                 *string    `json:"media"`
	IsVideo               bool       `json:"is_video"`
	ModReports            []string   `json:"mod_reports"`
}

// post renders a post.
func (r *renderer) post(it *item) *postData {
	community := r.history.world.Communities[it.community].Name
	title, body := r.said(it)
	p := &postData{
		Subreddit:             community,
		SubredditNamePrefixed: "r/" + community,
		SubredditID:           communityID(int(it.community)),
		SubredditType:         "public",
		SubredditSubscribers:  subscribers(int(it.community)),
		Title:                 r.text(title),
		Selftext:              r.text(body),
		Name:                  it.name(),
		ID:                    it.id36(),
		Ups:                   max(0, it.score(r.t)),
		Score:                 max(0, it.score(r.t)),
		UpvoteRatio:           ratio(it),
		NumComments:           it.comments(r.t),
		Thumbnail:             "self",
		Edited:                r.editedAt(it),
		IsSelf:                body != "",
		Created:               float64(it.created),
		CreatedUTC:            float64(it.created),
		Permalink:             r.permalink(it, title),
		IsCrosspostable:       true,
		IsRobotIndexable:      true,
		SendReplies:           true,
		LinkFlairText:         flair(it),
		UserReports:           []string{},
		ModReports:            []string{},
		AllAwardings:          []struct{}{},
	}
	p.Author, p.AuthorFullname = r.author(it)
	r.target(p, it, body)
	r.gone(p, it)
	if p.Selftext != "" {
		markup := r.markup(body, "<!-- SC_OFF -->", "<!-- SC_ON -->")
		if p.RemovedByCategory != nil {
			markup = r.markup(p.Selftext, "<!-- SC_OFF -->", "<!-- SC_ON -->")
		}
		p.SelftextHTML = &markup
	}
	return p
}

// target fills in what the post points at: itself, or a page elsewhere.
func (r *renderer) target(p *postData, it *item, body string) {
	p.URL = "https://www.reddit.com" + p.Permalink
	p.Domain = "self." + p.Subreddit
	if body == "" {
		p.URL = links[it.seed>>8%uint64(len(links))] + base36(it.seed%(1<<24))
		p.Thumbnail = "default"
		if u, err := url.Parse(p.URL); err == nil {
			p.Domain = u.Host
		}
	}
}

var links = []string{
	"https://blog.example.com/posts/", "https://changelog.example.org/",
	"https://video.example.net/watch?v=", "https://code.example.com/issues/",
	"https://i.example.org/img/",
}

// gone replaces what a deleted or removed post no longer shows.
func (r *renderer) gone(p *postData, it *item) {
	var category string
	switch {
	case it.isDeleted(r.t):
		category, p.Selftext, p.Title = "deleted", "[deleted]", "[deleted by user]"
	case it.isRemoved(r.t):
		category, p.Selftext = "moderator", "[removed]"
		if it.seed%5 == 0 {
			category = "automod_filtered"
		}
	default:
		return
	}
	p.IsSelf = true
	p.RemovedByCategory = &category
	p.IsRobotIndexable = false
	p.IsCrosspostable = false
}

// permalink is the path of an item on the site.
func (r *renderer) permalink(it *item, postTitle string) string {
	head := it.head()
	link := "/r/" + r.history.world.Communities[it.community].Name + "/comments/" + head.id36() + "/" + slug(postTitle) + "/"
	if it != head {
		link += it.id36() + "/"
	}
	return link
}

func ratio(it *item) float64 {
	if it.upvotes < 0 {
		return 0.3 + float64(it.seed%15)/100
	}
	return 0.72 + float64(it.seed%28)/100
}

func flair(it *item) *string {
	flairs := []string{"Discussion", "Question", "Showcase", "News", "Help", "Rant"}
	i := it.seed >> 20 % uint64(2*len(flairs))
	if i >= uint64(len(flairs)) {
		return nil
	}
	return &flairs[i]
}

func subscribers(c int) int { return 4_000 + int(mix(uint64(c), 98)%900_000) }
