package cli

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/serve/api"
)

// figureTable is docs/model.md's figures, made by go test ./internal/cli -run TestEngineFigures -update. A line: engine@version, level, set, how
// it was kept honest, n, accuracy, macro-F1, its interval, ECE; empty where none was measured.
//
//go:embed enginefigures.tsv
var figureTable string

// engineFigures reads the table.
func engineFigures() []api.EngineFigure {
	var out []api.EngineFigure
	for line := range strings.Lines(figureTable) {
		f, err := parseFigure(strings.TrimRight(line, "\n"))
		if err != nil {
			panic("cli: enginefigures.tsv: " + err.Error()) // a fault of ours, found by any test
		}
		out = append(out, f)
	}
	return out
}

func parseFigure(line string) (api.EngineFigure, error) {
	c := strings.Split(line, "\t")
	if len(c) != 10 {
		return api.EngineFigure{}, fmt.Errorf("%d columns in %q", len(c), line)
	}
	name, version, _ := strings.Cut(c[0], "@")
	f := api.EngineFigure{Engine: voxpop.EngineID{Name: name, Version: version}, Level: c[1], Set: c[2], How: c[3]}
	var macro *float64
	for i, to := range []**float64{&f.Accuracy, &macro, &f.Low, &f.High, &f.ECE} {
		if c[5+i] == "" {
			continue
		}
		v, err := strconv.ParseFloat(c[5+i], 64)
		if err != nil {
			return f, err
		}
		*to = &v
	}
	if macro == nil {
		return f, fmt.Errorf("no macro-F1 in %q", line)
	}
	f.MacroF1 = *macro
	var err error
	f.N, err = strconv.ParseInt(c[4], 10, 64)
	return f, err
}
