package api

import (
	"fmt"
	"net/url"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

// Hot topics are what the rows add up to, and the engagement of a tool is the sum of that of its items.
func TestHotTopicsEqualTheRows(t *testing.T) {
	a, f := fakeAPI(t)
	rapid.Check(t, func(r *rapid.T) {
		a.ready = newReady(readyBytes) // stale bytes of the case before may be sent while a refill takes long
		drawTalk(r, f)
		a.poll(t.Context())
		to := noon.Truncate(time.Hour).Add(time.Hour)
		from := to.Add(-24 * time.Hour)
		body := answered[HotTopicsBody](r, a, "/api/v1/hot-topics?time_range=24h")
		listed := map[string]bool{}
		last := int64(1 << 62)
		for _, hot := range body.HotTopics {
			listed[hot.ToolSlug] = true
			want := f.brute(hot.ToolSlug, from, to, everything)
			posts := answered[HotPostsBody](r, a, "/api/v1/hot-topics/"+hot.ToolSlug+"/posts?time_range=24h&limit=100")
			var sum int64
			for _, p := range posts.Posts {
				sum += p.EngagementScore
			}
			if hot.TotalMentions != want.n || hot.Distribution.PositiveCount != want.positive || hot.Distribution.NegativeCount != want.negative || hot.EngagementScore != sum || int64(posts.Total) != want.n {
				r.Fatalf("%+v, want %+v and an engagement of %d", hot, want, sum)
			}
			if hot.EngagementScore > last {
				r.Fatalf("not in order: %+v", body.HotTopics)
			}
			last = hot.EngagementScore
		}
		for _, tool := range []string{"cursor", "claude-code"} {
			if n := f.brute(tool, from, to, everything).n; listed[tool] != (n >= 3) {
				r.Fatalf("%s with %d mentions: listed %v", tool, n, listed[tool])
			}
		}
	})
}

// Page by page, by either road, come all items that mention the tools, each once and newest first.
func TestItemsOfToolsPageByPage(t *testing.T) {
	a, f := fakeAPI(t)
	rapid.Check(t, func(r *rapid.T) {
		a.ready = newReady(readyBytes) // stale bytes of the case before may be sent while a refill takes long
		drawTalk(r, f)
		for i := range f.stored { // places in the list of all items tell by time alone here
			f.stored[i].Created = noon.Add(-time.Duration(i) * time.Minute)
			f.stored[i].Body = "x"
		}
		a.poll(t.Context())
		query := rapid.SampledFrom([]string{"tool=cursor", "tool=cursor&tool=claude-code", "tool=claude-code&q=x", "tool=cursor&label=negative", "tool=cursor&label=negative&q=x", "tool=claude-code,cursor&q=x"}).Draw(r, "query")
		asked, _ := url.ParseQuery(query)
		f.looksAt = rapid.IntRange(0, 3).Draw(r, "looks at")
		var want, got []string
		for _, item := range f.stored {
			tools := asked["tool"]
			if tools[0] == "claude-code,cursor" {
				tools = []string{"claude-code", "cursor"}
			}
			if mentions(f.opinions[item.ID], tools, voxpop.Label(asked.Get("label"))) {
				want = append(want, item.ID.Native)
			}
		}
		cursor := ""
		for range 100 {
			page := answered[ItemsBody](r, a, fmt.Sprintf("/api/v1/items?%s&limit=%d&cursor=%s", query, rapid.IntRange(1, 9).Draw(r, "limit"), cursor))
			for _, i := range page.Items {
				got = append(got, i.ID)
			}
			if page.NextCursor == nil {
				break
			}
			cursor = *page.NextCursor
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			r.Fatalf("%s: %v, want %v", query, got, want)
		}
	})
}

func TestItemsWithoutOpinions(t *testing.T) {
	a, _ := fakeAPI(t, func(o *Options) { o.Tools, o.Opinions = nil, nil })
	for path, want := range map[string]int{"/api/v1/items": 200, "/api/v1/posts/recent": 200, "/api/v1/items?tool=cursor": 404, "/api/v1/sentiment/stats?tool=cursor": 404, "/api/v1/hot-topics": 404, "/api/v1/threads/p00": 404} {
		if rec := get(a, path); rec.Code != want {
			t.Errorf("%s: %d %s", path, rec.Code, rec.Body)
		}
	}
}
