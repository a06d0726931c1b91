package reddit

import (
	"context"
	"net/url"

	"github.com/voxpop-dev/voxpop/internal/source/redditjson"
)

// Check proves that the keys work and that a listing can be read, with two requests and their
// retries at most. Its errors are words an administrator can act on.
func (s *Source) Check(ctx context.Context) error {
	if len(s.subs) == 0 {
		return nil
	}
	call := &caller{client: s.client}
	_, err := call.get(ctx, "/r/"+s.subs[0]+"/new", url.Values{"limit": {"1"}}, func(body []byte) error {
		_, err := redditjson.ParseListing(body)
		return err
	})
	return err
}
