package redditsim

// commentData is a comment as the API shows it. The link_* fields stand in listings only,
// depth in trees only.
type commentData struct {
	SubredditID           string     `json:"subreddit_id"`
	ApprovedAtUTC         *float64   `json:"approved_at_utc"`
	AuthorIsBlocked       bool       `json:"author_is_blocked"`
	CommentType           *string    `json:"comment_type"`
	LinkTitle             string     `json:"link_title,omitempty"`
	LinkAuthor            string     `json:"link_author,omitempty"`
	LinkPermalink         string     `json:"link_permalink,omitempty"`
	LinkURL               string     `json:"link_url,omitempty"`
	NumComments           *int       `json:"num_comments,omitempty"`
	Over18                bool       `json:"over_18"`
	Awarders              []struct{} `json:"awarders"`
	ModReasonBy           *string    `json:"mod_reason_by"`
	BannedBy              *string    `json:"banned_by"`
	AuthorFlairType       string     `json:"author_flair_type"`
	TotalAwardsReceived   int        `json:"total_awards_received"`
	Subreddit             string     `json:"subreddit"`
	Likes                 *bool      `json:"likes"`
	Replies               any        `json:"replies"`
	UserReports           []string   `json:"user_reports"`
	Saved                 bool       `json:"saved"`
	ID                    string     `json:"id"`
	BannedAtUTC           *float64   `json:"banned_at_utc"`
	ModReasonTitle        *string    `json:"mod_reason_title"`
	Gilded                int        `json:"gilded"`
	Archived              bool       `json:"archived"`
	CollapsedReasonCode   *string    `json:"collapsed_reason_code"`
	NoFollow              bool       `json:"no_follow"`
	Author                string     `json:"author"`
	CanModPost            bool       `json:"can_mod_post"`
	SendReplies           bool       `json:"send_replies"`
	ParentID              string     `json:"parent_id"`
	Score                 int        `json:"score"`
	AuthorFullname        *string    `json:"author_fullname,omitempty"`
	RemovalReason         *string    `json:"removal_reason"`
	ApprovedBy            *string    `json:"approved_by"`
	Body                  string     `json:"body"`
	Edited                any        `json:"edited"`
	AuthorFlairCSSClass   *string    `json:"author_flair_css_class"`
	Name                  string     `json:"name"`
	IsSubmitter           bool       `json:"is_submitter"`
	Downs                 int        `json:"downs"`
	CollapsedReason       *string    `json:"collapsed_reason"`
	AuthorPremium         bool       `json:"author_premium"`
	BodyHTML              string     `json:"body_html"`
	Stickied              bool       `json:"stickied"`
	CanGild               bool       `json:"can_gild"`
	Gildings              struct{}   `json:"gildings"`
	UnrepliableReason     *string    `json:"unrepliable_reason"`
	ScoreHidden           bool       `json:"score_hidden"`
	Permalink             string     `json:"permalink"`
	SubredditType         string     `json:"subreddit_type"`
	Locked                bool       `json:"locked"`
	ReportReasons         *string    `json:"report_reasons"`
	Created               float64    `json:"created"`
	CreatedUTC            float64    `json:"created_utc"`
	AuthorFlairText       *string    `json:"author_flair_text"`
	TreatmentTags         []string   `json:"treatment_tags"`
	LinkID                string     `json:"link_id"`
	SubredditNamePrefixed string     `json:"subreddit_name_prefixed"`
	Controversiality      int        `json:"controversiality"`
	Depth                 *int       `json:"depth,omitempty"`
	Collapsed             bool       `json:"collapsed"`
	ModReports            []string   `json:"mod_reports"`
	NumReports            *int       `json:"num_reports"`
	Distinguished         *string    `json:"distinguished"`
	Ups                   int        `json:"ups"`
	Quarantine            bool       `json:"quarantine"`
}

// comment renders a comment without its replies.
func (r *renderer) comment(it *item) *commentData {
	community := r.history.world.Communities[it.community].Name
	postTitle := r.history.write(it.post).title
	_, body := r.said(it)
	c := &commentData{
		Subreddit:             community,
		SubredditNamePrefixed: "r/" + community,
		SubredditID:           communityID(int(it.community)),
		SubredditType:         "public",
		AuthorFlairType:       "text",
		Replies:               "",
		Awarders:              []struct{}{},
		UserReports:           []string{},
		ModReports:            []string{},
		TreatmentTags:         []string{},
		ID:                    it.id36(),
		Name:                  it.name(),
		ParentID:              it.parent.name(),
		LinkID:                it.post.name(),
		Permalink:             r.permalink(it, postTitle),
		Score:                 it.score(r.t),
		Ups:                   it.score(r.t),
		Edited:                r.editedAt(it),
		IsSubmitter:           it.author >= 0 && it.author == it.post.author,
		Created:               float64(it.created),
		CreatedUTC:            float64(it.created),
		ScoreHidden:           r.t-it.created < 3600,
		Stickied:              it.author == botModerator,
		Distinguished:         distinguished(it),
		SendReplies:           true,
		NoFollow:              true,
	}
	c.Author, c.AuthorFullname = r.author(it)
	code := "DELETED"
	switch {
	case it.isDeleted(r.t):
		body, c.Collapsed, c.CollapsedReasonCode = "[deleted]", true, &code
	case it.isRemoved(r.t):
		body, c.Collapsed, c.CollapsedReasonCode = "[removed]", true, &code
	}
	c.Body = r.text(body)
	c.BodyHTML = r.markup(body, "", "")
	return c
}

// listed renders a comment as /r/x/comments shows it: with what it hangs under.
func (r *renderer) listed(it *item) *commentData {
	c := r.comment(it)
	title, _ := r.said(it.post)
	var post postData
	post.Permalink = r.permalink(it.post, title)
	post.Title, post.Subreddit = r.text(title), c.Subreddit
	_, body := r.said(it.post)
	r.target(&post, it.post, body)
	r.gone(&post, it.post)
	c.LinkTitle = post.Title
	c.LinkAuthor, _ = r.author(it.post)
	c.LinkPermalink = "https://www.reddit.com" + post.Permalink
	c.LinkURL = post.URL
	n := it.post.comments(r.t)
	c.NumComments = &n
	return c
}

// thing renders an item as a member of a listing.
func (r *renderer) thing(it *item) thing {
	if it.isPost() {
		return thing{Kind: "t3", Data: r.post(it)}
	}
	return thing{Kind: "t1", Data: r.listed(it)}
}
