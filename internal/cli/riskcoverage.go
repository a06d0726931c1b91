package cli

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/voxpop-dev/voxpop/internal/evaluate"
)

// riskCoverage is how often an engine is wrong where it is sure, and how often it is sure.
type riskCoverage struct {
	Area   float64              `json:"area"` // mean risk over all coverages
	Points []evaluate.RiskPoint `json:"points"`
}

// risk is nil unless it was asked for.
func (c *evalCmd) risk(answers []evaluate.Answer) *riskCoverage {
	if !c.Risk {
		return nil
	}
	return &riskCoverage{evaluate.AreaUnderRisk(answers), evaluate.RiskCoverage(answers)}
}

// printRisk prints the thresholds at which anything changes.
func printRisk(w io.Writer, r *riskCoverage) {
	if r == nil {
		return
	}
	fmt.Fprintf(w, "  area under risk and coverage: %.3f\n", r.Area)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "sure from\tof all\twrong\tof the others wrong\t")
	for i, p := range r.Points {
		if i > 0 && p.Coverage == r.Points[i-1].Coverage {
			continue
		}
		fmt.Fprintf(t, "%.2f\t%.3f\t%.3f\t%.3f\t\n", p.Confidence, p.Coverage, p.Risk, p.RiskBelow)
	}
	t.Flush()
}
