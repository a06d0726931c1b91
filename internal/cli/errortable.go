package cli

import (
	"bufio"
	_ "embed"
	"strconv"
	"strings"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/tools"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

//go:embed engineerror.tsv
var errorTable string

// engineError is the measured error of an engine between tools; nil when this very version was never measured.
func engineError(id voxpop.EngineID) *ask.EngineError {
	want := tools.MentionEngine(id).String()
	scanner := bufio.NewScanner(strings.NewReader(errorTable))
	for scanner.Scan() {
		f := strings.Split(scanner.Text(), "\t")
		if len(f) < 4 || f[0] != want {
			continue
		}
		bias, err1 := strconv.ParseFloat(f[1], 64)
		sd, err2 := strconv.ParseFloat(f[2], 64)
		n, err3 := strconv.Atoi(f[3])
		if err1 != nil || err2 != nil || err3 != nil {
			return nil // a test reads the table
		}
		return &ask.EngineError{Bias: bias, SD: sd, Tools: n}
	}
	return nil
}
