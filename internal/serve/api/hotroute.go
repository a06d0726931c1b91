package api

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// hot is a route whose answers are kept ready, with the query parameters it takes.
type hot struct {
	name   string
	params []string
}

var (
	spanParams   = []string{"hours", "range", "from", "to", "end"}
	whereParams  = []string{"subreddit", "source", "kind"}
	windowParams = slices.Concat(whereParams, spanParams)
	hotByPath    = map[string]*hot{
		"/api/v1/sentiment/stats":  {"GET /api/v1/sentiment/stats", with(windowParams, "engine", "tool")},
		"/api/v1/sentiment/trends": {"GET /api/v1/sentiment/trends", with(windowParams, "engine", "tool", "grain")},
		"/api/v1/posts/recent":     {"GET /api/v1/posts/recent", with(spanParams, "subreddit", "source", "limit")},
		"/api/v1/items":            {"GET /api/v1/items", with(windowParams, "q", "tool", "label", "author", "cursor", "limit")},
		"/api/v1/subreddits":       {"GET /api/v1/subreddits", nil},
		"/api/v1/tools":            {"GET /api/v1/tools", with(windowParams, "engine", "status", "category", "q", "sort", "limit", "offset")},
		"/api/v1/tools/compare":    {"GET /api/v1/tools/compare", with(spanParams, "engine", "tools", "source", "kind", "include_home", "include_inferred")},
		"/api/v1/movers":           {"GET /api/v1/movers", with(windowParams, "engine", "limit")},
		"/api/v1/preferences":      {"GET /api/v1/preferences", with(windowParams, "tools", "limit")},
		"/api/v1/switching":        {"GET /api/v1/switching", with(windowParams, "tools", "limit")},
		"/api/v1/hot-topics":       {"GET /api/v1/hot-topics", with(windowParams, "limit")},
		"/api/hot-topics":          {"GET /api/hot-topics", with(windowParams, "limit")},
		"/api/v1/trending":         {"GET /api/v1/trending", with(spanParams, "subreddit", "source", "limit")},
		"/api/v1/topics":           {"GET /api/v1/topics", []string{"tool", "range", "limit"}},
		"/api/v1/annotations":      {"GET /api/v1/annotations", with(spanParams, "tool")},
	}
	hotTopicPosts = &hot{"GET /api/v1/hot-topics/{tool}/posts", with(windowParams, "sort", "offset", "limit")}
	hotTheme      = &hot{"GET /api/v1/topics/{id}", nil}
	hotThread     = &hot{"GET /api/v1/threads/{id}", []string{"limit"}}
	// hotByTool are the routes below /api/v1/tools/{slug}, by the rest of their path.
	hotByTool = map[string]*hot{
		"":            {"GET /api/v1/tools/{slug}", nil},
		"sentiment":   {"GET /api/v1/tools/{slug}/sentiment", with(windowParams, "engine")},
		"timeseries":  {"GET /api/v1/tools/{slug}/timeseries", with(windowParams, "engine", "granularity")},
		"preferences": {"GET /api/v1/tools/{slug}/preferences", with(windowParams, "limit")},
		"switching":   {"GET /api/v1/tools/{slug}/switching", with(windowParams, "limit")},
		"examples":    {"GET /api/v1/tools/{slug}/examples", windowParams},
		"aspects":     {"GET /api/v1/tools/{slug}/aspects", windowParams},
		"drivers":     {"GET /api/v1/tools/{slug}/drivers", with(windowParams, "against", "against_from", "against_to", "limit")},
	}
	hotCheck = &hot{"GET /api/v1/receipts/{id}/check", nil}
	hotPost  = &hot{"GET /api/v1/posts/{id}", nil}
)

func with(params []string, more ...string) []string { return slices.Concat(params, more) }

const (
	postPrefix   = "/api/v1/posts/"
	topicPrefix  = "/api/v1/topics/"
	threadPrefix = "/api/v1/threads/"
	toolPrefix   = "/api/v1/tools/"
	checkPrefix  = "/api/v1/receipts/"
)

func hotRoute(r *http.Request) (*hot, bool) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return nil, false
	}
	return hotAt(r.URL.Path)
}

func hotAt(path string) (*hot, bool) {
	if h := hotByPath[path]; h != nil {
		return h, true
	}
	if id, ok := strings.CutPrefix(path, postPrefix); ok {
		return hotPost, id != "" && !strings.Contains(id, "//")
	}
	if id, ok := strings.CutPrefix(path, checkPrefix); ok {
		id, ok = strings.CutSuffix(id, "/check")
		return hotCheck, ok && id != "" && !strings.Contains(id, "/")
	}
	if id, ok := strings.CutPrefix(path, threadPrefix); ok {
		return hotThread, id != "" && !strings.Contains(id, "//")
	}
	if id, ok := strings.CutPrefix(path, topicPrefix); ok {
		return hotTheme, id != "" && !strings.Contains(id, "/")
	}
	if rest, ok := strings.CutPrefix(path, toolPrefix); ok {
		slug, below, deeper := strings.Cut(rest, "/")
		h := hotByTool[below]
		return h, h != nil && slug != "" && deeper == (below != "")
	}
	for _, prefix := range []string{"/api/v1/hot-topics/", "/api/hot-topics/"} {
		if rest, ok := strings.CutPrefix(path, prefix); ok {
			slug, below, _ := strings.Cut(rest, "/")
			return hotTopicPosts, slug != "" && below == "posts"
		}
	}
	return nil, false
}

// synonyms are the other names of parameters, most of them the predecessor's.
var synonyms = map[string]string{
	"community": "subreddit", "since": "from", "until": "to", "start_date": "from", "end_date": "to",
	"time_range": "range", "tool_ids": "tools",
}

// lists are the parameters that may be given more than once, or with commas.
var lists = []string{"tools", "tool"}

// canonical returns the one spelling of a route's query: known names, sorted, names of
// communities and sources in lower case, ranges in hours. Names that begin with an underscore are ignored,
// so that a client can get around caches on its way; other unknown names are refused, since
// a filter that does nothing would give a wrong number.
func (h *hot) canonical(rawQuery string) (string, error) {
	if rawQuery == "" {
		return "", nil
	}
	given, err := url.ParseQuery(rawQuery)
	if err != nil {
		return "", problem(http.StatusBadRequest, "The query cannot be read: parameters are separated by & and escaped with %.")
	}
	known := url.Values{}
	for name, values := range given {
		if strings.HasPrefix(name, "_") {
			continue
		}
		if other, ok := synonyms[name]; ok {
			name = other
		}
		if !slices.Contains(h.params, name) {
			return "", invalid("query."+clip(name, 40), "unknown parameter; allowed: "+h.allowed(), nil)
		}
		if slices.Contains(lists, name) {
			values = []string{strings.Join(append(values, known[name]...), ",")}
			delete(known, name)
		}
		if len(values) > 1 || known.Has(name) {
			return "", invalid("query."+name, "given more than once", values)
		}
		if err := checkText("query."+name, values[0], 500); err != nil {
			return "", err
		}
		if name == "subreddit" || name == "source" || name == "against" || slices.Contains(lists, name) {
			values[0] = strings.ToLower(values[0])
		}
		if values[0] != "" {
			known[name] = values
		}
	}
	if hours := rangeHours[known.Get("range")]; hours > 0 && slices.Contains(h.params, "hours") && !known.Has("hours") && !known.Has("from") && !known.Has("to") {
		known.Del("range")
		known.Set("hours", strconv.Itoa(hours))
	}
	return known.Encode(), nil
}

// isAnalysis reports whether a target is one of those that take long to make and hardly differ from one version to the next.
func isAnalysis(target string) bool {
	path, _, _ := strings.Cut(target, "?")
	h, _ := hotAt(path)
	return h != nil && (h == hotByPath["/api/v1/movers"] || h == hotByTool["drivers"] || h == hotByTool["aspects"])
}

func (h *hot) allowed() string {
	if len(h.params) == 0 {
		return "none"
	}
	return strings.Join(h.params, ", ")
}

// checkText refuses what no name or query holds: control characters, bytes that are no UTF-8, sheer length.
func checkText(location, s string, limit int) error {
	if len(s) > limit {
		return invalid(location, fmt.Sprintf("at most %d bytes", limit), clip(s, 60))
	}
	if i := badText(s); i >= 0 {
		return invalid(location, "must be valid UTF-8 without control characters", nil)
	}
	return nil
}
