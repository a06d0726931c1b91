package bench

import (
	"net/url"
	"strconv"
	"time"
)

// coldQuery is a query whose answer is not kept: each i makes another one. newest is a full hour, the end of the data.
type coldQuery struct {
	name string
	path func(i int, newest time.Time) string
}

const (
	aDay     = 24
	aWeek    = 7 * aDay
	aMonth   = 30 * aDay
	aQuarter = 90 * aDay
)

// route asks a route for hours that end i hours before the newest, with more parameters in pairs.
func route(name, path string, hours int, more ...string) coldQuery {
	return coldQuery{name, func(i int, newest time.Time) string {
		to := newest.Add(-time.Duration(i) * time.Hour)
		query := url.Values{"from": {to.Add(-time.Duration(hours) * time.Hour).Format(time.RFC3339)}, "to": {to.Format(time.RFC3339)}}
		for j := 0; j+1 < len(more); j += 2 {
			query.Set(more[j], more[j+1])
		}
		return "/api/v1" + path + "?" + query.Encode()
	}}
}

// feed asks as the dashboard's feed does: a page of 25 of the last 30 days, unless more says another limit.
func feed(name string, more ...string) coldQuery {
	return route("items, "+name, "/items", aMonth, append([]string{"limit", "25"}, more...)...)
}

// search asks for words. The simulated Reddit writes: the in 55 of 100 items, claude in 19, cursor in 15, windsurf in 5,
// garbage in 0.5, "windsurf forgets" in 0.06.
func search(name, words string, more ...string) coldQuery {
	return feed("search "+name, append([]string{"q", words}, more...)...)
}

// coldQueries are what the dashboard asks for and what the API has besides. What seldom occurs is asked for in pages that the small of two
// databases fills, too: else the large one's answer would be the longer one because it holds more items. Of 83,000 items an eighth holds 22 posts
// of r/windsurf, 11 items there with claude, and 6 with "windsurf forgets".
var coldQueries = []coldQuery{
	route("stats, 24 h", "/sentiment/stats", aDay),
	route("stats, 7 d", "/sentiment/stats", aWeek),
	route("stats, 30 d", "/sentiment/stats", aMonth),
	route("stats, 90 d", "/sentiment/stats", aQuarter),
	route("stats, 30 d, a community", "/sentiment/stats", aMonth, "subreddit", "Cursor"),
	route("trends by hour, 24 h", "/sentiment/trends", aDay, "grain", "hour"),
	route("trends by hour, 7 d", "/sentiment/trends", aWeek, "grain", "hour"),
	route("trends by day, 30 d", "/sentiment/trends", aMonth, "grain", "day"),
	route("trends by day, 90 d", "/sentiment/trends", aQuarter, "grain", "day"),
	route("trends by week, 90 d", "/sentiment/trends", aQuarter, "grain", "week"),
	route("trends by day, 30 d, a community", "/sentiment/trends", aMonth, "grain", "day", "subreddit", "Cursor"),
	route("recent posts, 24 h", "/posts/recent", aDay, "limit", "50"),
	route("recent posts, 30 d", "/posts/recent", aMonth, "limit", "50"),
	route("recent posts, 30 d, a community", "/posts/recent", aMonth, "limit", "15", "subreddit", "windsurf"),
	feed("newest"),
	feed("newest of a community", "subreddit", "windsurf"),
	feed("negative ones", "label", "negative"),
	search("frequent word", "claude"),
	search("word in every other item", "the"),
	search("two words", "cursor windsurf"),
	search("seldom word", "garbage"),
	search("word nobody wrote", "zyzzyva"),
	search("frequent phrase", `"github copilot"`),
	search("seldom phrase of frequent words", `"windsurf forgets"`, "limit", "4"),
	search("phrase nobody wrote of frequent words", `"the is"`),
	search("prefix", "con*"),
	search("word without others", "cursor -copilot -the"),
	feed("search in a community", "q", "claude", "subreddit", "windsurf", "limit", "8"),
	feed("search, negative ones", "q", "claude", "label", "negative"),
	route("coverage, 30 d", "/coverage", aMonth),
	route("coverage, 90 d", "/coverage", aQuarter),
	{"status", func(i int, _ time.Time) string { return "/api/v1/status?_=" + strconv.Itoa(i) }},
	{"health", func(i int, _ time.Time) string { return "/api/v1/health?_=" + strconv.Itoa(i) }},
}

// exports are streams: what counts is when their first bytes are there.
var exports = []coldQuery{
	route("export of items, first bytes", "/export", aQuarter, "what", "items"),
	route("export of scores, first bytes", "/export", aQuarter, "what", "scores"),
	route("export of cells, first bytes", "/export", aQuarter, "what", "cells"),
}
