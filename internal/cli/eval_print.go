package cli

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/voxpop-dev/voxpop/internal/evaluate"
)

func printEvaluation(w io.Writer, e evaluation) {
	fmt.Fprintf(w, "%s, by %s: %d labels", shorten(e.File), e.Level, e.Engines[0].N)
	if e.Skipped > 0 {
		fmt.Fprintf(w, " (%d left out: the target is not in the text)", e.Skipped)
	}
	if e.Overlap > 0 {
		fmt.Fprintf(w, " (%d of them were learned from: the figures flatter)", e.Overlap)
	}
	fmt.Fprintln(w)
	for _, r := range e.Engines {
		printReport(w, &r)
	}
	if c := e.Comparison; c != nil {
		fmt.Fprintf(w, "  %s minus %s: accuracy %s, macro-F1 %s\n", e.Engines[1].Engine, e.Engines[0].Engine, showInterval("%+.3f", c.Accuracy), showInterval("%+.3f", c.MacroF1))
		fmt.Fprintf(w, "  right alone: %s %d, %s %d; McNemar p = %.3g\n", e.Engines[0].Engine, c.OnlyFirst, e.Engines[1].Engine, c.OnlySecond, c.P)
	}
	fmt.Fprintln(w)
}

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

func showInterval(format string, i evaluate.Interval) string {
	return fmt.Sprintf(format+" ["+format+", "+format+"]", i.Value, i.Low, i.High)
}
