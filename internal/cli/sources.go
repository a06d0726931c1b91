package cli

import (
	"cmp"

	"github.com/voxpop-dev/voxpop/internal/collect"
	"github.com/voxpop-dev/voxpop/internal/source/feed"
	"github.com/voxpop-dev/voxpop/internal/source/hackernews"
	"github.com/voxpop-dev/voxpop/internal/source/reddit"
)

// newSources makes the sources that the settings allow. Without Reddit keys Reddit is left out;
// the status page and doctor say so. shared is what replicas share.
func newSources(s *Settings, shared reddit.Allowance) ([]collect.Source, error) {
	var list []collect.Source
	if s.hasReddit() {
		if !isPostgres(s.DatabaseURL) {
			shared = nil // nobody else uses the keys; the writer is spared
		}
		src, err := redditSource(s, shared)
		if err != nil {
			return nil, err
		}
		list = append(list, src)
	}
	if s.collectsHackerNews() {
		src, err := hackernews.New(hackernews.Config{BaseURL: s.HNAPIURL, UserAgent: "voxpop/" + Version()})
		if err != nil {
			return nil, err
		}
		list = append(list, src)
	}
	if len(s.Feeds) > 0 {
		src, err := feed.New(feed.Config{URLs: s.Feeds, UserAgent: "voxpop/" + Version(), AllowPrivate: s.FeedsPrivate})
		if err != nil {
			return nil, err
		}
		list = append(list, src)
	}
	return list, nil
}

// noSource is what to do when the settings leave nothing to collect.
const noSource = "there is nothing to collect: set REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET, HACKERNEWS_ENABLED=true or FEEDS"

func redditSource(s *Settings, shared reddit.Allowance) (*reddit.Source, error) {
	return reddit.New(reddit.Config{
		ClientID: s.RedditClientID, ClientSecret: s.RedditClientSecret,
		Username: s.RedditUsername, Password: s.RedditPassword,
		UserAgent: cmp.Or(s.RedditUserAgent, "server:voxpop:"+Version()+" (by /u/unknown)"),
		AuthURL:   s.RedditAuthURL, APIURL: s.RedditAPIURL,
		Communities: s.Subreddits, Interval: s.interval(), Allowance: shared,
	})
}
