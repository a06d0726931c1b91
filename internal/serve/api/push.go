package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/voxpop-dev/voxpop"
)

const (
	mostPushed = 1000
	pushBytes  = 5 << 20
)

// PushItem is an item as it is pushed in. It describes the body for the specification; the
// handler reads the fields one by one, to name every one that is wrong.
type PushItem struct {
	ID          string `json:"id" doc:"The source's own id; on Reddit the fullname (t3_…, t1_…), whose prefix may be left out"`
	Source      string `json:"source,omitempty" doc:"Platform, lower case; reddit when left out"`
	Kind        string `json:"kind" enum:"post,comment"`
	Community   string `json:"community"`
	Author      string `json:"author,omitempty"`
	Title       string `json:"title,omitempty" doc:"Posts only"`
	Body        string `json:"body,omitempty"`
	URL         string `json:"url,omitempty"`
	Permalink   string `json:"permalink,omitempty"`
	ThreadID    string `json:"thread_id,omitempty" doc:"Of the post that opens the thread; comments need it"`
	ParentID    string `json:"parent_id,omitempty" doc:"Of what a comment answers; the thread when left out"`
	Score       int64  `json:"score,omitempty"`
	NumComments int64  `json:"num_comments,omitempty"`
	CreatedUTC  any    `json:"created_utc" doc:"Seconds since 1970, or RFC 3339"`
}

// PushRequest is a push.
type PushRequest struct {
	Items []PushItem `json:"items" minItems:"1" maxItems:"1000"`
}

// PushBody answers a push.
type PushBody struct {
	Accepted  int        `json:"accepted"`
	New       int64      `json:"new"`
	Updated   int64      `json:"updated"`
	Unchanged int64      `json:"unchanged"`
	Rejected  []Rejected `json:"rejected" nullable:"false" doc:"Empty: a push with a rejected item changes nothing and is answered with 422"`
}

// Rejected is a field that is wrong.
type Rejected struct {
	Index  int    `json:"index" doc:"Of the item, from 0"`
	Field  string `json:"field"`
	Reason string `json:"reason"`
}

// PushProblem is the problem document of a push, with the list.
type PushProblem struct {
	huma.ErrorModel
	Accepted int        `json:"accepted"`
	Rejected []Rejected `json:"rejected"`
}

// PushInput is a push as it arrives.
type PushInput struct {
	RawBody []byte `contentType:"application/json"`
}

func (a *API) push(ctx context.Context, in *PushInput) (*PushBody, error) {
	now := a.now()
	items, rejected, err := readPush(in.RawBody, now)
	if err != nil {
		return nil, err
	}
	if len(rejected) > 0 {
		return nil, rejection(rejected)
	}
	stored, err := a.opt.Commands.Push(ctx, items, voxpop.AuditEntry{
		At: now, Actor: actor(ctx), Action: "items.push", Detail: fmt.Sprintf("%d items", len(items)),
	})
	if err != nil {
		return nil, a.asProblem("storing pushed items", err)
	}
	a.opt.Wake()
	return &PushBody{
		Accepted: len(items), New: stored.Counts.New, Updated: stored.Counts.Updated, Unchanged: stored.Counts.Unchanged,
		Rejected: []Rejected{},
	}, nil
}

func rejection(rejected []Rejected) error {
	p := &PushProblem{Rejected: rejected, ErrorModel: *problem(http.StatusUnprocessableEntity,
		fmt.Sprintf("Nothing was stored. Not valid: %d of the fields. The first: items[%d].%s: %s", len(rejected), rejected[0].Index, rejected[0].Field, rejected[0].Reason))}
	for _, r := range rejected {
		p.Errors = append(p.Errors, &huma.ErrorDetail{Location: fmt.Sprintf("body.items[%d].%s", r.Index, r.Field), Message: r.Reason})
	}
	return p
}

// readPush reads a push. err is about the whole; rejected lists every wrong field.
func readPush(body []byte, now time.Time) (items []voxpop.Item, rejected []Rejected, err error) {
	list, err := envelope(body)
	if err != nil {
		return nil, nil, err
	}
	seen := map[voxpop.ItemID]int{}
	for i, raw := range list {
		p := &pushed{index: i, now: now}
		item := p.read(raw)
		if first, twice := seen[item.ID]; twice && len(p.rejected) == 0 {
			p.reject("id", fmt.Sprintf("is the id of items[%d] too", first))
		}
		seen[item.ID] = i
		items = append(items, item)
		rejected = append(rejected, p.rejected...)
	}
	return items, rejected, nil
}

// envelope reads the list of a push without looking into its items.
func envelope(body []byte) ([]json.RawMessage, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return nil, problem(http.StatusBadRequest, `The body must be JSON such as {"items": [{…}]}.`)
	}
	for name := range fields {
		if name != "items" {
			return nil, invalid("body."+clip(name, 40), "unknown field; only items is allowed", nil)
		}
	}
	var list []json.RawMessage
	if err := json.Unmarshal(fields["items"], &list); err != nil || len(list) == 0 {
		return nil, invalid("body.items", fmt.Sprintf("must be a list of 1 to %d items", mostPushed), nil)
	}
	if len(list) > mostPushed {
		return nil, invalid("body.items", fmt.Sprintf("must be a list of 1 to %d items", mostPushed), len(list))
	}
	return list, nil
}
