package throwaway

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSecretsStayOutOfErrors(t *testing.T) {
	_, err := CreateDatabase("postgres://user:hunter2@[bad/db", "voxpop_test_")
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Fatalf("got %v", err)
	}
}

func TestFindLocalPicksTheNewest(t *testing.T) {
	dir := t.TempDir()
	for _, v := range []string{"9.6.2", "14.1", "15.3", "17.0"} {
		fakeServer(t, filepath.Join(dir, v, "bin"), v)
	}
	got, err := findLocal("", []string{filepath.Join(dir, "*", "bin")})
	if err != nil || got != filepath.Join(dir, "17.0", "bin") {
		t.Fatalf("got %q, %v", got, err)
	}
}

func TestFindLocalRefusesTheOld(t *testing.T) {
	dir := t.TempDir()
	fakeServer(t, dir, "14.9")
	if got, err := findLocal(dir, nil); err == nil {
		t.Fatalf("took version 14 in %s", got)
	}
}

func TestFindLocalFollowsLinks(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "real")
	fakeServer(t, target, "16.1")
	linked := filepath.Join(dir, "linked")
	if err := os.Mkdir(linked, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(target, "initdb"), filepath.Join(linked, "initdb")); err != nil {
		t.Fatal(err)
	}
	got, err := findLocal(linked, nil)
	want, _ := filepath.EvalSymlinks(target)
	if err != nil || got != want {
		t.Fatalf("got %q, %v, want %q", got, err, want)
	}
}

func fakeServer(t *testing.T, dir, version string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	script := "#!/bin/sh\necho 'postgres (PostgreSQL) " + version + "'\n"
	for _, name := range []string{"initdb", "postgres"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
}
