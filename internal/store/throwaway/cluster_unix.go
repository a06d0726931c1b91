//go:build unix

package throwaway

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// watchdog runs the server and ends it, with its folder, once the process that wanted it is gone. That process holds
// the other end of the pipe that cat reads; the kernel closes it even after kill -9.
const watchdog = `
"$1/postgres" -D "$2/data" -k "$2" >"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -QUIT "$server" 2>/dev/null
wait "$server"
cd /
rm -rf "$2"
`

// Server is a running server of one cluster.
type Server struct {
	URL  string    // of its database postgres, as its superuser
	Dir  string    // everything it has on disk
	life io.Closer // closing it ends the server
	done chan struct{}
}

// start makes a cluster in a temporary folder and returns when it answers.
func start(bin string, s Settings) (*Server, error) {
	as, err := unprivileged()
	if err != nil {
		return nil, err
	}
	dir, err := as.tempDir()
	if err != nil {
		return nil, fmt.Errorf("folder for a throw-away cluster: %w", err)
	}
	c, err := startIn(dir, bin, as, s)
	if err != nil {
		_ = os.RemoveAll(dir)
		return nil, fmt.Errorf("start a throw-away cluster of %s: %w", bin, err)
	}
	return c, nil
}

func startIn(dir, bin string, as account, s Settings) (*Server, error) {
	bin, err := as.reachable(bin, dir)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "data")
	initdb := as.command(dir, filepath.Join(bin, "initdb"), "-D", data, "-U", "voxpop",
		"--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions")
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, tail(string(out)))
	}
	if err := appendFile(filepath.Join(data, "postgresql.conf"), always+string(s)); err != nil {
		return nil, err
	}
	cmd := as.command(dir, "/bin/sh", "-c", watchdog, "watchdog", bin, dir)
	cmd.SysProcAttr.Setpgid = true // a Ctrl-C meant for the caller must not stop the watchdog half way
	life, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	c := &Server{URL: socketURL(dir), Dir: dir, life: life, done: make(chan struct{})}
	go func() { _ = cmd.Wait(); close(c.done) }()
	if err := c.await(); err != nil {
		c.Stop()
		return nil, err
	}
	return c, nil
}

// await returns when the server answers, or the end of its log when it does not.
func (c *Server) await() error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, c.URL)
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			log, _ := os.ReadFile(filepath.Join(c.Dir, "log"))
			return fmt.Errorf("the server does not answer: %w: %s", err, tail(string(log)))
		case <-time.After(15 * time.Millisecond):
		}
	}
}

// Stop ends the server and waits until its folder is gone. The end of the calling process does the same.
func (c *Server) Stop() {
	_ = c.life.Close()
	<-c.done
}

func socketURL(dir string) string {
	u := url.URL{Scheme: "postgres", User: url.User("voxpop"), Path: "/postgres"}
	u.RawQuery = url.Values{"host": {dir}, "sslmode": {"disable"}}.Encode()
	return u.String()
}

func appendFile(name, text string) error {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if _, err := f.WriteString(text); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}

// lockFile waits for an exclusive lock that ends with the process at the latest.
func lockFile(name string) (unlock func(), err error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	for {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
		if err == nil {
			return func() { _ = f.Close() }, nil
		}
		if err != syscall.EINTR {
			_ = f.Close()
			return nil, fmt.Errorf("lock %s: %w", name, err)
		}
	}
}

func (a account) command(dir, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	// Nothing of the caller's PG* variables may steer the throw-away server.
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir, "LC_ALL=C", "TZ=UTC"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: a.credential}
	return cmd
}
