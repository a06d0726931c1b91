package cli

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/voxpop-dev/voxpop/internal/evaluate"
)

// printReport prints one engine's figures as tables.
func printReport(w io.Writer, r *engineReport) {
	fmt.Fprintf(w, "  %s %s: accuracy %s, macro-F1 %s, ECE %.3f, %.0f texts/s\n", r.Engine, r.Version,
		showInterval("%.3f", r.Accuracy), showInterval("%.3f", r.MacroF1), r.ECE, r.TextsPerSecond)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "label\tprecision\trecall\tF1\tsaid negative\tneutral\tpositive\t")
	for k, c := range r.Classes {
		said := r.Confusion[k]
		fmt.Fprintf(t, "%s\t%.3f\t%.3f\t%.3f\t%d\t%d\t%d\t\n", c.Label, c.Precision, c.Recall, c.F1, said[0], said[1], said[2])
	}
	t.Flush()
	printReliability(w, r.Reliability)
	printRisk(w, r.Risk)
}

func printReliability(w io.Writer, bins []evaluate.Bin) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "confidence\tlabels\tmean\tright\t")
	for _, b := range bins {
		if b.N > 0 {
			fmt.Fprintf(t, "%.1f–%.1f\t%d\t%.3f\t%.3f\t\n", b.Low, b.High, b.N, b.Confidence, b.Accuracy)
		}
	}
	t.Flush()
}
