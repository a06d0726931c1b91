package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

type doctorCmd struct {
	JSON    bool `help:"Print JSON."`
	Offline bool `help:"Ask nobody over the network."`
}

// finding is one line of the doctor's report.
type finding struct {
	Check  string `json:"check"`
	Status string `json:"status"` // "ok", "note" or "problem"
	Detail string `json:"detail"`
	Remedy string `json:"remedy,omitempty"`
}

// Run looks at everything voxpop needs and says what to do. It exits with 1 when something
// keeps voxpop from working.
func (c *doctorCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	findings := []finding{c.database(ctx, s)}
	findings = append(findings, ports(s)...)
	findings = append(findings, c.reddit(ctx, s), c.clock(ctx, s), adminFinding(s))
	bad := false
	for _, f := range findings {
		bad = bad || f.Status == "problem"
	}
	if c.JSON {
		if err := json.NewEncoder(std.out).Encode(findings); err != nil {
			return err
		}
	} else {
		for _, f := range findings {
			fmt.Fprintf(std.out, "%-8s %-10s %s\n", f.Status, f.Check, f.Detail)
			if f.Remedy != "" {
				fmt.Fprintf(std.out, "%-8s %-10s → %s\n", "", "", f.Remedy)
			}
		}
	}
	if bad {
		return errReported
	}
	return nil
}

// checkTimeout bounds each check.
const checkTimeout = 10 * time.Second

func (c *doctorCmd) database(ctx context.Context, s *Settings) finding {
	f := finding{Check: "database", Status: "problem", Detail: maskURL(s.DatabaseURL)}
	if path, ok := databasePath(s.DatabaseURL); ok {
		if _, err := os.Stat(path); err != nil {
			return c.futureDatabase(f, path)
		}
	}
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	store, err := openStore(ctx, s)
	switch {
	case errors.Is(err, voxpop.ErrNewerSchema):
		f.Detail += ": " + err.Error()
		f.Remedy = "use the newer voxpop, or restore the backup it made before it migrated (voxpop db restore)"
		return f
	case err != nil:
		f.Detail += ": " + strings.Join(strings.Fields(err.Error()), " ") // the driver's words have line breaks
		f.Remedy = "check DATABASE_URL, that the server runs, and that this account may use the database"
		return f
	}
	defer store.Close()
	size, err := store.Size(ctx)
	if err != nil {
		f.Detail += ": " + err.Error()
		return f
	}
	return finding{Check: "database", Status: "ok", Detail: fmt.Sprintf("%s, %.1f MB", maskURL(s.DatabaseURL), float64(size)/1e6)}
}

// futureDatabase looks whether a file that does not exist yet could be made.
func (c *doctorCmd) futureDatabase(f finding, path string) finding {
	dir := nearestFolder(path)
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		f.Detail += ": " + dir + " is not a folder"
		f.Remedy = "point DATABASE_URL at another place"
		return f
	}
	probe, err := os.CreateTemp(dir, ".voxpop-doctor-*")
	if err != nil {
		f.Detail += ": " + err.Error()
		f.Remedy = "make the folder writable, or point DATABASE_URL at another place"
		return f
	}
	probe.Close()
	os.Remove(probe.Name())
	f.Status = "ok"
	f.Detail += ": does not exist yet and will be made"
	return f
}

// nearestFolder is the innermost folder above path that exists: the others will be made in it.
func nearestFolder(path string) string {
	dir := filepath.Dir(path)
	for {
		if _, err := os.Lstat(dir); err == nil || dir == filepath.Dir(dir) {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}

func ports(s *Settings) []finding {
	list := []finding{port(s.APIHost, s.APIPort, "API_PORT")}
	if s.DashboardPort != 0 {
		list = append(list, port(s.APIHost, s.DashboardPort, "DASHBOARD_PORT"))
	}
	return list
}

func port(host string, n int, setting string) finding {
	l, err := listenOn(host, n, setting)
	if err == nil {
		l.Close()
		return finding{Check: "port", Status: "ok", Detail: fmt.Sprintf("%d (%s) is free", n, setting)}
	}
	client := &http.Client{Timeout: 2 * time.Second}
	resp, herr := client.Get("http://" + net.JoinHostPort(dialable(host), strconv.Itoa(n)) + "/healthz") //nolint:noctx // bounded by the client's timeout
	if herr == nil {
		resp.Body.Close()
		if resp.StatusCode == http.StatusOK {
			return finding{Check: "port", Status: "note", Detail: fmt.Sprintf("%d (%s) is taken by a voxpop that runs already", n, setting)}
		}
	}
	return finding{Check: "port", Status: "problem", Detail: fmt.Sprintf("%d cannot be opened: %v", n, errors.Unwrap(err)), Remedy: portRemedy(err, setting)}
}

func dialable(host string) string {
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		return "127.0.0.1"
	}
	return host
}

func (c *doctorCmd) reddit(ctx context.Context, s *Settings) finding {
	f := finding{Check: "reddit"}
	switch {
	case !s.hasReddit():
		f.Status = "note"
		f.Detail = "no keys: Reddit is not collected" + map[bool]string{true: ", Hacker News is"}[s.collectsHackerNews()]
		f.Remedy = "set REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET; the README says how to get them"
		return f
	case c.Offline:
		f.Status, f.Detail = "note", "keys are set; not tried (--offline)"
		return f
	}
	ctx, cancel := context.WithTimeout(ctx, 3*checkTimeout)
	defer cancel()
	src, err := redditSource(s, nil)
	if err == nil {
		err = src.Check(ctx)
	}
	if err != nil {
		f.Status, f.Detail = "problem", err.Error()
		f.Remedy = "compare the keys with those on https://www.reddit.com/prefs/apps, and REDDIT_USER_AGENT with what Reddit asks for"
		if errors.Is(err, voxpop.ErrUnavailable) {
			f.Remedy = "see whether this machine reaches " + s.RedditAuthURL + " and " + s.RedditAPIURL + "; if it does, try again later"
		}
		return f
	}
	f.Status, f.Detail = "ok", fmt.Sprintf("keys work, %d subreddits", len(s.Subreddits))
	return f
}

// maxSkew is how far the clock may be off before time windows show the wrong items.
const maxSkew = 30 * time.Second

// clock compares the machine's clock with the Date of the first source that answers.
func (c *doctorCmd) clock(ctx context.Context, s *Settings) finding {
	f := finding{Check: "clock", Status: "note", Detail: time.Now().UTC().Format(time.RFC3339) + "; nobody to compare with"}
	if c.Offline {
		return f
	}
	for _, url := range []string{s.RedditAuthURL, s.HNAPIURL} {
		at, err := remoteTime(ctx, url)
		if err != nil {
			continue
		}
		skew := time.Since(at).Round(time.Second)
		f.Detail = fmt.Sprintf("%s, %s from %s", time.Now().UTC().Format(time.RFC3339), skew, url)
		f.Status = "ok"
		if skew.Abs() > maxSkew {
			f.Status = "problem"
			f.Remedy = "set the clock (timedatectl set-ntp true): windows such as the last 24 hours go by it"
		}
		return f
	}
	return f
}

func remoteTime(ctx context.Context, url string) (time.Time, error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, url, nil)
	if err != nil {
		return time.Time{}, err
	}
	req.Header.Set("User-Agent", "voxpop-doctor")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return time.Time{}, err
	}
	resp.Body.Close()
	return http.ParseTime(resp.Header.Get("Date"))
}

func adminFinding(s *Settings) finding {
	if s.AdminToken == "" {
		return finding{Check: "admin", Status: "note", Detail: "ADMIN_TOKEN is not set: keys made with voxpop keys create work, and one is shown at the first start"}
	}
	if len(s.AdminToken) < 16 {
		return finding{Check: "admin", Status: "note", Detail: "ADMIN_TOKEN is short", Remedy: "use at least 16 random characters, for example from: openssl rand -hex 24"}
	}
	return finding{Check: "admin", Status: "ok", Detail: "ADMIN_TOKEN is set"}
}
