package cli

import (
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/serve/api"
)

func states(list []api.SourceStatus) map[string]string {
	m := map[string]string{}
	for _, s := range list {
		m[s.Name] = s.State
	}
	return m
}

func TestSourceBoardShowsTheSettings(t *testing.T) {
	b := &sourceBoard{settings: &Settings{HackerNews: "auto"}}
	if got := states(b.list()); got["reddit"] != "no keys" || got["hackernews"] != "ok" || got["feed"] != "unused" {
		t.Errorf("without keys: %v", got)
	}
	b.settings = &Settings{HackerNews: "auto", RedditClientID: "a", RedditClientSecret: "b", Feeds: []string{"https://example.com/feed"}}
	if got := states(b.list()); got["reddit"] != "ok" || got["hackernews"] != "unused" || got["feed"] != "ok" {
		t.Errorf("with keys: %v", got)
	}
	for _, s := range (&sourceBoard{settings: &Settings{HackerNews: "false"}}).list() {
		if s.Detail == "" {
			t.Errorf("%s is %s and nothing says what to do", s.Name, s.State)
		}
	}
}

func TestSourceBoardNotesTheLastEndedCycle(t *testing.T) {
	at := time.Unix(1_700_000_000, 0)
	b := &sourceBoard{settings: &Settings{HackerNews: "true", RedditClientID: "a", RedditClientSecret: "b"}}
	running := voxpop.Cycle{Results: []voxpop.CommunityResult{{Source: "hackernews", Error: "still under way"}}}
	refused := voxpop.Cycle{Collected: at, Results: []voxpop.CommunityResult{
		{Source: "reddit", Error: "401"},
		{Source: "hackernews", Community: "Hacker News", Error: "one community is not the source"},
	}}
	b.note([]voxpop.Cycle{running, refused})
	list := b.list()
	if got := states(list); got["reddit"] != "refused" || got["hackernews"] != "ok" || list[0].Detail != "401" {
		t.Errorf("after a refusal: %+v", list)
	}
	b.note([]voxpop.Cycle{running}) // nothing has ended: what is known stays
	if got := states(b.list()); got["reddit"] != "refused" {
		t.Errorf("while the next runs: %v", got)
	}
	b.note([]voxpop.Cycle{{Collected: at.Add(time.Hour)}, refused})
	if got := states(b.list()); got["reddit"] != "ok" {
		t.Errorf("after a good one: %v", got)
	}
}
