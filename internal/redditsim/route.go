package redditsim

import (
	"net/http"
	"strings"
)

// route is what a path means.
type route struct {
	endpoint    Endpoint
	communities []string // names as written
	article     string   // id of a post without its kind
	comment     string   // id of a comment in the path of a tree
}

// routeOf reads a path. A trailing slash and a .json suffix mean nothing.
func routeOf(r *http.Request) route {
	path := strings.TrimSuffix(strings.Trim(r.URL.Path, "/"), ".json")
	path = strings.TrimSuffix(path, "/")
	switch path {
	case "api/v1/access_token":
		return route{endpoint: EndpointToken}
	case "api/info":
		return route{endpoint: EndpointInfo}
	case "api/morechildren":
		return route{endpoint: EndpointMore}
	case "api/quarantine_optin":
		return route{endpoint: EndpointOptIn}
	}
	parts := strings.Split(path, "/")
	var found route
	if len(parts) >= 2 && parts[0] == "r" && parts[1] != "" {
		found.communities = strings.Split(parts[1], "+")
		parts = parts[2:]
	}
	found.endpoint = EndpointUnknown
	switch {
	case len(parts) >= 2 && parts[0] == "comments":
		found.endpoint = EndpointTree
		found.article = parts[1]
		if len(parts) >= 4 {
			found.comment = parts[3]
		}
	case len(found.communities) == 0 || len(parts) != 1:
	case parts[0] == "new":
		found.endpoint = EndpointPosts
	case parts[0] == "comments":
		found.endpoint = EndpointComments
	case parts[0] == "about":
		found.endpoint = EndpointAbout
	}
	return found
}
