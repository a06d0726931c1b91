package relational

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// definition is a tool as versions and the audit log keep it.
type definition struct {
	Slug        string            `json:"slug"`
	Name        string            `json:"name"`
	Vendor      string            `json:"vendor"`
	Description string            `json:"description"`
	Categories  []string          `json:"categories"`
	Status      voxpop.ToolStatus `json:"status"`
	Aliases     []alias           `json:"aliases"`
	Home        []string          `json:"home"`
	MergedInto  string            `json:"merged_into,omitempty"`
	Revision    int64             `json:"revision"`
	Edit        int64             `json:"edit"`
}

type alias struct {
	Text    string   `json:"text"`
	Case    bool     `json:"case,omitempty"`
	Require []string `json:"require,omitempty"`
	Exclude []string `json:"exclude,omitempty"`
	Prior   float64  `json:"prior,omitempty"`
}

func definitionOf(t voxpop.Tool) definition {
	d := definition{Slug: t.Slug, Name: t.Name, Vendor: t.Vendor, Description: t.Description, Categories: filled(t.Categories),
		Status: t.Status, Aliases: make([]alias, len(t.Aliases)), Home: filled(t.Home), MergedInto: t.MergedInto, Revision: t.Revision, Edit: t.Edit}
	for i, a := range t.Aliases {
		d.Aliases[i] = alias(a)
	}
	return d
}

func (d definition) tool() voxpop.Tool {
	t := voxpop.Tool{Slug: d.Slug, Name: d.Name, Vendor: d.Vendor, Description: d.Description, Categories: d.Categories,
		Status: d.Status, Home: d.Home, MergedInto: d.MergedInto, Revision: d.Revision, Edit: d.Edit}
	for _, a := range d.Aliases {
		t.Aliases = append(t.Aliases, voxpop.Alias(a))
	}
	return t
}

// filled is never nil, so that it is an empty list in JSON.
func filled(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// asJSON writes what the database keeps as JSON. It cannot fail on our own types.
func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("a value of type %T is not JSON: %v", v, err))
	}
	return string(b)
}

func toolJSON(t voxpop.Tool) string { return asJSON(definitionOf(t)) }

func toolFromJSON(text string) (voxpop.Tool, error) {
	var d definition
	err := json.Unmarshal([]byte(text), &d)
	return d.tool(), err
}

// ownHash tells whether the program's definition of a tool is another than the one it was stored with.
func ownHash(t voxpop.Tool) string {
	t.Revision, t.Edit, t.MergedInto = 0, 0, ""
	sum := sha256.Sum256([]byte(toolJSON(t)))
	return hex.EncodeToString(sum[:8])
}

// sameMatching reports whether two definitions match alike.
func sameMatching(a, b voxpop.Tool) bool {
	x, y := definitionOf(a), definitionOf(b)
	return asJSON(x.Aliases) == asJSON(y.Aliases) && slices.Equal(x.Home, y.Home)
}

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Limits of a definition, far above what anybody needs.
const (
	maxSlug      = 64
	maxToolName  = 200
	maxAliases   = 100
	maxToolBytes = 100_000
)

// checkTool refuses what the tables cannot keep.
func checkTool(t voxpop.Tool) error {
	switch {
	case !slugForm.MatchString(t.Slug) || len(t.Slug) > maxSlug:
		return fmt.Errorf("slug %.80q: want up to %d lower-case letters and digits, with single hyphens between: %w", t.Slug, maxSlug, voxpop.ErrInvalid)
	case clean(t.Name) == "" || len(t.Name) > maxToolName:
		return fmt.Errorf("tool %q: needs a name of at most %d bytes: %w", t.Slug, maxToolName, voxpop.ErrInvalid)
	case len(t.Aliases) > maxAliases:
		return fmt.Errorf("tool %q: more than %d aliases: %w", t.Slug, maxAliases, voxpop.ErrInvalid)
	case len(toolJSON(t)) > maxToolBytes:
		return fmt.Errorf("tool %q: its definition is longer than %d bytes: %w", t.Slug, maxToolBytes, voxpop.ErrInvalid)
	}
	return nil
}
