package bench

import (
	"net/url"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop/internal/bench/load"
)

// toolQuery is a query about tools. {tool} in its path and parameters stands for one tool, {tools} for eight.
type toolQuery struct {
	name, path string
	hours      int
	more       []string // parameters in pairs
}

// toolQueries are all reads about tools.
var toolQueries = []toolQuery{
	{"tools, 7 d", "/tools", aWeek, nil},
	{"tools, 30 d", "/tools", aMonth, nil},
	{"tools, 30 d, 25 by net", "/tools", aMonth, []string{"sort", "net", "limit", "25"}},
	{"tool", "/tools/{tool}", 0, nil},
	{"sentiment, 7 d", "/tools/{tool}/sentiment", aWeek, nil},
	{"sentiment, 90 d", "/tools/{tool}/sentiment", aQuarter, nil},
	{"timeseries by hour, 7 d", "/tools/{tool}/timeseries", aWeek, nil},
	{"timeseries by day, 90 d", "/tools/{tool}/timeseries", aQuarter, []string{"granularity", "day"}},
	{"compare 8, 7 d", "/tools/compare", aWeek, []string{"tools", "{tools}"}},
	{"compare 8, 30 d", "/tools/compare", aMonth, []string{"tools", "{tools}"}},
	{"drivers, 7 d", "/tools/{tool}/drivers", aWeek, nil},
	{"drivers, 30 d", "/tools/{tool}/drivers", aMonth, nil},
	{"drivers against the rest, 7 d", "/tools/{tool}/drivers", aWeek, []string{"against", "rest"}},
	{"aspects, 30 d", "/tools/{tool}/aspects", aMonth, nil},
	{"examples, 7 d", "/tools/{tool}/examples", aWeek, nil},
	{"examples, 30 d", "/tools/{tool}/examples", aMonth, nil},
	{"preferences of a tool, 30 d", "/tools/{tool}/preferences", aMonth, nil},
	{"preferences, 30 d", "/preferences", aMonth, nil},
	{"switching of a tool, 90 d", "/tools/{tool}/switching", aQuarter, nil},
	{"switching, 30 d", "/switching", aMonth, nil},
	{"movers, 7 d", "/movers", aWeek, nil},
	{"movers, 30 d", "/movers", aMonth, nil},
	{"hot topics, 7 d", "/hot-topics", aWeek, nil},
	{"hot topics, 30 d", "/hot-topics", aMonth, nil},
	{"posts of a hot topic, 7 d", "/hot-topics/{tool}/posts", aWeek, nil},
	{"posts of a hot topic, 30 d", "/hot-topics/{tool}/posts", aMonth, nil},
	{"trending", "/trending", aWeek, nil},
	{"stats of a tool, 30 d", "/sentiment/stats", aMonth, []string{"tool", "{tool}"}},
	{"trends of a tool, 30 d", "/sentiment/trends", aMonth, []string{"tool", "{tool}", "grain", "day"}},
	{"items of a tool", "/items", aMonth, []string{"tool", "{tool}", "limit", "25"}},
	{"annotations", "/annotations", aQuarter, nil},
}

// asker knows what to ask for.
type asker struct {
	newest  time.Time // full hour, the end of the data
	slugs   []string  // most mentioned first
	themes  []string  // ids
	threads []string  // paths
}

// tool is the i-th one to be asked about. Readers ask about the first ones most.
func (a *asker) tool(i int) string {
	u := float64(i*37%101) / 101
	return a.slugs[int(u*u*u*float64(len(a.slugs)))]
}

// endpoint asks for a window that ends i hours before the newest.
func (a *asker) endpoint(q toolQuery, i int) load.Endpoint {
	tools := make([]string, 0, 8)
	for j := range 8 {
		tools = append(tools, a.slugs[(i+j)%min(40, len(a.slugs))])
	}
	fill := strings.NewReplacer("{tools}", strings.Join(tools, ","), "{tool}", a.tool(i))
	query := url.Values{}
	if to := a.newest.Add(-time.Duration(i) * time.Hour); q.hours > 0 {
		query.Set("from", to.Add(-time.Duration(q.hours)*time.Hour).Format(time.RFC3339))
		query.Set("to", to.Format(time.RFC3339))
	} else {
		query.Set("_", to.Format(time.RFC3339)) // that nobody heeds
	}
	for j := 0; j+1 < len(q.more); j += 2 {
		query.Set(q.more[j], fill.Replace(q.more[j+1]))
	}
	return load.Endpoint{Name: q.name, Path: "/api/v1" + fill.Replace(q.path) + "?" + query.Encode()}
}

// anew are questions that nobody has asked before: of every query times many, in turn, after the first ones that were asked already.
func (a *asker) anew(first, times int) (all []load.Endpoint) {
	for i := first; i < first+times; i++ {
		for _, q := range toolQueries {
			all = append(all, a.endpoint(q, i))
		}
		all = append(all, load.Endpoint{Name: "themes", Path: "/api/v1/topics?range=7d&tool=" + a.tool(i)})
		if len(a.themes) > 0 {
			all = append(all, load.Endpoint{Name: "a theme", Path: "/api/v1/topics/" + a.themes[i%len(a.themes)]})
		}
		if len(a.threads) > 0 {
			all = append(all, load.Endpoint{Name: "thread", Path: a.threads[i%len(a.threads)]})
		}
	}
	return all
}

// dashboardQueries are what the pages about tools ask for as they are opened: windows that end now.
var dashboardQueries = []string{
	"/tools?range=7d&end=latest", "/tools?range=30d&end=latest", "/hot-topics?range=7d&end=latest", "/movers?range=7d&end=latest", "/trending?end=latest", "/topics?range=7d",
	"/preferences?range=30d&end=latest", "/switching?range=30d&end=latest", "/annotations?range=30d&end=latest", "/tools/compare?range=7d&end=latest&tools={tools}",
	"/tools/{tool}", "/tools/{tool}/sentiment?range=7d&end=latest", "/tools/{tool}/timeseries?range=7d&end=latest", "/tools/{tool}/drivers?range=7d&end=latest",
	"/tools/{tool}/aspects?range=30d&end=latest", "/tools/{tool}/examples?range=7d&end=latest", "/tools/{tool}/preferences?range=30d&end=latest",
	"/tools/{tool}/switching?range=30d&end=latest", "/hot-topics/{tool}/posts?range=7d&end=latest",
}

// dashboards are what some readers have open: the pages of a few tools.
func (a *asker) dashboards(tools int) (all []load.Endpoint) {
	seen := map[string]bool{}
	for i := range tools {
		fill := strings.NewReplacer("{tools}", strings.Join(a.slugs[:min(8, len(a.slugs))], ","), "{tool}", a.slugs[i*i%len(a.slugs)])
		for _, q := range dashboardQueries {
			if path := fill.Replace(q); !seen[path] {
				seen[path] = true
				name, _, _ := strings.Cut(q, "?")
				all = append(all, load.Endpoint{Name: strings.TrimPrefix(name, "/"), Path: "/api/v1" + path})
			}
		}
	}
	return all
}
