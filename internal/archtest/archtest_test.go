// Package archtest holds the import table of the design as a test.
package archtest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/voxpop-dev/voxpop"

// A rule says which of our packages the packages under a folder may import. The root package
// may always be imported, and a package's own subfolders only where a rule names them. The first rule
// that matches counts. A trailing "/..." means the folder and everything below it.
type rule struct {
	packages string
	may      []string
	why      string
}

var rules = []rule{
	{"", nil, "the vocabulary stands on the standard library alone"},
	{"cmd/bench", []string{"internal/bench/..."}, "measuring is no part of the product"},
	{"cmd/...", []string{"internal/cli"}, "main only calls the command line"},
	{"internal/cli/...", []string{"..."}, "the only place where everything is wired together"},
	{"internal/bench/...", []string{"internal/bench/...", "internal/redditsim", "internal/store/sqlite", "internal/store/throwaway"}, "it drives the product from outside; the store is for bare inserts into the same schema"},
	{"internal/archtest", nil, "it reads files"},
	{"internal/chaos", nil, "tests of the program from outside"},

	{"internal/source/redditjson", nil, "a format: pure"},
	{"internal/source/polite", nil, "manners, not sources"},
	{"internal/source/reddit", []string{"internal/source/redditjson", "internal/source/polite"}, "a source knows its platform and nothing of ours"},
	{"internal/source/file", []string{"internal/source/redditjson"}, "a source knows its platform and nothing of ours"},
	{"internal/source/hackernews", []string{"internal/source/polite"}, "a source knows its platform and nothing of ours"},
	{"internal/guard", nil, "network manners, used by whoever calls an address that others name"},
	{"internal/source/feed", []string{"internal/source/polite", "internal/guard"}, "a source knows its platform and nothing of ours"},
	{"internal/source/...", nil, "a source knows its platform and nothing of ours"},
	{"internal/redditsim/...", nil, "the outside world knows nothing of us"},
	{"internal/shareddata", nil, "tests only"},
	{"internal/collect", nil, "collecting defines what it needs"},
	{"internal/rollup", nil, "pure"},
	{"internal/stats", nil, "pure"},
	{"internal/evaluate", nil, "pure: what an engine says comes in as answers"},
	{"internal/schedule", nil, "it decides when; what is done comes by interface"},

	{"internal/analyze/text", nil, "pure"},
	{"internal/analyze/language", nil, "pure"},
	{"internal/analyze/topics/words", nil, "pure"},
	{"internal/analyze/topics", []string{"internal/analyze/topics/words"}, "pure"},
	{"internal/analyze/candidates", []string{"internal/analyze/topics/words"}, "pure"},
	{"internal/analyze/aspects", []string{"internal/analyze/topics/words"}, "pure"},
	{"internal/analyze/enginetest", nil, "a suite"},
	{"internal/analyze/tools", []string{"internal/analyze/fingerprint", "internal/analyze/vader", "internal/analyze/weightfile"}, "pure: VADER's numbers are among its cues; the engine of whole texts comes as a function"},
	{"internal/analyze", []string{"internal/analyze/text", "internal/analyze/language", "internal/analyze/tools", "internal/analyze/topics", "internal/analyze/candidates", "internal/analyze/aspects"}, "engines come by interface"},
	{"internal/analyze/model", []string{"internal/analyze/fingerprint", "internal/analyze/text", "internal/analyze/vader", "internal/analyze/weightfile"}, "VADER's numbers are among its features"},
	{"internal/analyze/llm", []string{"internal/guard"}, "an engine sees text; this one asks over the network"},
	{"internal/analyze/...", []string{"internal/analyze/text"}, "an engine sees text"},

	{"internal/store/storetest", []string{"internal/rollup"}, "a suite"},
	{"internal/store/throwaway", nil, "a server, not a store"},
	{"internal/store/postgrestest", []string{"internal/store/throwaway"}, "a test's own database"},
	{"internal/store/relational", []string{"internal/rollup"}, "the SQL both databases share"},
	{"internal/store/...", []string{"internal/rollup", "internal/store/relational"}, "a store knows cells, not stages"},

	{"internal/ask", []string{"internal/stats", "internal/evaluate"}, "answers rest on numbers, and on how well engines do"},
	{"internal/serve/markup", nil, "pure"},
	{"internal/serve/...", []string{"internal/ask", "internal/serve/markup"}, "a handler cannot reach SQL or Reddit even by accident"},
}

func TestImports(t *testing.T) {
	root := filepath.Join("..", "..")
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); name == "node_modules" || name == "testdata" || strings.HasPrefix(name, ".") && path != root {
				return filepath.SkipDir
			}
			if _, err := os.Stat(filepath.Join(path, "go.mod")); err == nil && path != root {
				return filepath.SkipDir // a module of its own, which the program does not depend on
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(filepath.Dir(rel))
		if pkg == "." {
			pkg = ""
		}
		seen[pkg] = true
		return checkFile(t, pkg, path)
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) < 10 {
		t.Fatalf("only %d packages seen: is the test looking in the right place?", len(seen))
	}
}

func checkFile(t *testing.T, pkg, path string) error {
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		return err
	}
	r, ok := ruleFor(pkg)
	if !ok {
		t.Errorf("%s: no rule for this package: add it to the import table", pkg)
		return nil
	}
	for _, spec := range f.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		ours, is := strings.CutPrefix(name, module+"/")
		if !is || r.allows(ours) {
			if pkg == "" && strings.Contains(name, ".") {
				t.Errorf("%s imports %s: %s", path, name, r.why)
			}
			continue
		}
		t.Errorf("%s imports %s, but %s", path, ours, r.why)
	}
	return nil
}

func ruleFor(pkg string) (rule, bool) {
	for _, r := range rules {
		if matches(r.packages, pkg) {
			return r, true
		}
	}
	return rule{}, false
}

func (r rule) allows(ours string) bool {
	return slices.ContainsFunc(r.may, func(p string) bool { return matches(p, ours) })
}

func matches(pattern, pkg string) bool {
	if base, below := strings.CutSuffix(pattern, "..."); below {
		return strings.HasPrefix(pkg+"/", base)
	}
	return pattern == pkg
}

// Names that say nothing about what is in a package.
var banned = []string{"util", "utils", "common", "helpers", "helper", "manager", "models", "services", "misc", "base"}

func TestPackageNames(t *testing.T) {
	err := filepath.WalkDir(filepath.Join("..", "..", "internal"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && slices.Contains(banned, d.Name()) {
			t.Errorf("%s: a package is named after what it is about", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The table itself must be able to fail.
func TestRulesBite(t *testing.T) {
	for _, c := range []struct {
		pkg, imported string
		want          bool
	}{
		{"internal/serve/api", "internal/store/sqlite", false},
		{"internal/serve/api", "internal/ask", true},
		{"internal/serve/api", "internal/source/reddit", false},
		{"internal/collect", "internal/source/reddit", false},
		{"internal/source/reddit", "internal/source/redditjson", true},
		{"internal/source/feed", "internal/source/redditjson", false},
		{"internal/source/feed", "internal/source/polite", true},
		{"internal/source/file", "internal/source/polite", false},
		{"internal/analyze", "internal/analyze/vader", false},
		{"internal/analyze/vader", "internal/analyze/text", true},
		{"internal/store/sqlite", "internal/rollup", true},
		{"internal/store/sqlite", "internal/collect", false},
		{"cmd/voxpop", "internal/store/sqlite", false},
		{"cmd/voxpop", "internal/bench", false},
		{"cmd/bench", "internal/cli", false},
		{"internal/bench/load", "internal/serve/api", false},
		{"internal/cli", "internal/store/sqlite", true},
		{"", "internal/collect", false},
	} {
		r, ok := ruleFor(c.pkg)
		if !ok || r.allows(c.imported) != c.want {
			t.Errorf("%s imports %s: allowed %v, want %v", c.pkg, c.imported, !c.want, c.want)
		}
	}
}
