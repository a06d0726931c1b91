package main

import (
	"bufio"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/voxpop-dev/voxpop/internal/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"voxpop": func() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestCommands runs the scripts in testdata, one for each command. Every script works in a folder
// of its own, with no settings but those it makes and with ports that are free.
func TestCommands(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setUp,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"serving": serving,
			"occupy":  occupy,
			"lines":   lines,
		},
	})
}

// setUp points every network setting at a closed port of this machine: a script never leaves it.
func setUp(env *testscript.Env) error {
	for _, name := range []string{"API_PORT", "DASHBOARD_PORT", "OTHER_PORT", "CLOSED"} {
		port, err := freePort()
		if err != nil {
			return err
		}
		env.Setenv(name, port)
	}
	for _, name := range []string{"REDDIT_API_URL", "REDDIT_AUTH_URL", "HN_API_URL"} {
		env.Setenv(name, "http://127.0.0.1:"+env.Getenv("CLOSED"))
	}
	env.Setenv("no_proxy", "*")
	return nil
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port), nil
}

// serving starts "voxpop serve" with the given flags and waits until it says that it is ready.
func serving(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("serving cannot be negated")
	}
	program, err := lookIn(ts.Getenv("PATH"))
	ts.Check(err)
	cmd := exec.Command(program, append([]string{"serve"}, args...)...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = environ(ts)
	logs, err := cmd.StderrPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	ts.Defer(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	ready := make(chan bool, 1)
	go func() {
		scanner := bufio.NewScanner(logs)
		for scanner.Scan() {
			if strings.Contains(scanner.Text(), "voxpop is ready") {
				ready <- true
			}
		}
		close(ready)
	}()
	select {
	case ok := <-ready:
		if !ok {
			ts.Fatalf("voxpop serve ended before it was ready")
		}
	case <-time.After(time.Minute):
		ts.Fatalf("voxpop serve was not ready in a minute")
	}
}

func lookIn(path string) (string, error) {
	for _, dir := range strings.Split(path, string(os.PathListSeparator)) {
		if p, err := exec.LookPath(dir + string(os.PathSeparator) + "voxpop"); err == nil {
			return p, nil
		}
	}
	return "", exec.ErrNotFound
}

func environ(ts *testscript.TestScript) []string {
	var env []string
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "API_PORT", "DASHBOARD_PORT", "REDDIT_API_URL", "REDDIT_AUTH_URL", "HN_API_URL", "SYSTEMROOT"} {
		env = append(env, name+"="+ts.Getenv(name))
	}
	return env
}

// occupy holds the port that the named variable names until the script ends.
func occupy(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: occupy VARIABLE")
	}
	l, err := net.Listen("tcp", "127.0.0.1:"+ts.Getenv(args[0]))
	ts.Check(err)
	ts.Defer(func() { l.Close() })
}

// lines counts the lines of a file, "stdout" or "stderr".
func lines(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: lines FILE COUNT")
	}
	got := strings.Count(ts.ReadFile(args[0]), "\n")
	if (strconv.Itoa(got) == args[1]) == neg {
		ts.Fatalf("%s has %d lines", args[0], got)
	}
}
