package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// AliasInput is a name of a tool as it is sent.
type AliasInput struct {
	Text    string   `json:"text" minLength:"1" maxLength:"120" doc:"Matched at word borders; runs of blanks and hyphens are alike"`
	Case    bool     `json:"case,omitempty" doc:"Exactly so spelled"`
	Require []string `json:"require,omitempty" maxItems:"200" doc:"One of these must stand near"`
	Exclude []string `json:"exclude,omitempty" maxItems:"200" doc:"One of these in the same sentence says that it is something else"`
	Prior   float64  `json:"prior,omitempty" minimum:"0" maximum:"1" doc:"How likely the bare alias is the tool; 0 counts as 1"`
}

// ToolFields are the parts of a definition that can be changed. What is left out stays as it is.
type ToolFields struct {
	Name        *string      `json:"name,omitempty" maxLength:"200"`
	Vendor      *string      `json:"vendor,omitempty" maxLength:"200"`
	Description *string      `json:"description,omitempty" maxLength:"2000"`
	Categories  []string     `json:"categories,omitempty" maxItems:"20"`
	Aliases     []AliasInput `json:"aliases,omitempty" maxItems:"100" doc:"All of them; those that are not listed go"`
	Home        []string     `json:"home,omitempty" maxItems:"50" doc:"Communities that are about the tool, as source/name in small letters"`
}

func (f *ToolFields) apply(t *voxpop.Tool) {
	for into, from := range map[*string]*string{&t.Name: f.Name, &t.Vendor: f.Vendor, &t.Description: f.Description} {
		if from != nil {
			*into = strings.TrimSpace(*from)
		}
	}
	if f.Categories != nil {
		t.Categories = f.Categories
	}
	if f.Home != nil {
		t.Home = f.Home
	}
	if f.Aliases != nil {
		t.Aliases = nil
		for _, alias := range f.Aliases {
			t.Aliases = append(t.Aliases, voxpop.Alias(alias))
		}
	}
}

// NewTool is a tool as it is added.
type NewTool struct {
	Slug   string `json:"slug,omitempty" maxLength:"64" doc:"Small letters, digits and hyphens; made of the name when left out"`
	Status string `json:"status,omitempty" enum:"active,candidate" doc:"active when left out"`
	ToolFields
}

// NewToolInput is the request that adds a tool.
type NewToolInput struct{ Body NewTool }

// reserved are paths below tools that are not tools.
var reserved = []string{"compare", "merge", "merges", "merge-history", "pending", "preview"}

func (n *NewTool) tool() voxpop.Tool {
	t := voxpop.Tool{Slug: n.Slug, Status: voxpop.ToolStatus(n.Status)}
	if t.Status == "" {
		t.Status = voxpop.ToolActive
	}
	n.apply(&t)
	if t.Slug == "" {
		t.Slug = slugOf(t.Name)
	}
	return t
}

// slugOf makes a slug of a name.
func slugOf(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return strings.Join(words, "-")
}

func (a *API) createTool(ctx context.Context, in *NewToolInput) (*ToolDefinition, error) {
	t := in.Body.tool()
	if err := a.mayBeNew(ctx, t); err != nil {
		return nil, err
	}
	t, err := a.opt.Catalog.CreateTool(ctx, t, a.entryOf(ctx, "tools.create", t.Slug))
	return a.changed("creating a tool", t, err)
}

// mayBeNew refuses a definition that cannot be added.
func (a *API) mayBeNew(ctx context.Context, t voxpop.Tool) error {
	if slices.Contains(reserved, t.Slug) {
		return invalid("body.slug", "must not be one of "+strings.Join(reserved, ", "), t.Slug)
	}
	return a.check(ctx, inBody, t)
}

// inBody and inTool say where a field of a definition stands: in the request, or in the tool that it is about.
func inBody(field string) string { return "body." + field }
func inTool(field string) string { return "tool." + field }

// check refuses a definition that cannot stand in the catalog of now. where names the place of a field in the request.
func (a *API) check(ctx context.Context, where func(field string) string, t voxpop.Tool) error {
	all, err := a.opt.Catalog.Tools(ctx)
	if err != nil {
		return a.asProblem("tools", err)
	}
	if faults := a.opt.Check(t, all); len(faults) > 0 {
		return faulty(where, faults)
	}
	return nil
}

// ChangedTool is a definition as it is changed.
type ChangedTool struct {
	Edit int64 `json:"edit" minimum:"1" doc:"The edit that the change was made from"`
	ToolFields
}

// ChangedToolInput is the request that changes a tool.
type ChangedToolInput struct {
	SlugInput
	Body ChangedTool
}

func (a *API) editTool(ctx context.Context, in *ChangedToolInput) (*ToolDefinition, error) {
	return a.edit(ctx, in.Slug, in.Body.Edit, "tools.edit", inBody, func(t *voxpop.Tool) error {
		in.Body.apply(t)
		return nil
	})
}

// edit changes a tool that was last seen at an edit; 0 means as it is now.
func (a *API) edit(ctx context.Context, slug string, edit int64, action string, where func(field string) string, change func(*voxpop.Tool) error) (*ToolDefinition, error) {
	t, err := a.toolAt(ctx, slug, edit)
	if err != nil {
		return nil, err
	}
	t.Aliases = slices.Clone(t.Aliases)
	if err := change(&t); err != nil {
		return nil, err
	}
	if err := a.check(ctx, where, t); err != nil {
		return nil, err
	}
	t, err = a.opt.Catalog.EditTool(ctx, t, a.entryOf(ctx, action, t.Slug))
	return a.changed("changing a tool", t, err)
}

// toolAt returns a tool that is to be changed. The edit that the client names is refused when it is not the newest; the
// store looks again when it makes the change.
func (a *API) toolAt(ctx context.Context, slug string, edit int64) (voxpop.Tool, error) {
	t, err := a.toolIn(ctx, "path.slug", slug)
	if err == nil && edit != 0 && edit != t.Edit {
		err = a.refused("changing a tool", &voxpop.StaleError{Newer: t})
	}
	return t, err
}

// changed ends a command on a tool: what was read of the catalog before is old, and there may be work.
func (a *API) changed(operation string, t voxpop.Tool, err error) (*ToolDefinition, error) {
	if err != nil {
		return nil, a.refused(operation, err)
	}
	a.stir()
	body := definitionBody(&t)
	return &body, nil
}

// stir makes a change of the catalog seen.
func (a *API) stir() {
	a.shelf.mu.Lock()
	a.shelf.kept = nil
	a.shelf.mu.Unlock()
	a.opt.Wake()
}

func (a *API) entryOf(ctx context.Context, action, subject string) voxpop.AuditEntry {
	return voxpop.AuditEntry{At: a.now(), Actor: actor(ctx), Action: action, Subject: subject}
}

// EditInput names a tool and, perhaps, the edit that a change was made from.
type EditInput struct {
	SlugInput
	Body *struct {
		Edit int64 `json:"edit,omitempty" minimum:"0" doc:"The edit that the change was made from; left out: the newest"`
	}
}

func (in *EditInput) edit() int64 {
	if in.Body == nil {
		return 0
	}
	return in.Body.Edit
}

func (a *API) archiveTool(ctx context.Context, in *EditInput) (*ToolDefinition, error) {
	return a.setStatus(ctx, in, "tools.archive", voxpop.ToolArchived)
}

func (a *API) unarchiveTool(ctx context.Context, in *EditInput) (*ToolDefinition, error) {
	return a.setStatus(ctx, in, "tools.unarchive", voxpop.ToolActive)
}

func (a *API) setStatus(ctx context.Context, in *EditInput, action string, status voxpop.ToolStatus) (*ToolDefinition, error) {
	t, err := a.toolAt(ctx, in.Slug, in.edit())
	if err != nil {
		return nil, err
	}
	if t.Status == voxpop.ToolCandidate {
		return nil, problem(http.StatusConflict, "This tool is a candidate: approve it, or delete it.")
	}
	t, err = a.opt.Catalog.SetToolStatus(ctx, t.Slug, t.Edit, status, a.entryOf(ctx, action, t.Slug))
	return a.changed("changing the status of a tool", t, err)
}
