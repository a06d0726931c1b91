package postgrestest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestURLIsFreshAndDropped(t *testing.T) {
	var first string
	t.Run("use", func(t *testing.T) {
		first = URL(t)
		second := URL(t)
		if first == second {
			t.Fatalf("two calls share %s", first)
		}
		if err := admin(first, "CREATE TABLE mine (id int)"); err != nil {
			t.Fatal(err)
		}
		if err := admin(second, "SELECT * FROM mine"); err == nil {
			t.Fatal("one database sees the tables of the other")
		}
	})
	err := admin(first, "SELECT 1")
	if err == nil || !strings.Contains(err.Error(), "does not exist") {
		t.Fatalf("after the test the database still answers: %v", err)
	}
}

// A failing test does not close its connections, and the ones after it must not suffer.
func TestDropEvenWhileConnected(t *testing.T) {
	var conn *pgx.Conn
	t.Run("use", func(t *testing.T) {
		var err error
		if conn, err = pgx.Connect(t.Context(), URL(t)); err != nil {
			t.Fatal(err)
		}
	})
	if err := conn.Ping(t.Context()); err == nil {
		t.Error("the database outlived its test")
	}
	_ = conn.Close(context.Background())
}

func TestSkipSaysSo(t *testing.T) {
	t.Setenv(EnvSkip, "1")
	var inner *testing.T
	t.Run("inner", func(t *testing.T) {
		inner = t
		URL(t)
		t.Error("not skipped")
	})
	if !inner.Skipped() {
		t.Fatal("the test went on")
	}
}

func TestNamedServerIsUsed(t *testing.T) {
	outer := URL(t)
	t.Setenv(EnvURL, outer)
	made := URL(t)
	if !strings.HasPrefix(made, "postgres://") || made == outer {
		t.Fatalf("got %q beside %q", made, outer)
	}
	if err := admin(made, "SELECT 1"); err != nil {
		t.Fatal(err)
	}
}

func TestSecretsStayOutOfErrors(t *testing.T) {
	_, err := createDatabase("postgres://user:hunter2@[bad/db")
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Fatalf("got %v", err)
	}
}

func TestRemedyNamesEveryRoad(t *testing.T) {
	msg := fmt.Errorf(remedy, errors.New("nothing found")).Error()
	for _, want := range []string{"nothing found", "install PostgreSQL 15", "npm", EnvURL, EnvSkip} {
		if !strings.Contains(msg, want) {
			t.Errorf("the remedy does not mention %q:\n%s", want, msg)
		}
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
