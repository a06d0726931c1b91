package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

// labelsOf are the labels of tasks, newest first; of one person, unless person is empty.
func labelsOf(tasks []voxpop.LabelledTask, person string) []labelJSON {
	out := []labelJSON{}
	for i := range tasks {
		t := &tasks[i]
		for _, l := range t.Labels {
			if person != "" && l.Person != person {
				continue
			}
			j := labelJSON{Item: t.Item.String(), Tool: t.Tool, Person: l.Person, Label: string(l.Label), At: l.At.UTC(), Drawn: t.Drawn}
			if j.Label == "" {
				j.Label = "none"
			}
			if sign, said := t.Signs[t.Answers]; said {
				j.Engine = []string{"negative", "neutral", "positive"}[sign+1]
			}
			out = append(out, j)
		}
	}
	slices.SortStableFunc(out, func(a, b labelJSON) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Item, b.Item), cmp.Compare(a.Tool, b.Tool))
	})
	return out
}

type labelsReportCmd struct {
	JSON bool `help:"Print JSON."`
}

// Run tells what labels say.
func (c *labelsReportCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return withExisting(ctx, s, func(store *relational.Store) error {
		tasks, err := store.Labelled(ctx)
		if err != nil {
			return err
		}
		r := ask.Reported(tasks)
		if c.JSON {
			return json.NewEncoder(std.out).Encode(map[string]any{"needed": ask.LeastLabels, "people": r.People, "agreement": r.Agreement, "engines": r.Engines, "tools": r.Tools})
		}
		return printLabelReport(harmless(std.out), &r)
	})
}

func printLabelReport(out io.Writer, r *ask.LabelReport) error {
	if len(r.People) == 0 {
		_, err := fmt.Fprintln(out, "Nothing is labelled. Draw a sample with: voxpop labels draw")
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "PERSON\tLABELS\tNONE")
	for _, p := range r.People {
		fmt.Fprintf(w, "%s\t%d\t%d\n", p.Person, p.Labels, p.None)
	}
	for _, a := range r.Agreement {
		kappa := "-"
		if a.Kappa != nil {
			kappa = fmt.Sprintf("%.2f", *a.Kappa)
		}
		fmt.Fprintf(w, "\n%s and %s agree on %d of %d (%.0f to %.0f %%), kappa %s\n", a.A, a.B, a.Same, a.Both, 100*a.Low, 100*a.High, kappa)
	}
	fmt.Fprintln(w, "\nENGINE\tOF\tLABELS\tACCURACY\tMACRO-F1")
	for i := range r.Engines {
		e := &r.Engines[i]
		fmt.Fprintf(w, "%s\t%s\t%d\t%.3f (%.3f to %.3f)\t%.3f (%.3f to %.3f)\n", e.Engine, map[bool]string{true: "texts", false: "mentions"}[e.Texts], e.N,
			e.Accuracy.Value, e.Accuracy.Low, e.Accuracy.High, e.MacroF1.Value, e.MacroF1.Low, e.MacroF1.High)
	}
	fmt.Fprintln(w, "\nTOOL\tLABELS\tMISSING UNTIL ITS NUMBERS ARE CORRECTED")
	for _, t := range r.Tools {
		name := t.Tool
		if name == "" {
			name = "(whole texts)"
		}
		fmt.Fprintf(w, "%s\t%d\t%d\n", name, t.Counted, t.Missing)
	}
	return w.Flush()
}
