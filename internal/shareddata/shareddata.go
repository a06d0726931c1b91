// Package shareddata finds the data for measuring, which is no part of the repository: the folder that
// VOXPOP_SHARED_DATA names, else shared/data beside the repository. It serves tests and nothing else.
package shareddata

import (
	"os"
	"path/filepath"
	"testing"
)

// Path returns where a file or folder of the data is. It skips the test when it is not there.
func Path(tb testing.TB, elem ...string) string {
	tb.Helper()
	root := os.Getenv("VOXPOP_SHARED_DATA")
	if root == "" {
		root = filepath.Join(repository(tb), "..", "shared", "data")
	}
	path := filepath.Join(append([]string{root}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		tb.Skipf("the shared data is not here (%v): set VOXPOP_SHARED_DATA to the folder that holds %s", err, filepath.Join(elem...))
	}
	return path
}

// repository is the folder above the test's that holds go.mod.
func repository(tb testing.TB) string {
	dir, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	for at := dir; at != filepath.Dir(at); at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at
		}
	}
	tb.Fatalf("there is no go.mod above %s", dir)
	return ""
}
