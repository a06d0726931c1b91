package postgrestest

import (
	"context"
	"errors"
	"fmt"
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

func TestRemedyNamesEveryRoad(t *testing.T) {
	msg := fmt.Errorf(remedy, errors.New("nothing found")).Error()
	for _, want := range []string{"nothing found", "install PostgreSQL 15", "npm", EnvURL, EnvSkip} {
		if !strings.Contains(msg, want) {
			t.Errorf("the remedy does not mention %q:\n%s", want, msg)
		}
	}
}

func admin(server, statement string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, statement)
	return err
}
