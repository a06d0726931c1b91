package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// PutAliasInput adds an alias.
type PutAliasInput struct {
	SlugInput
	Body struct {
		Edit int64 `json:"edit,omitempty" minimum:"0" doc:"The edit that the change was made from; left out: the newest"`
		AliasInput
	}
}

// putAlias adds an alias. One of the same spelling that asks for case alike is replaced: a tool may have a name twice, once
// exactly so spelled and once with stricter rules.
func (a *API) putAlias(ctx context.Context, in *PutAliasInput) (*ToolDefinition, error) {
	alias := voxpop.Alias(in.Body.AliasInput)
	own := ""
	where := func(field string) string {
		if rule, ok := strings.CutPrefix(field, own); ok {
			return "body." + rule
		}
		return "tool." + field
	}
	return a.edit(ctx, in.Slug, in.Body.Edit, "tools.alias", where, func(t *voxpop.Tool) error {
		own = aliasField(setAlias(t, alias))
		return nil
	})
}

// aliasField begins the names of the fields of a tool's alias.
func aliasField(n int) string { return fmt.Sprintf("aliases[%d].", n) }

// setAlias puts an alias in its place among the others, and returns which that is.
func setAlias(t *voxpop.Tool, alias voxpop.Alias) int {
	at := slices.IndexFunc(t.Aliases, func(b voxpop.Alias) bool { return b.Text == alias.Text && b.Case == alias.Case })
	if at < 0 {
		t.Aliases = append(t.Aliases, alias)
		return len(t.Aliases) - 1
	}
	t.Aliases[at] = alias
	return at
}

// DeleteAliasInput removes an alias.
type DeleteAliasInput struct {
	SlugInput
	Text string `query:"text" required:"true" maxLength:"120" doc:"The alias as it is spelled in the catalog; all of the tool that are spelled so go"`
	Edit int64  `query:"edit" minimum:"0" doc:"The edit that the change was made from; left out: the newest"`
}

func (a *API) deleteAlias(ctx context.Context, in *DeleteAliasInput) (*ToolDefinition, error) {
	return a.edit(ctx, in.Slug, in.Edit, "tools.alias", inTool, func(t *voxpop.Tool) error {
		before := len(t.Aliases)
		t.Aliases = slices.DeleteFunc(t.Aliases, func(b voxpop.Alias) bool { return b.Text == in.Text })
		if len(t.Aliases) == before {
			return problem(http.StatusNotFound, "query.text: this tool has no such alias. Asked for: "+clip(in.Text, 60))
		}
		return nil
	})
}
