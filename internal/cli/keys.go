package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/serve/api"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

type keysCmd struct {
	Create keysCreateCmd `cmd:"" help:"Make a key and print it, once."`
	List   keysListCmd   `cmd:"" help:"List keys (never their secrets)."`
	Revoke keysRevokeCmd `cmd:"" help:"Make a key stop working."`
}

type keysCreateCmd struct {
	Name    string `arg:"" help:"What the key is for."`
	Role    string `default:"admin" enum:"admin,read" help:"What it may do: admin or read."`
	Expires string `placeholder:"WHEN" help:"When it ends: in so many days (30d), on a day (2027-01-31, UTC) or at a time (RFC 3339). Left out: never."`
	JSON    bool   `help:"Print JSON."`
}

// Run makes a key. Only its secret goes to standard output, so that a script can take it.
func (c *keysCreateCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	name := strings.TrimSpace(c.Name)
	if want := api.CheckKeyName(name); want != "" {
		return invalid("NAME", fmt.Sprintf("%.40q", c.Name), want)
	}
	expires, err := readExpiry(c.Expires, time.Now())
	if err != nil {
		return err
	}
	return withStore(ctx, s, func(store *relational.Store) error {
		secret, err := createKey(ctx, store, name, voxpop.Role(c.Role), expires, commandLine)
		if err != nil {
			return err
		}
		if c.JSON {
			return json.NewEncoder(std.out).Encode(map[string]any{"name": name, "role": c.Role, "key": secret, "expires": moment(expires)})
		}
		until := ""
		if !expires.IsZero() {
			until = ", until " + stamp(expires)
		}
		fmt.Fprintf(std.err, "Key %q (%s%s), shown once:\n", name, c.Role, until)
		_, err = fmt.Fprintln(std.out, secret)
		return err
	})
}

// readExpiry reads when a key is to end; zero for never.
func readExpiry(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if days, err := strconv.Atoi(strings.TrimSuffix(s, "d")); err == nil && strings.HasSuffix(s, "d") && days > 0 && days <= 36500 {
		return now.UTC().AddDate(0, 0, days), nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil && t.After(now) && t.Year() < 2200 {
			return t.UTC(), nil
		}
	}
	return time.Time{}, invalid("--expires", fmt.Sprintf("%.40q", s), "days such as 30d, a day such as 2027-01-31, or an RFC 3339 time, in the future")
}

// moment is a time for programs, in UTC; nil for never.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

type keysListCmd struct {
	JSON bool `help:"Print JSON."`
}

// Run lists keys.
func (c *keysListCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return withExisting(ctx, s, func(store *relational.Store) error {
		keys, err := store.ListKeys(ctx)
		if err != nil {
			return err
		}
		if c.JSON {
			return json.NewEncoder(std.out).Encode(describeKeys(keys))
		}
		if len(keys) == 0 {
			_, err := fmt.Fprintln(std.out, "No keys. Make one with: voxpop keys create NAME")
			return err
		}
		w := tabwriter.NewWriter(harmless(std.out), 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "ID\tNAME\tROLE\tCREATED\tEXPIRES\tREVOKED")
		for _, k := range keys {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", k.ID, k.Name, k.Role, stamp(k.Created), stamp(k.Expires), stamp(k.Revoked))
		}
		return w.Flush()
	})
}

func describeKeys(keys []voxpop.Key) []map[string]any {
	list := make([]map[string]any, len(keys))
	for i, k := range keys {
		list[i] = map[string]any{
			"id": k.ID, "name": k.Name, "role": k.Role, "created": k.Created.UTC(), "expires": moment(k.Expires), "revoked": moment(k.Revoked),
		}
	}
	return list
}

type keysRevokeCmd struct {
	ID string `arg:"" help:"Id of the key, from keys list."`
}

// Run revokes a key.
func (c *keysRevokeCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return withExisting(ctx, s, func(store *relational.Store) error {
		err := store.RevokeKey(ctx, c.ID, byCommand("keys.revoke", c.ID))
		if errors.Is(err, voxpop.ErrNotFound) {
			return fmt.Errorf("no key has the id %.40q: voxpop keys list shows ids", c.ID)
		}
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(std.out, "Key %s is revoked.\n", c.ID)
		return err
	})
}

// withStore opens the database for one command.
func withStore(ctx context.Context, s *Settings, do func(*relational.Store) error) error {
	store, err := openStore(ctx, s)
	if err != nil {
		return err
	}
	defer store.Close()
	return do(store)
}

// withExisting is withStore for commands to which an empty database would be a wrong answer.
func withExisting(ctx context.Context, s *Settings, do func(*relational.Store) error) error {
	if path, ok := databasePath(s.DatabaseURL); ok {
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("there is no database at %s: run this where voxpop runs, or set DATABASE_URL", path)
		}
	}
	return withStore(ctx, s, do)
}

// stamp writes a time for people, in UTC; "-" for never.
func stamp(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format("2006-01-02 15:04")
}
