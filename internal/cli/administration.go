package cli

import (
	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/text"
	"github.com/voxpop-dev/voxpop/internal/analyze/tools"
	"github.com/voxpop-dev/voxpop/internal/serve/api"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

// administration gives the API what it may not know itself: the rules by which tools are found.
func administration(store *relational.Store, engines *engineBoard) api.Administration {
	return api.Administration{
		Catalog: store, Reanalyses: store, Candidates: store, Notes: store, KeyRing: store, Audit: store,
		Engines: store, EngineOptions: engines.options, EngineFigures: engineFigures(),
		Check: checkTool, Compare: compareTool,
		Labelling: store, Text: scoredText,
	}
}

// scoredText is an item's text as it is scored.
func scoredText(source, title, body string) string { return text.Clean(source, title, body).Plain }

func checkTool(t voxpop.Tool, catalog []voxpop.Tool) []api.Fault {
	var out []api.Fault
	for _, fault := range tools.Check(t, catalog) {
		out = append(out, api.Fault(fault))
	}
	return out
}

func compareTool(catalog []voxpop.Tool, before *voxpop.Tool, after voxpop.Tool) (api.Comparison, error) {
	c, err := tools.NewChange(catalog, before, after)
	if err != nil {
		return api.Comparison{}, err
	}
	return api.Comparison{Searches: c.Searches, Home: c.Home, Find: func(i *voxpop.StoredItem) (string, []voxpop.Mention, []voxpop.Mention) {
		plain := text.Clean(i.ID.Source, i.Title, i.Body).Plain
		before, after := c.Find(tools.Input{Source: i.ID.Source, Community: i.Community, Kind: i.Kind, Text: plain})
		return plain, before, after
	}}, nil
}
