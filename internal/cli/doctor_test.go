package cli

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDoctorLooksAtTheFolderThatExists(t *testing.T) {
	dir := t.TempDir()
	if got := nearestFolder(filepath.Join(dir, "a", "b", "voxpop.db")); got != dir {
		t.Errorf("nearest folder is %s, want %s", got, dir)
	}
	c := &doctorCmd{Offline: true}
	s := &Settings{DatabaseURL: "sqlite:" + filepath.Join(dir, "a", "b", "voxpop.db")}
	if f := c.database(t.Context(), s); f.Status != "ok" || !strings.Contains(f.Detail, "will be made") {
		t.Errorf("%+v", f)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("the doctor left %v behind (%v)", left, err)
	}
}

func TestDoctorFindsAFolderThatCannotBeWritten(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	c := &doctorCmd{Offline: true}
	f := c.database(t.Context(), &Settings{DatabaseURL: "sqlite:" + filepath.Join(dir, "a", "voxpop.db")})
	if f.Status != "problem" || !strings.Contains(f.Remedy, "writable") {
		t.Errorf("%+v", f)
	}
}

func portOf(l net.Listener) int { return l.Addr().(*net.TCPAddr).Port }

func TestPortsHaveRemedies(t *testing.T) {
	l, err := listenOn("127.0.0.1", 0, "API_PORT")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s := &Settings{APIHost: "127.0.0.1", APIPort: portOf(l)}
	found := ports(s)
	if len(found) != 1 || found[0].Status != "problem" || !strings.Contains(found[0].Remedy, "API_PORT") {
		t.Errorf("a taken port: %+v", found)
	}
	if _, err := listenOn("192.0.2.1", 0, "API_PORT"); err == nil || !strings.Contains(err.Error(), "API_HOST is not an address of this machine") {
		t.Errorf("a strange address: %v", err)
	}
}
