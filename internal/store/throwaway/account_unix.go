//go:build unix

package throwaway

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is whom the server runs as. PostgreSQL refuses to run as root.
type account struct {
	credential *syscall.Credential // nil: as the user who runs the tests
}

// unprivileged returns the caller's own account or, for root, that of postgres or nobody.
func unprivileged() (account, error) {
	if os.Geteuid() != 0 {
		return account{}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errUID := strconv.ParseUint(u.Uid, 10, 32)
		gid, errGID := strconv.ParseUint(u.Gid, 10, 32)
		if errUID != nil || errGID != nil || uid == 0 {
			continue
		}
		return account{&syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
	}
	return account{}, errors.New("PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody to run it as")
}

// tempDir makes a folder the account owns, under a path it can walk and short enough for a socket's name.
func (a account) tempDir() (string, error) {
	var errs []error
	for _, parent := range []string{os.TempDir(), "/tmp", "/var/tmp"} {
		if len(parent) > 70 || !a.canWalk(parent) {
			errs = append(errs, fmt.Errorf("%s is too long, or closed to the server's user", parent))
			continue
		}
		dir, err := os.MkdirTemp(parent, "voxpop-pg-")
		if err == nil {
			err = a.own(dir)
		}
		if err == nil {
			return dir, nil
		}
		errs = append(errs, err)
	}
	return "", errors.Join(errs...)
}

func (a account) own(path string) error {
	if a.credential == nil {
		return nil
	}
	return os.Lchown(path, int(a.credential.Uid), int(a.credential.Gid))
}

// canWalk reports whether others may enter every folder on the way to path.
func (a account) canWalk(path string) bool {
	if a.credential == nil {
		return true
	}
	for {
		st, err := os.Stat(path)
		if err != nil || st.IsDir() && st.Mode().Perm()&0o001 == 0 {
			return false
		}
		up := filepath.Dir(path)
		if up == path {
			return true
		}
		path = up
	}
}

// reachable returns bin, or a copy of its installation below dir when the account cannot enter it
// (root's own cache, usually).
func (a account) reachable(bin, dir string) (string, error) {
	if a.canWalk(bin) {
		return bin, nil
	}
	prefix := filepath.Dir(bin)
	to := filepath.Join(dir, "server")
	if err := os.CopyFS(to, os.DirFS(prefix)); err != nil {
		return "", fmt.Errorf("copy %s to where the server's user can read it: %w", prefix, err)
	}
	err := filepath.WalkDir(to, func(path string, _ os.DirEntry, err error) error {
		return errors.Join(err, a.own(path))
	})
	return filepath.Join(to, filepath.Base(bin)), err
}
