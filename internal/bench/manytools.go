package bench

import (
	"context"
	"math"
	"strings"

	"github.com/voxpop-dev/voxpop/internal/bench/product"
	"github.com/voxpop-dev/voxpop/internal/redditsim"
)

// manyTools is how large a catalog Tools measures with.
const manyTools = 500

var (
	nameHeads = strings.Fields("Bal Cor Dex Fen Gal Hox Jor Kel Lum Mir Nov Pyx Quor Ril Sab Tol Ulm Vex Wyn Zan")
	nameTails = strings.Fields("adra ebrix ocalo undra iverra akoda eplo osyn urva imbo atheo enda olyx usko ivanta aquo erro ombra utro ixpa anvo elgo ystra opti emba")
)

// inventedTools are n tools that nobody has. Like real ones, few are talked about much and most a little (Zipf's law, flattened at its head).
func inventedTools(n int) []redditsim.Tool {
	tools := make([]redditsim.Tool, n)
	for i := range tools {
		name := nameHeads[i%len(nameHeads)] + nameTails[i/len(nameHeads)]
		tools[i] = redditsim.Tool{
			Name: name, Aliases: []string{name + " CLI"}, Vendor: name + " Labs",
			Weight: 6 / math.Pow(float64(i+9), 0.9), Mood: 0.4 * math.Sin(float64(i)),
		}
	}
	return tools
}

// catalog adds tools to what the program knows of its own, up to manyTools, and waits until all of them answer.
func catalog(ctx context.Context, p *product.Process, tools []redditsim.Tool) error {
	known, err := p.Tools(ctx)
	if err != nil {
		return err
	}
	for _, t := range tools[:max(0, min(len(tools), manyTools-known))] {
		if err := p.CreateTool(ctx, t.Name, t.Vendor, t.Aliases); err != nil {
			return err
		}
	}
	return p.Reanalysed(ctx)
}
