package bench

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

// goFigures are what `go test -bench` printed: benchmark → unit → value.
type goFigures map[string]map[string]float64

// goBench runs the Go benchmarks of a package that match a pattern.
func (c Config) goBench(ctx context.Context, pkg, pattern, benchtime string) (goFigures, error) {
	c.say("go benchmarks %s of %s", pattern, pkg)
	cmd := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", pattern, "-benchmem", "-benchtime", benchtime, pkg)
	cmd.Dir, cmd.Stderr = c.Root, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go test -bench %s %s: %w: %s", pattern, pkg, err, out)
	}
	return parseBench(string(out)), nil
}

var processors = regexp.MustCompile(`-\d+$`)

// parseBench reads lines such as "BenchmarkX/sub-2   100   12.5 ns/op   3 B/op".
func parseBench(out string) goFigures {
	found := goFigures{}
	for lines := bufio.NewScanner(strings.NewReader(out)); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") {
			continue
		}
		name := processors.ReplaceAllString(strings.TrimPrefix(fields[0], "Benchmark"), "")
		found[name] = map[string]float64{}
		for i := 2; i+1 < len(fields); i += 2 {
			if v, err := strconv.ParseFloat(fields[i], 64); err == nil {
				found[name][fields[i+1]] = v
			}
		}
	}
	return found
}
