//go:build !unix

package throwaway

import "errors"

// Server is a running server of one cluster.
type Server struct{ URL, Dir string }

// Stop does nothing.
func (*Server) Stop() {}

func start(string, Settings) (*Server, error) {
	return nil, errors.New("throw-away clusters need a Unix system")
}

func lockFile(string) (func(), error) {
	return nil, errors.New("throw-away clusters need a Unix system")
}
