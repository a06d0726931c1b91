// Package product runs the program under test as a process of its own and drives it by what
// everybody has: its command line, its HTTP interface and the figures of the operating system.
package product

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
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
	"syscall"
	"time"
)

// Program is a binary with its settings.
type Program struct {
	Binary      string
	Dir         string // working folder
	Database    string // DATABASE_URL
	Reddit      string // base URL of the simulated Reddit
	Communities []string
	Settings    []string // more of the environment, as NAME=value
}

// adminKey guards the admin routes of a throw-away process.
const adminKey = "benchmark-admin-key"

func (p Program) environment(more ...string) []string {
	return append([]string{
		"HOME=" + p.Dir, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.Getenv("TMPDIR"),
		"DATABASE_URL=" + p.Database,
		"REDDIT_CLIENT_ID=bench", "REDDIT_CLIENT_SECRET=bench", "REDDIT_USER_AGENT=bench:voxpop:1 (by /u/bench)",
		"REDDIT_API_URL=" + p.Reddit, "REDDIT_AUTH_URL=" + p.Reddit,
		"SUBREDDIT_LIST=" + strings.Join(p.Communities, ","),
		"HACKERNEWS_ENABLED=false", "COLLECTION_INTERVAL_MINUTES=30", "ADMIN_TOKEN=" + adminKey,
		"DATA_RETENTION_DAYS=0", "RECHECK_HOURS=0", "LOG_LEVEL=warn",
	}, slices.Concat(p.Settings, more)...)
}

// Command runs one command to its end and decodes what it prints as JSON into out, unless out is nil.
func (p Program) Command(ctx context.Context, out any, args ...string) error {
	cmd := exec.CommandContext(ctx, p.Binary, args...)
	cmd.Dir, cmd.Env = p.Dir, p.environment()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("voxpop %s: %w: %s", strings.Join(args, " "), err, tail(stderr.Bytes()))
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(stdout.Bytes(), out); err != nil {
		return fmt.Errorf("voxpop %s: %w", strings.Join(args, " "), err)
	}
	return nil
}

func tail(b []byte) string { return string(b[max(0, len(b)-2000):]) }

// Process is a running `voxpop serve`.
type Process struct {
	API, Dashboard string // base URLs
	StartedIn      time.Duration
	cmd            *exec.Cmd
	log            *os.File
	done           chan struct{}
}

const startLimit = 60 * time.Second

// Serve starts the program and waits until /healthz answers 200.
func (p Program) Serve(ctx context.Context) (*Process, error) {
	ports, err := freePorts(2)
	if err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(p.Dir, "serve.log"))
	if err != nil {
		return nil, fmt.Errorf("starting voxpop: %w", err)
	}
	s := &Process{API: "http://127.0.0.1:" + ports[0], Dashboard: "http://127.0.0.1:" + ports[1], log: log, done: make(chan struct{})}
	s.cmd = exec.Command(p.Binary, "serve")
	s.cmd.Dir, s.cmd.Env = p.Dir, p.environment("API_PORT="+ports[0], "DASHBOARD_PORT="+ports[1])
	s.cmd.Stdout, s.cmd.Stderr = log, log
	began := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting voxpop: %w", err)
	}
	go func() {
		defer close(s.done)
		_ = s.cmd.Wait() // how it ended is of interest only while it should be running: see alive
	}()
	for !answers(ctx, s.API+"/healthz") {
		if !s.alive() || ctx.Err() != nil || time.Since(began) > startLimit {
			s.Stop()
			b, _ := os.ReadFile(log.Name())
			return nil, fmt.Errorf("voxpop did not start: %s", tail(b))
		}
		time.Sleep(time.Millisecond)
	}
	s.StartedIn = time.Since(began)
	return s, nil
}

// pause waits, unless ctx ends or the process does.
func (s *Process) pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-s.done:
		return ErrGone
	case <-time.After(d):
		return nil
	}
}

func (s *Process) alive() bool {
	select {
	case <-s.done:
		return false
	default:
		return true
	}
}

func answers(ctx context.Context, url string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return false
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// Stop ends the process, gently first.
func (s *Process) Stop() {
	defer s.log.Close()
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-s.done:
	case <-time.After(15 * time.Second):
		_ = s.cmd.Process.Kill()
		<-s.done
	}
}

// freePorts finds ports that nobody listens on.
func freePorts(n int) (ports []string, err error) {
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, fmt.Errorf("finding a free port: %w", err)
		}
		defer l.Close()
		ports = append(ports, strconv.Itoa(l.Addr().(*net.TCPAddr).Port))
	}
	return ports, nil
}

// call decodes an answer of the API.
func (s *Process) call(ctx context.Context, method, path string, out any) error {
	req, err := http.NewRequestWithContext(ctx, method, s.API+path, http.NoBody)
	if err != nil {
		return err
	}
	return s.do(req, out)
}

// do sends a request as an administrator and decodes the answer, unless out is nil.
func (s *Process) do(req *http.Request, out any) error {
	req.Header.Set("Authorization", "Bearer "+adminKey)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		said, _ := io.ReadAll(io.LimitReader(resp.Body, 500))
		return fmt.Errorf("%s %s: status %d: %s", req.Method, req.URL.Path, resp.StatusCode, said)
	}
	if out == nil {
		return nil
	}
	return json.NewDecoder(resp.Body).Decode(out)
}

// ErrGone is returned when the process ended by itself.
var ErrGone = errors.New("voxpop ended by itself")
