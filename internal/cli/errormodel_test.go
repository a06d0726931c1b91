package cli

import (
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/shareddata"
)

// Every line of the table can be read, and says something that can be.
func TestEngineErrorTable(t *testing.T) {
	n := 0
	for line := range strings.Lines(errorTable) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		n++
		name, version, _ := strings.Cut(strings.Split(line, "\t")[0], "@")
		version, _, _ = strings.Cut(version, "+tools.")
		e := engineError(voxpop.EngineID{Name: name, Version: version})
		if e == nil { // the rules for mentions have another version by now
			t.Logf("%s was not measured anew: its intervals say sampling error only", name)
			continue
		}
		if e.SD < 0 || e.SD > 1 || e.Bias < -1 || e.Bias > 1 || e.Tools < 2 {
			t.Errorf("%s: %+v", name, e)
		}
	}
	if n < len(localNames) {
		t.Errorf("%d lines", n)
	}
	if engineError(voxpop.EngineID{Name: "llm", Version: "1"}) != nil {
		t.Error("an engine has an error that nobody measured")
	}
}

// Of the tools that are left out one by one, nearly all lie within what the others let expect.
func TestErrorModelCoversToolsLeftOut(t *testing.T) {
	c := errorModelCmd{Files: []string{shareddata.Path(t, "sentiment", "aitools_dev.ndjson")}, Least: 10}
	by, _, err := c.read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range localNames {
		var errs []float64
		for _, l := range by {
			if len(l.people) >= c.Least {
				errs = append(errs, errorOf(l.people, l.engine[name]))
			}
		}
		held := leftOutCover(errs)
		t.Logf("%s: %d of %d", name, held, len(errs))
		if len(errs) < 10 || float64(held) < 0.85*float64(len(errs)) {
			t.Errorf("%s: %d of %d tools lie within the interval made of the others", name, held, len(errs))
		}
	}
}

func TestErrorOf(t *testing.T) {
	if mean := errorOf([]float64{1, 0, -1, 0}, []float64{1, 1, 0, 1}); mean != 0.75 {
		t.Errorf("%v", mean)
	}
}
