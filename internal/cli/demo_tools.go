package cli

import (
	"context"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/redditsim"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

// demoTools is the catalog of a simulated world: its fictional tools instead of the real ones.
func demoTools(w *redditsim.World) []voxpop.Tool {
	out := make([]voxpop.Tool, len(w.Tools))
	for i, t := range w.Tools {
		out[i] = voxpop.Tool{
			Slug: strings.ToLower(t.Name), Name: t.Name, Vendor: t.Vendor, Status: voxpop.ToolActive,
			Description: "A fictional tool of the simulated Reddit.", Categories: []string{"simulated"},
			Aliases: []voxpop.Alias{{Text: t.Name}},
		}
		for _, a := range t.Aliases {
			out[i].Aliases = append(out[i].Aliases, voxpop.Alias{Text: a})
		}
	}
	for _, c := range w.Communities {
		if c.Home > 0 {
			t := &out[c.Home-1]
			t.Home = append(t.Home, voxpop.SourceReddit+"/"+strings.ToLower(c.Name))
		}
	}
	return out
}

// happened words the events of a simulated world for the charts.
var happened = map[redditsim.EventKind]string{
	redditsim.Release: "releases a new version",
	redditsim.Outage:  "is down for hours",
	redditsim.Price:   "raises its price",
	redditsim.Limits:  "tightens its rate limits",
	redditsim.Repair:  "takes back what angered people",
}

// annotate notes what has happened in a simulated world until now, as an administrator of a real one would.
func annotate(ctx context.Context, w *redditsim.World, store *relational.Store, now time.Time) error {
	for _, e := range w.Events {
		at := w.Start.Add(e.At)
		if at.After(now) {
			continue
		}
		tool := w.Tools[e.Tool]
		note := voxpop.Annotation{At: at, Tool: strings.ToLower(tool.Name), Title: tool.Name + " " + happened[e.Kind]}
		audit := voxpop.AuditEntry{Actor: "demo", Action: "annotations.create", Subject: note.Tool}
		if _, err := store.CreateAnnotation(ctx, note, audit); err != nil {
			return err
		}
	}
	return nil
}
