package postgres_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/postgres"
	"github.com/voxpop-dev/voxpop/internal/store/postgrestest"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

func TestOpenAtOnce(t *testing.T) {
	url := postgrestest.URL(t)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			s, err := postgres.Open(t.Context(), url, postgres.Options{})
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

func TestNewerSchemaIsRefused(t *testing.T) {
	url := postgrestest.URL(t)
	s := open(t, url, postgres.Options{Options: relational.Options{Program: "v9.1.0"}})
	db, _ := s.JobsDB()
	if _, err := db.Exec("INSERT INTO " + relational.SchemaTable + " (version_id, is_applied) VALUES (99, true)"); err != nil {
		t.Fatal(err)
	}
	_, err := postgres.Open(t.Context(), url, postgres.Options{})
	if !errors.Is(err, voxpop.ErrNewerSchema) || !strings.Contains(err.Error(), "v9.1.0") {
		t.Errorf("opened by an older program: %v", err)
	}
}

func TestOpenErrorsKeepThePassword(t *testing.T) {
	for url, want := range map[string]error{
		"postgres://voxpop:hunter2@127.0.0.1:1/voxpop?sslmode=disable":  voxpop.ErrUnavailable,
		"postgres://voxpop:hunter2@127.0.0.1:port/voxpop":               voxpop.ErrInvalid,
		"postgres://voxpop:hunter2@127.0.0.1:1/voxpop?sslmode=sideways": voxpop.ErrInvalid,
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		_, err := postgres.Open(ctx, url, postgres.Options{})
		cancel()
		if !errors.Is(err, want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", url, err)
		}
	}
}

// Compiling a query, which servers do by default from a guessed cost on, takes longer than any query of ours.
func TestQueriesAreNotCompiled(t *testing.T) {
	db, _ := open(t, postgrestest.URL(t), postgres.Options{}).JobsDB()
	var jit string
	if err := db.QueryRow("SHOW jit").Scan(&jit); err != nil || jit != "off" {
		t.Errorf("jit is %q, %v", jit, err)
	}
}
