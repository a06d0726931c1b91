//go:build !unix

package postgrestest

import "errors"

type cluster struct{ url string }

func startCluster(string) (*cluster, error) {
	return nil, errors.New("throw-away clusters need a Unix system")
}

func lockFile(string) (func(), error) {
	return nil, errors.New("throw-away clusters need a Unix system")
}
