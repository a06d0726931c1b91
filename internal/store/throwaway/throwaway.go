// Package throwaway starts PostgreSQL servers for tests and benchmarks, each on a cluster of its own in a temporary
// folder. A server belongs to the process that started it and does not outlive it, however that process ends.
//
// The binaries are those installed here, else those of the npm package pinned in npm/package.json.
package throwaway

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5"
)

// EnvURL names an environment variable: the URL of a server on which databases may be created and dropped,
// to be used instead of a throw-away one.
const EnvURL = "VOXPOP_TEST_POSTGRES_URL"

// Settings are lines of postgresql.conf.
type Settings string

const (
	// Fleeting is for tests: nobody will miss the data, and memory is short.
	Fleeting Settings = `
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 32MB
max_wal_size = 256MB
`
	// Durable is for figures: what PostgreSQL does by itself, with every commit on disk.
	Durable Settings = `
fsync = on
synchronous_commit = on
full_page_writes = on
`
)

// always goes before the Settings. A server listens on a socket in its own folder only, so that those of
// several processes cannot meet on a port.
const always = `
listen_addresses = ''
max_connections = 200
log_timezone = 'UTC'
timezone = 'UTC'
`

// Start makes a cluster and returns when its server answers.
func Start(s Settings) (*Server, error) {
	bin, err := findBinaries()
	if err != nil {
		return nil, err
	}
	return start(bin, s)
}

// CreateDatabase makes an empty database on a server, under a new name that begins with prefix, and returns its URL.
func CreateDatabase(server, prefix string) (string, error) {
	u, err := url.Parse(server)
	if err != nil {
		return "", fmt.Errorf("read the URL of the server: %w", redacted(err))
	}
	name := prefix + randomHex()
	// template0 holds the system catalog and nothing else, whatever was added to template1.
	if err := admin(server, "CREATE DATABASE "+name+" TEMPLATE template0"); err != nil {
		return "", fmt.Errorf("create database %s: %w", name, err)
	}
	u.Path = "/" + name
	return u.String(), nil
}

// DropDatabase drops what CreateDatabase made on a server, whoever is connected to it.
func DropDatabase(server, made string) error {
	u, err := url.Parse(made)
	if err != nil {
		return redacted(err)
	}
	if err := admin(server, "DROP DATABASE IF EXISTS "+u.Path[1:]+" WITH (FORCE)"); err != nil {
		return fmt.Errorf("drop database %s: %w", u.Path[1:], err)
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
	var e *url.Error
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

func randomHex() string {
	var b [8]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
