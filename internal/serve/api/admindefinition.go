package api

import (
	"context"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// ToolDefinition is a tool of the catalog: what it is, and how it is found.
type ToolDefinition struct {
	ToolID      string      `json:"tool_id" doc:"The slug"`
	Slug        string      `json:"slug"`
	Name        string      `json:"name"`
	Vendor      string      `json:"vendor"`
	Categories  []string    `json:"categories" nullable:"false"`
	Description string      `json:"description"`
	Status      string      `json:"status" enum:"active,archived,candidate"`
	Aliases     []AliasBody `json:"aliases" nullable:"false"`
	Home        []string    `json:"home" nullable:"false" doc:"Communities that are about it, as source/name"`
	MergedInto  *string     `json:"merged_into" doc:"The tool that its mentions count for"`
	Revision    int64       `json:"revision" doc:"Rises with every change to what is matched"`
	Edit        int64       `json:"edit" doc:"Rises with every change; a change must name the one that it was made from"`
	Created     *time.Time  `json:"created"`
	Updated     *time.Time  `json:"updated"`
}

func definitionBody(t *voxpop.Tool) ToolDefinition {
	b := ToolDefinition{
		ToolID: t.Slug, Slug: t.Slug, Name: t.Name, Vendor: t.Vendor, Categories: listOf(t.Categories), Description: t.Description,
		Status: string(t.Status), Aliases: []AliasBody{}, Home: listOf(t.Home), Revision: t.Revision, Edit: t.Edit,
		Created: optional(t.Created), Updated: optional(t.Updated),
	}
	for _, alias := range t.Aliases {
		b.Aliases = append(b.Aliases, AliasBody{alias.Text, alias.Case, listOf(alias.Require), listOf(alias.Exclude), alias.Prior})
	}
	if t.MergedInto != "" {
		b.MergedInto = &t.MergedInto
	}
	return b
}

// AdminToolBody answers admin/tools/{slug}.
type AdminToolBody struct {
	ToolDefinition
	Versions []ToolVersionBody `json:"versions" nullable:"false" doc:"Newest first; the tool can be rolled back to those that are ready"`
}

// definition reads past what is kept for other routes, so that an administrator sees what was just changed.
func (a *API) definition(ctx context.Context, in *SlugInput) (*AdminToolBody, error) {
	t, err := a.toolAt(ctx, in.Slug, 0)
	if err != nil {
		return nil, err
	}
	versions, err := a.opt.Catalog.ToolVersions(ctx, t.Slug)
	if err != nil {
		return nil, a.asProblem("tool", err)
	}
	body := &AdminToolBody{ToolDefinition: definitionBody(&t), Versions: []ToolVersionBody{}}
	for i := range versions {
		body.Versions = append(body.Versions, versionBody(&versions[i]))
	}
	return body, nil
}
