package bench

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/voxpop-dev/voxpop/internal/store/throwaway"
)

// ground is a database system to measure on.
type ground struct {
	name string // as tables write it
	// make gives the URL of an empty database, a file of which would be in dir. drop removes what is elsewhere.
	make func(dir string) (url string, drop func() error, err error)
}

var sqliteGround = ground{"SQLite", func(dir string) (string, func() error, error) {
	return "sqlite:" + filepath.Join(dir, "bench.db"), func() error { return nil }, nil
}}

const withoutPostgres = `
************************************************************************
* PostgreSQL is left out: nothing below was measured on it.
* Install it, or set %s to a server on
* which databases may be created and dropped.
* %v
************************************************************************
`

// grounds are SQLite and, where a server is named or can be started, PostgreSQL. close ends what was started.
func (c Config) grounds() (all []ground, close func()) {
	server, close, err := postgresServer()
	if err != nil {
		fmt.Fprintf(c.Log, withoutPostgres, throwaway.EnvURL, err)
		return []ground{sqliteGround}, func() {}
	}
	postgres := ground{"PostgreSQL", func(string) (string, func() error, error) {
		url, err := throwaway.CreateDatabase(server, "voxpop_bench_")
		return url, func() error { return throwaway.DropDatabase(server, url) }, err
	}}
	return []ground{sqliteGround, postgres}, close
}

// postgresServer is the server that the environment names, else one of our own that keeps every commit.
func postgresServer() (url string, close func(), err error) {
	if named := os.Getenv(throwaway.EnvURL); named != "" {
		return named, func() {}, nil
	}
	s, err := throwaway.Start(throwaway.Durable)
	if err != nil {
		return "", nil, err
	}
	return s.URL, s.Stop, nil
}
