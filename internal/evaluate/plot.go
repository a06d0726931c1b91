package evaluate

import (
	"fmt"
	"html"
	"strings"
)

// Panel is one engine on one file in a plot.
type Panel struct {
	Title  string
	Report Report
}

const (
	panelWidth, panelHeight = 300, 340
	side                    = 220 // of the square in which bins stand
	left, top               = 50, 60
)

// Plot draws the reliability of each panel as an SVG: a dot for each bin at its confidence and accuracy, the larger the more
// answers it holds; an engine that can be trusted has its dots on the diagonal.
func Plot(panels []Panel) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="11">`+"\n",
		panelWidth*max(1, len(panels)), panelHeight)
	b.WriteString(`<rect width="100%" height="100%" fill="#fff"/>` + "\n")
	for i, p := range panels {
		fmt.Fprintf(&b, `<g transform="translate(%d,0)">`+"\n", i*panelWidth)
		p.draw(&b)
		b.WriteString("</g>\n")
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func (p *Panel) draw(b *strings.Builder) {
	r := &p.Report
	fmt.Fprintf(b, `<text x="%d" y="20" font-weight="bold">%s</text>`+"\n", left, html.EscapeString(p.Title))
	fmt.Fprintf(b, `<text x="%d" y="36">n %d, accuracy %.3f, macro-F1 %.3f, ECE %.3f</text>`+"\n", left, r.N, r.Accuracy.Value, r.MacroF1.Value, r.ECE)
	fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" fill="none" stroke="#888"/>`+"\n", left, top, side, side)
	fmt.Fprintf(b, `<line x1="%d" y1="%d" x2="%d" y2="%d" stroke="#888" stroke-dasharray="4"/>`+"\n", left, top+side, left+side, top)
	for _, tick := range []float64{0, 0.5, 1} {
		fmt.Fprintf(b, `<text x="%.0f" y="%d" text-anchor="middle">%.1f</text>`+"\n", across(tick), top+side+15, tick)
		fmt.Fprintf(b, `<text x="%d" y="%.0f" text-anchor="end">%.1f</text>`+"\n", left-5, up(tick)+4, tick)
	}
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="middle">confidence</text>`+"\n", left+side/2, top+side+32)
	fmt.Fprintf(b, `<text transform="translate(15,%d) rotate(-90)" text-anchor="middle">share that is right</text>`+"\n", top+side/2)
	for _, bin := range r.Reliability {
		if bin.N > 0 {
			radius := 2 + 10*float64(bin.N)/float64(r.N)
			fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="%.1f" fill="#1f5fa8" fill-opacity="0.8"><title>%d answers</title></circle>`+"\n",
				across(bin.Confidence), up(bin.Accuracy), radius, bin.N)
		}
	}
}

func across(x float64) float64 { return left + side*x }
func up(y float64) float64     { return top + side*(1-y) }
