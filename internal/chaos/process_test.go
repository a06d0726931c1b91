package chaos

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// program builds the program once and returns its path.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "voxpop-chaos-")
	if err != nil {
		return "", err
	}
	built = dir
	path := filepath.Join(dir, "voxpop")
	out, err := exec.Command("go", "build", "-o", path, "../../cmd/voxpop").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w: %s", err, out)
	}
	return path, nil
})

// built is the folder of the program, once it was built.
var built string

// atOnce is how many of these tests run side by side unless -parallel says: most of them wait most of the time.
const atOnce = "6"

func TestMain(m *testing.M) {
	flag.Parse()
	said := false
	flag.Visit(func(f *flag.Flag) { said = said || f.Name == "test.parallel" })
	if !said {
		if err := flag.Set("test.parallel", atOnce); err != nil {
			panic(err)
		}
	}
	code := m.Run()
	if built != "" {
		os.RemoveAll(built)
	}
	os.Exit(code)
}

// child is a running voxpop.
type child struct {
	cmd     *exec.Cmd
	api     string // of serve
	started time.Time
	stdout  bytes.Buffer
	stderr  tail
	ended   chan struct{}
	err     error // how it ended
}

const adminToken = "a-token-of-the-chaos-tests"

// spawn starts voxpop with arguments and settings.
func spawn(t *testing.T, settings []string, args ...string) *child {
	t.Helper()
	if testing.Short() {
		t.Skip("starts the real program, which the race detector would not see")
	}
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	return spawnWith(t, path, settings, args...)
}

// spawnWith is spawn with another program.
func spawnWith(t *testing.T, path string, settings []string, args ...string) *child {
	t.Helper()
	c := &child{cmd: exec.Command(path, args...), ended: make(chan struct{})}
	c.cmd.Dir = t.TempDir()
	c.cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + c.cmd.Dir, "TMPDIR=" + os.TempDir(), "no_proxy=*"}, settings...)
	c.cmd.Stdout = &c.stdout
	c.cmd.Stderr = &c.stderr
	c.stderr.marks = map[string]chan time.Time{markReady: make(chan time.Time, 1), markCycle: make(chan time.Time, 1)}
	c.stderr.came = map[string]bool{}
	c.started = time.Now()
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { c.err = c.cmd.Wait(); close(c.ended) }()
	t.Cleanup(c.kill)
	return c
}

// serve starts `voxpop serve` on a free port.
func serve(t *testing.T, settings []string) *child {
	t.Helper()
	port := freePort(t)
	return spawn(t, onPort(settings, port), "serve").on(port)
}

// serveWith is serve with another program.
func serveWith(t *testing.T, path string, settings []string) *child {
	t.Helper()
	port := freePort(t)
	return spawnWith(t, path, onPort(settings, port), "serve").on(port)
}

func onPort(settings []string, port string) []string {
	return append(slices.Clone(settings), "API_PORT="+port, "DASHBOARD_PORT=0")
}

func (c *child) on(port string) *child {
	c.api = "http://127.0.0.1:" + port + "/api/v1"
	return c
}

// wait returns how the process ended by itself.
func (c *child) wait(t *testing.T, atMost time.Duration) error {
	t.Helper()
	select {
	case <-c.ended:
		return c.err
	case <-time.After(atMost):
		t.Fatalf("it goes on after %s:\n%s", atMost, c.stderr.text())
		return nil
	}
}

// ready reports whether the child has said that it is.
func (c *child) ready() bool { return c.stderr.has(markReady) }

// gone reports whether the child has ended.
func (c *child) gone() bool {
	select {
	case <-c.ended:
		return true
	default:
		return false
	}
}

// kill ends the process as a crash would, and returns when it is gone.
func (c *child) kill() {
	_ = c.cmd.Process.Kill() // fails when it has ended already
	<-c.ended
}

// run runs a command to its end, which must be a good one.
func run(t *testing.T, settings []string, args ...string) string {
	t.Helper()
	c := spawn(t, settings, args...)
	<-c.ended
	if c.err != nil {
		t.Fatalf("voxpop %s: %v\n%s%s", strings.Join(args, " "), c.err, c.stdout.String(), c.stderr.text())
	}
	return c.stdout.String()
}

// The log lines that are waited for.
const (
	markReady = "voxpop is ready"
	markCycle = "Starting collection cycle"
)

// await returns when the child logs a line for the first time.
func (c *child) await(t *testing.T, mark string, atMost time.Duration) time.Time {
	t.Helper()
	select {
	case at := <-c.stderr.marks[mark]:
		return at
	case <-c.ended:
		t.Fatalf("voxpop ended (%v) before %q:\n%s", c.err, mark, c.stderr.text())
	case <-time.After(atMost):
		t.Fatalf("no %q within %s:\n%s", mark, atMost, c.stderr.text())
	}
	return time.Time{}
}

// call asks the API of the child with the admin's key.
func (c *child) call(method, path string, body, into any) (status int, err error) {
	var send io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return 0, err
		}
		send = bytes.NewReader(b)
	}
	req, err := http.NewRequest(method, c.api+path, send)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Authorization", "Bearer "+adminToken)
	req.Header.Set("Content-Type", "application/json")
	client := http.Client{Timeout: 20 * time.Second}
	res, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err == nil && into != nil && res.StatusCode < 300 {
		err = json.Unmarshal(b, into)
	}
	return res.StatusCode, err
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

var errStill = errors.New("not yet")

// eventually asks until ask has no error.
func eventually(t *testing.T, what string, atMost time.Duration, ask func() error) {
	t.Helper()
	deadline := time.Now().Add(atMost)
	for {
		err := ask()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s: not within %s: %v", what, atMost, err)
		}
		time.Sleep(40 * time.Millisecond)
	}
}
