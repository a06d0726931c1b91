package product

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// Tools is how many tools are active.
func (s *Process) Tools(ctx context.Context) (int, error) {
	var list struct{ Total int }
	err := s.call(ctx, "GET", "/api/v1/tools?limit=1", &list)
	return list.Total, err
}

// ToolSlugs are the active tools, most mentioned first.
func (s *Process) ToolSlugs(ctx context.Context, hours int) (slugs []string, err error) {
	var list struct {
		Tools []struct{ Slug string }
	}
	err = s.call(ctx, "GET", fmt.Sprintf("/api/v1/tools?limit=1000&end=latest&hours=%d", hours), &list)
	for _, t := range list.Tools {
		slugs = append(slugs, t.Slug)
	}
	return slugs, err
}

// CreateTool adds an active tool to the catalog.
func (s *Process) CreateTool(ctx context.Context, name, vendor string, aliases []string) error {
	type alias struct {
		Text string `json:"text"`
	}
	body := struct {
		Name    string  `json:"name"`
		Vendor  string  `json:"vendor"`
		Aliases []alias `json:"aliases"`
	}{Name: name, Vendor: vendor, Aliases: []alias{{name}}}
	for _, a := range aliases {
		body.Aliases = append(body.Aliases, alias{a})
	}
	return s.send(ctx, "/api/v1/admin/tools", body, nil)
}

// Reanalyse asks for all items to be examined again.
func (s *Process) Reanalyse(ctx context.Context) error {
	return s.send(ctx, "/api/v1/admin/reanalysis/jobs", struct{}{}, nil)
}

// Reanalysed waits until no re-analysis waits or runs.
func (s *Process) Reanalysed(ctx context.Context) error {
	for {
		busy, err := s.Reanalysing(ctx)
		if err != nil || !busy {
			return err
		}
		if err := s.pause(ctx, lookEvery); err != nil {
			return err
		}
	}
}

// Reanalysing reports whether a re-analysis waits or runs.
func (s *Process) Reanalysing(ctx context.Context) (bool, error) {
	var list struct {
		Jobs []struct{ Status string }
	}
	err := s.call(ctx, "GET", "/api/v1/admin/reanalysis/jobs?limit=200", &list)
	for _, j := range list.Jobs {
		if j.Status == "queued" || j.Status == "running" {
			return true, err
		}
	}
	return false, err
}

// send posts JSON and decodes the answer into out, unless out is nil.
func (s *Process) send(ctx context.Context, path string, body, out any) error {
	b, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.API+path, bytes.NewReader(b))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	return s.do(req, out)
}

// ReanalyseUntil lets everything be examined again, anew when that is done, until ctx ends, and returns how often it was begun.
func (s *Process) ReanalyseUntil(ctx context.Context) (begun int, err error) {
	for ctx.Err() == nil {
		busy, err := s.Reanalysing(context.WithoutCancel(ctx))
		if err != nil {
			return begun, err
		}
		if !busy {
			if err := s.Reanalyse(context.WithoutCancel(ctx)); err != nil {
				return begun, err
			}
			begun++
		}
		if err := s.pause(ctx, lookEvery); errors.Is(err, ErrGone) {
			return begun, err
		}
	}
	return begun, nil
}

// Themes are the ids of themes of the last 7 days.
func (s *Process) Themes(ctx context.Context) (ids []string, err error) {
	var list struct {
		Topics []struct{ ID string }
	}
	err = s.call(ctx, "GET", "/api/v1/topics?range=7d", &list)
	for _, t := range list.Topics {
		ids = append(ids, t.ID)
	}
	return ids, err
}

// Threads are the API paths of the threads of the newest posts.
func (s *Process) Threads(ctx context.Context, n int) (paths []string, err error) {
	var page struct {
		Items []struct{ ID, Source string }
	}
	err = s.call(ctx, "GET", fmt.Sprintf("/api/v1/items?kind=post&limit=%d", n), &page)
	for _, it := range page.Items {
		paths = append(paths, "/api/v1/threads/"+it.Source+"/"+it.ID)
	}
	return paths, err
}
