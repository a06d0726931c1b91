package storetest

import (
	"flag"
	"strconv"
	"testing"
)

// Few lets each property of a test go through n random histories, with -short through a tenth of them but at least four, unless -rapid.checks asks for
// another number. A statement takes a server many times as long as it takes SQLite, and takes SQLite ten times as long under the race
// detector; the suite has to fit into the minutes of `make test`.
func Few(t *testing.T, n int) {
	t.Helper()
	checks := flag.Lookup("rapid.checks")
	former := checks.Value.String()
	if former != checks.DefValue {
		return
	}
	if testing.Short() {
		n = max(4, n/10)
	}
	if err := checks.Value.Set(strconv.Itoa(n)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := checks.Value.Set(former); err != nil {
			t.Error(err)
		}
	})
}
