package feed

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/voxpop-dev/voxpop/internal/guard"
)

// maxRedirects is how many redirects in a row are followed.
const maxRedirects = 5

// errPrivate is what a connection to a guarded address fails with.
var errPrivate = errors.New("the address is in a private network; set FEEDS_ALLOW_PRIVATE=true if it is yours")

// guarded is a transport that refuses private addresses. Feeds are asked at most twice an hour, so no connection is kept.
func guarded(allowPrivate bool) *http.Transport {
	if allowPrivate {
		return guard.Transport(nil, nil)
	}
	return guard.Transport(guard.Public, errPrivate)
}

func checkRedirect(req *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fmt.Errorf("more than %d redirects", maxRedirects)
	}
	if req.URL.Scheme != "http" && req.URL.Scheme != "https" {
		return fmt.Errorf("redirect to a %s address", req.URL.Scheme)
	}
	return nil
}
