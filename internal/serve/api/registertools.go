package api

import (
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// registerTools registers what is told about tools, where there is somebody who knows.
func (a *API) registerTools() {
	if a.opt.Tools == nil {
		return
	}
	if a.opt.Opinions != nil {
		a.registerOpinions()
	}
	const tag = "Tools"
	answerWith(a, op("GET", "/tools", "tools", tag, "Tools and how they are felt about", 404, 422), a.tools)
	answerWith(a, op("GET", "/tools/compare", "compare-tools", tag, "2 to 8 tools side by side", 404, 422), a.compare)
	answerWith(a, op("GET", "/tools/{slug}", "tool", tag, "One tool of the catalog", 404, 422), a.toolEntry)
	answerWith(a, op("GET", "/tools/{slug}/sentiment", "tool-sentiment", tag, "How one tool is felt about", 404, 422), a.toolSentiment)
	answerWith(a, op("GET", "/tools/{slug}/timeseries", "tool-timeseries", tag, "One tool over time", 404, 422), a.timeseries)
	answerWith(a, op("GET", "/tools/{slug}/preferences", "tool-preferences", tag, "What is held to be better than one tool, or worse", 404, 422), a.toolPreferences)
	answerWith(a, op("GET", "/tools/{slug}/switching", "tool-switching", tag, "From which tools people came to one, and to which they went", 404, 422), a.toolSwitching)
	answerWith(a, op("GET", "/movers", "movers", tag, "Tools whose net sentiment changed most", 404, 422), a.movers)
	answerWith(a, op("GET", "/preferences", "preferences", tag, "Which tool is held to be better than which", 404, 422), a.preferences)
	answerWith(a, op("GET", "/switching", "switching", tag, "Who goes from which tool to which", 404, 422), a.switching)
}

// registerOpinions registers what is told about items that mention tools.
func (a *API) registerOpinions() {
	const tag = "Tools"
	former := func(o huma.Operation) huma.Operation {
		o.Path, o.OperationID = strings.Replace(o.Path, "/api/v1/", "/api/", 1), o.OperationID+"-as-before"
		return o
	}
	hot := op("GET", "/hot-topics", "hot-topics", tag, "Most discussed tools", 404, 422)
	posts := op("GET", "/hot-topics/{tool}/posts", "hot-topic-posts", tag, "Posts that mention a tool", 404, 422)
	answerWith(a, hot, a.hotTopics)
	answerWith(a, former(hot), a.hotTopics)
	answerWith(a, posts, a.hotPosts)
	answerWith(a, former(posts), a.hotPosts)
	answerWith(a, op("GET", "/trending", "trending", tag, "Rising posts", 404, 422), a.trending)
	answerWith(a, op("GET", "/threads/{id}", "thread", tag, "A post and its comments", 404, 422), a.thread)
	answerWith(a, op("GET", "/threads/{source}/{id}", "thread-of-source", tag, "A post and its comments, by source and id", 404, 422), a.sourceThread)
	answerWith(a, op("GET", "/tools/{slug}/examples", "tool-examples", tag, "What is typically said of one tool, and at the extremes", 404, 422), a.examples)
	answerWith(a, op("GET", "/annotations", "annotations", tag, "Notes on charts", 404, 422), a.annotations)
	if a.opt.Tokens != nil {
		answerWith(a, op("GET", "/tools/{slug}/drivers", "tool-drivers", tag, "Which phrases moved net sentiment", 404, 422), a.drivers)
	}
	if a.opt.Aspects != nil {
		answerWith(a, op("GET", "/tools/{slug}/aspects", "tool-aspects", tag, "What is praised and blamed about one tool", 404, 422), a.aspects)
	}
}
