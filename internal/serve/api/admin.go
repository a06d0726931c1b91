package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/voxpop-dev/voxpop"
)

// CatalogCommands change the tools. Every change commits with its audit entry and names the edit it was made from; a stale
// one is a *voxpop.StaleError. See storetest.Catalog.
type CatalogCommands interface {
	Tools(ctx context.Context) ([]voxpop.Tool, error)
	Tool(ctx context.Context, slug string) (voxpop.Tool, error)
	ToolVersions(ctx context.Context, slug string) ([]voxpop.ToolVersion, error)
	CreateTool(ctx context.Context, t voxpop.Tool, audit voxpop.AuditEntry) (voxpop.Tool, error)
	EditTool(ctx context.Context, t voxpop.Tool, audit voxpop.AuditEntry) (voxpop.Tool, error)
	SetToolStatus(ctx context.Context, slug string, edit int64, status voxpop.ToolStatus, audit voxpop.AuditEntry) (voxpop.Tool, error)
	MergeTools(ctx context.Context, m voxpop.Merge, dry bool, audit voxpop.AuditEntry) (voxpop.MergeReport, error)
	UndoMerge(ctx context.Context, id int64, audit voxpop.AuditEntry) (voxpop.Merge, error)
	Merges(ctx context.Context) ([]voxpop.Merge, error)
	ToolLoss(ctx context.Context, slug string) (voxpop.ToolLoss, error)
	DeleteTool(ctx context.Context, slug string, edit int64, audit voxpop.AuditEntry) (voxpop.ToolLoss, error)
	RollBackTool(ctx context.Context, slug string, edit, version int64, audit voxpop.AuditEntry) (voxpop.Tool, error)
	MatchPreview(ctx context.Context, searches, home []string, w voxpop.Window, limit int) (items []voxpop.StoredItem, reached time.Time, err error)
}

// ReanalysisCommands start and stop re-analyses. See storetest.Reanalyses.
type ReanalysisCommands interface {
	RequestReanalysis(ctx context.Context, r voxpop.Reanalysis, audit voxpop.AuditEntry) (voxpop.Reanalysis, error)
	CancelReanalysis(ctx context.Context, id int64, audit voxpop.AuditEntry) (voxpop.Reanalysis, error)
	ResumeReanalysis(ctx context.Context, id int64, audit voxpop.AuditEntry) (voxpop.Reanalysis, error)
	Reanalysis(ctx context.Context, id int64) (voxpop.Reanalysis, error)
	Reanalyses(ctx context.Context, limit int) ([]voxpop.Reanalysis, error)
}

// CandidateCommands decide about names that may be tools.
type CandidateCommands interface {
	Candidates(ctx context.Context, state voxpop.CandidateState) ([]voxpop.Candidate, error)
	Candidate(ctx context.Context, key string) (voxpop.Candidate, error)
	ApproveCandidate(ctx context.Context, key string, t voxpop.Tool, audit voxpop.AuditEntry) (voxpop.Tool, error)
	RejectCandidate(ctx context.Context, key string, audit voxpop.AuditEntry) error
	SnoozeCandidate(ctx context.Context, key string, until time.Time, audit voxpop.AuditEntry) error
}

// NoteCommands change annotations.
type NoteCommands interface {
	CreateAnnotation(ctx context.Context, a voxpop.Annotation, audit voxpop.AuditEntry) (voxpop.Annotation, error)
	EditAnnotation(ctx context.Context, a voxpop.Annotation, audit voxpop.AuditEntry) (voxpop.Annotation, error)
	DeleteAnnotation(ctx context.Context, id, edit int64, audit voxpop.AuditEntry) error
}

// KeyCommands look after API keys.
type KeyCommands interface {
	ListKeys(ctx context.Context) ([]voxpop.Key, error)
	CreateKey(ctx context.Context, k voxpop.Key, hash [32]byte, audit voxpop.AuditEntry) error
	RevokeKey(ctx context.Context, id string, audit voxpop.AuditEntry) error
}

// AuditReader reads the record of who changed what.
type AuditReader interface {
	AuditLog(ctx context.Context, f voxpop.AuditFilter, after *voxpop.AuditCursor, limit int) (voxpop.AuditPage, error)
}

// Fault is what is wrong with one field of a tool's definition.
type Fault struct {
	Field  string // such as "name" or "aliases[2].text"
	Reason string
}

// Comparison tells two definitions of a tool apart by what they match.
type Comparison struct {
	Searches []string // find every item that either of them names
	Home     []string // communities in which either may be meant without a name
	// Find returns an item's text as it is searched, and the tool's mentions in it by either definition.
	Find func(item *voxpop.StoredItem) (text string, before, after []voxpop.Mention)
}

// Administration is what the admin routes are made of, all of it or nothing: without Catalog there are none of them.
type Administration struct {
	Catalog    CatalogCommands
	Reanalyses ReanalysisCommands
	Candidates CandidateCommands
	Notes      NoteCommands
	KeyRing    KeyCommands
	Audit      AuditReader
	Engines    EngineCommands // nil: engines cannot be told nor chosen
	// EngineOptions are the engines that the program has.
	EngineOptions func() []EngineOption
	// EngineFigures say how right the engines that ship are. May be nil.
	EngineFigures []EngineFigure
	Labelling     LabelCommands // nil: nothing can be labelled; with Text or not at all
	// Text is an item's text as it is scored; the spans of mentions count in it.
	Text func(source, title, body string) string
	// Check tells what is wrong with a definition that is to stand in a catalog.
	Check func(t voxpop.Tool, catalog []voxpop.Tool) []Fault
	// Compare is made for a preview; before is nil for a tool that is not looked for yet.
	Compare func(catalog []voxpop.Tool, before *voxpop.Tool, after voxpop.Tool) (Comparison, error)
}

// commandTimeout bounds a command of an administrator; some count the mentions of several tools.
const commandTimeout = 20 * time.Second

// commandWith registers a handler that changes something, for admin keys.
func commandWith[I, T any](a *API, o huma.Operation, handler func(context.Context, *I) (*T, error)) {
	o = a.guarded(o, voxpop.RoleAdmin)
	o.MaxBodyBytes, o.BodyReadTimeout = 256<<10, 10*time.Second
	huma.Register(a.spec, o, func(ctx context.Context, in *I) (*bodyOf[T], error) {
		ctx, cancel := context.WithTimeout(ctx, commandTimeout)
		defer cancel()
		body, err := handler(ctx, in)
		if err != nil {
			return nil, err
		}
		return &bodyOf[T]{*body}, nil
	})
}

// guarded lets an operation through for keys with the role.
func (a *API) guarded(o huma.Operation, role voxpop.Role) huma.Operation {
	o.Middlewares = huma.Middlewares{a.require(role)}
	o.Security = []map[string][]string{{"key": {}}, {"session": {}}}
	o.Errors = append(slices.Clone(o.Errors), 401, 403, 429)
	return o
}

func created(o huma.Operation) huma.Operation {
	o.DefaultStatus = http.StatusCreated
	return o
}

// registerAdministration registers what administrators do beside collecting.
func (a *API) registerAdministration() {
	if a.opt.Catalog == nil {
		return
	}
	a.registerAdminTools()
	a.registerCandidates()
	a.registerJobs()
	a.registerNotes()
	a.registerKeys()
	a.registerEngine()
	a.registerLabels()
}

// registerKeys registers keys and the audit log. A key that may only read need not know what other keys there are.
func (a *API) registerKeys() {
	const tag = "Administration"
	answerWith(a, a.guarded(op("GET", "/admin/keys", "keys", tag, "API keys, without their secrets"), voxpop.RoleAdmin), a.keys)
	commandWith(a, created(op("POST", "/admin/keys", "create-key", tag, "Make a key; its secret is shown this once", 400, http.StatusConflict, 422)), a.createKey)
	commandWith(a, op("DELETE", "/admin/keys/{id}", "revoke-key", tag, "Make a key stop working", 404, 422), a.revokeKey)
	answerWith(a, a.guarded(op("GET", "/admin/audit-log", "audit-log", tag, "Who changed what", 422), voxpop.RoleAdmin), a.auditLog)
}

// registerAdminTools registers how tools are looked after.
func (a *API) registerAdminTools() {
	const tag = "Administration of tools"
	answerWith(a, a.guarded(op("GET", "/admin/tools/{slug}", "admin-tool", tag, "The definition of a tool as it is now", 404, 422), voxpop.RoleRead), a.definition)
	commandWith(a, created(a.conflicting(op("POST", "/admin/tools", "create-tool", tag, "Add a tool", 400, 422))), a.createTool)
	commandWith(a, a.conflicting(op("PUT", "/admin/tools/{slug}", "edit-tool", tag, "Change a tool", 400, 404, 422)), a.editTool)
	commandWith(a, a.conflicting(op("POST", "/admin/tools/{slug}/aliases", "put-alias", tag, "Add an alias, or replace the one so spelled", 400, 404, 422)), a.putAlias)
	commandWith(a, a.conflicting(op("DELETE", "/admin/tools/{slug}/aliases", "delete-alias", tag, "Remove an alias", 404, 422)), a.deleteAlias)
	commandWith(a, a.conflicting(op("POST", "/admin/tools/{slug}/archive", "archive-tool", tag, "Look for a tool no more; its past stays", 400, 404, 422)), a.archiveTool)
	commandWith(a, a.conflicting(op("POST", "/admin/tools/{slug}/unarchive", "unarchive-tool", tag, "Look for an archived tool again", 400, 404, 422)), a.unarchiveTool)
	commandWith(a, a.conflicting(op("POST", "/admin/tools/{slug}/rollback", "roll-back-tool", tag, "Give a tool the definition of a former version", 400, 404, 422)), a.rollBackTool)
	answerWith(a, a.guarded(op("GET", "/admin/tools/{slug}/delete-preview", "tool-loss", tag, "What deleting a tool would lose", 404, 422), voxpop.RoleRead), a.toolLoss)
	commandWith(a, a.conflicting(op("DELETE", "/admin/tools/{slug}", "delete-tool", tag, "Delete a tool with all its numbers", 400, 404, 422)), a.deleteTool)
	commandWith(a, a.conflicting(op("POST", "/admin/tools/merge", "merge-tools", tag, "Count several tools as one; dry_run tells what that does", 400, 404, 422)), a.mergeTools)
	answerWith(a, a.guarded(op("GET", "/admin/tools/merge-history", "merges", tag, "Merges, newest first"), voxpop.RoleRead), a.merges)
	commandWith(a, a.conflicting(op("POST", "/admin/tools/merges/{id}/undo", "undo-merge", tag, "Take merged tools apart again", 404, 422)), a.undoMerge)
	commandWith(a, a.conflicting(op("POST", "/admin/tools/preview", "preview-tool", tag, "What a definition would match in stored items, gain and lose", 400, 404, 422)), a.previewTool)
}
