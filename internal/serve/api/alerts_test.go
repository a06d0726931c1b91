package api

import (
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

const (
	rulesDir  = "../../../deploy/prometheus/"
	rulesFile = "voxpop.rules.yml"
	rulesTest = "voxpop.rules.test.yml"
)

// exposed is what /metrics says after a little of everything has happened.
func exposed(t *testing.T) string {
	t.Helper()
	a, f := fakeAPI(t)
	f.cycles[0].Results = append(f.cycles[0].Results, voxpop.CommunityResult{Source: "reddit", Community: "x", Error: "private"},
		voxpop.CommunityResult{Source: "feed"})
	f.ledger = append(f.ledger, voxpop.LedgerEntry{
		Source: "reddit", Community: "Cursor", From: noon.Add(-3 * time.Hour), To: noon.Add(-2 * time.Hour), Continuity: voxpop.Gap, Recorded: noon.Add(-time.Minute),
	})
	a.poll(t.Context())
	for _, path := range []string{"/api/v1/health", "/healthz", "/readyz"} {
		get(a, path)
	}
	return get(a, "/metrics").Body.String()
}

func TestMetricsTellHowCollectingGoes(t *testing.T) {
	page := exposed(t)
	for _, line := range []string{
		`voxpop_last_cycle_errors{source="feed"} 0`, `voxpop_last_cycle_errors{source="reddit"} 1`,
		`voxpop_coverage_gap_communities{source="reddit"} 2`, // one with a hole, one that cannot be read
		`voxpop_collection_interval_seconds 1800`, `voxpop_last_collection_timestamp_seconds 1.77262632e+09`,
		`voxpop_http_request_duration_seconds_bucket{route="GET /api/v1/health",status="200",le="2"} 1`,
	} {
		if !strings.Contains(page, line+"\n") {
			t.Errorf("no line %s", line)
		}
	}
}

// Before a cycle has brought something in, data are as old as the process.
func TestMetricsBeforeTheFirstCycle(t *testing.T) {
	a, f := fakeAPI(t)
	f.cycles, f.ledger = nil, nil
	if page := get(a, "/metrics").Body.String(); strings.Contains(page, "voxpop_last_collection_timestamp_seconds ") {
		t.Error("an age of data was told before the database was asked")
	}
	a.poll(t.Context())
	if page := get(a, "/metrics").Body.String(); !strings.Contains(page, "voxpop_last_collection_timestamp_seconds 1.7726274e+09\n") {
		t.Error(page)
	}
}

// selector is a metric as a rule or its test names it.
type selector struct {
	name   string
	labels map[string]*regexp.Regexp
}

var (
	selectors = regexp.MustCompile(`\b((?:voxpop|process|go|http)_\w+)(?:\{([^}]*)\})?`)
	matchers  = regexp.MustCompile(`(\w+)(=~|=)"([^"]*)"`)
)

// namedIn lists the metrics of a file that are ours to expose. The labels that Prometheus adds are left out.
func namedIn(t *testing.T, file string) (out []selector) {
	t.Helper()
	b, err := os.ReadFile(rulesDir + file)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range selectors.FindAllStringSubmatch(string(b), -1) {
		s := selector{m[1], map[string]*regexp.Regexp{}}
		for _, l := range matchers.FindAllStringSubmatch(m[2], -1) {
			value := l[3]
			if l[2] == "=" {
				value = regexp.QuoteMeta(value)
			}
			if l[1] != "job" && l[1] != "instance" {
				s.labels[l[1]] = regexp.MustCompile("^(?:" + value + ")$")
			}
		}
		out = append(out, s)
	}
	return out
}

// Every metric that the rules name is exposed, with labels that they match.
func TestAlertRulesNameRealMetrics(t *testing.T) {
	series := readSeries(exposed(t))
	rules := namedIn(t, rulesFile)
	if len(rules) < 10 {
		t.Fatalf("only %d metrics found in the rules", len(rules))
	}
	for _, s := range rules {
		if !slices.ContainsFunc(series[s.name], s.matches) {
			t.Errorf("no series of %s matches %v", s.name, s.labels)
		}
	}
	for _, s := range namedIn(t, rulesTest) {
		same := func(real map[string]string) bool {
			return slices.Equal(slices.Sorted(maps.Keys(real)), slices.Sorted(maps.Keys(s.labels)))
		}
		if !slices.ContainsFunc(series[s.name], same) {
			t.Errorf("%s: %s has other labels than %v", rulesTest, s.name, slices.Collect(maps.Keys(s.labels)))
		}
	}
}

func (s selector) matches(real map[string]string) bool {
	for label, value := range s.labels {
		if !value.MatchString(real[label]) {
			return false
		}
	}
	return true
}

// readSeries returns the label sets of a page of metrics by name.
func readSeries(page string) map[string][]map[string]string {
	out := map[string][]map[string]string{}
	for line := range strings.Lines(page) {
		name := regexp.MustCompile(`^\w+`).FindString(line)
		if name == "" {
			continue
		}
		labels := map[string]string{}
		for _, l := range matchers.FindAllStringSubmatch(line, -1) {
			labels[l[1]] = l[3]
		}
		out[name] = append(out[name], labels)
	}
	return out
}

// daysAreThings is promtool taking a count of days for a duration.
const daysAreThings = `voxpop_backlog_dirty_days use base unit "seconds" instead of "days"`

// Prometheus' own tool says that the rules are sound, that they fire as their test file says, and
// that the metrics are well named.
func TestPromtool(t *testing.T) {
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Skip("promtool is not installed (Debian's package prometheus has it): the alert rules are not run")
	}
	tell := func(stdin string, args ...string) {
		cmd := exec.Command(promtool, args...)
		cmd.Dir, cmd.Stdin = rulesDir, strings.NewReader(stdin)
		out, err := cmd.CombinedOutput()
		if err != nil && strings.TrimSpace(string(out)) != daysAreThings {
			t.Errorf("promtool %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	tell("", "check", "rules", rulesFile)
	tell("", "test", "rules", rulesTest)
	tell(exposed(t), "check", "metrics")
}
