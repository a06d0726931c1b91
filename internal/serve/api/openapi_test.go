package api

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/openapi.json anew")

// The specification is a promise: when it moves, its version does. After raising SpecVersion
// run go test -run TestSpecification -update.
func TestSpecification(t *testing.T) {
	const golden = "testdata/openapi.json"
	a, _ := fakeAPI(t)
	var now bytes.Buffer
	if err := json.Indent(&now, get(a, "/openapi.json").Body.Bytes(), "", "  "); err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile(golden)
	if err != nil && !*update {
		t.Fatal(err)
	}
	if bytes.Equal(bytes.TrimSpace(kept), bytes.TrimSpace(now.Bytes())) {
		return
	}
	var was struct{ Info struct{ Version string } }
	if err == nil {
		if err := json.Unmarshal(kept, &was); err != nil {
			t.Fatal(err)
		}
	}
	switch {
	case was.Info.Version == SpecVersion:
		t.Fatalf("the specification moved, its version %s did not: raise SpecVersion, then run this test with -update", SpecVersion)
	case !*update:
		t.Fatalf("%s is of version %s, the specification of %s: run this test with -update", golden, was.Info.Version, SpecVersion)
	}
	if err := os.WriteFile(golden, append(now.Bytes(), '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestSpecificationIsComplete(t *testing.T) {
	a, _ := fakeAPI(t)
	text := get(a, "/openapi.json").Body.String()
	for _, want := range []string{
		`"openapi":"3.1.0"`, "/api/v1/health", "/api/v1/sentiment/stats", "/api/v1/sentiment/trends", "/api/v1/posts/recent", "/api/v1/posts/{id}",
		"/api/v1/items", "/api/v1/subreddits", "/api/v1/coverage", "/api/v1/events", "/api/v1/admin/collect", "/api/v1/admin/cycles", "/api/v1/export",
		"/api/v1/session", "/api/v1/status", problemType, "PushRequest", "VersionEvent",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(text, "$schema") {
		t.Error("$schema links are on")
	}
}
