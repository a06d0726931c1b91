package throwaway

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"time"
)

// oldest is the first major version of PostgreSQL that voxpop supports.
const oldest = 15

// where package managers put the binaries of a server, apart from PATH.
var usualPlaces = []string{
	"/usr/lib/postgresql/*/bin",
	"/usr/pgsql-*/bin",
	"/usr/local/pgsql/bin",
	"/opt/homebrew/opt/postgresql@*/bin",
	"/usr/local/opt/postgresql@*/bin",
	"/Applications/Postgres.app/Contents/Versions/*/bin",
}

// findBinaries returns a folder with initdb and postgres: of this machine, else of the npm package.
func findBinaries() (string, error) {
	local, err := findLocal(os.Getenv("PATH"), usualPlaces)
	if err == nil {
		return local, nil
	}
	bin, npmErr := installNPM()
	if npmErr == nil {
		return bin, nil
	}
	return "", errors.Join(err, npmErr)
}

// findLocal returns the folder of the newest server that is new enough; between equals PATH comes first.
func findLocal(path string, places []string) (string, error) {
	var best string
	newest := oldest - 1
	for _, dir := range candidates(path, places) {
		v, err := majorVersion(dir)
		if err != nil || v <= newest {
			continue
		}
		best, newest = dir, v
	}
	if best == "" {
		return "", fmt.Errorf("no initdb and postgres of version %d or newer on PATH or in the usual places", oldest)
	}
	return best, nil
}

func candidates(path string, places []string) []string {
	var dirs []string
	for _, dir := range filepath.SplitList(path) {
		tool := filepath.Join(dir, "initdb")
		if _, err := os.Stat(tool); err != nil {
			continue
		}
		// A link in /usr/local/bin leads to the folder in which initdb finds its other files.
		if target, err := filepath.EvalSymlinks(tool); err == nil {
			dirs = append(dirs, filepath.Dir(target))
		}
	}
	for _, pattern := range places {
		found, _ := filepath.Glob(pattern)
		sort.Strings(found)
		dirs = append(dirs, found...)
	}
	return dirs
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// majorVersion asks the server in dir for its version; both binaries must be there and run.
func majorVersion(dir string) (int, error) {
	if _, err := os.Stat(filepath.Join(dir, "initdb")); err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return 0, err
	}
	m := versionPattern.FindSubmatch(out)
	if m == nil {
		return 0, fmt.Errorf("%s: cannot read the version from %q", dir, out)
	}
	return strconv.Atoi(string(m[1]))
}
