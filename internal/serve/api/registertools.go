package api

// registerTools registers what is told about tools, where there is somebody who knows.
func (a *API) registerTools() {
	if a.opt.Tools == nil {
		return
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
