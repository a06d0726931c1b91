package postgres

import (
	"context"
	"errors"
	"net"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// full is what the kernel says while a socket's queue has no room.
var full error = &net.OpError{Op: "dial", Net: "unix", Err: os.NewSyscallError("connect", syscall.EAGAIN)}

func TestDialWaitsForAFullQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tries := 0
		dial := Patient(func(context.Context, string, string) (net.Conn, error) {
			if tries++; tries < 10 {
				return nil, full
			}
			ours, _ := net.Pipe()
			return ours, nil
		})
		conn, err := dial(t.Context(), "unix", "/socket")
		if err != nil || conn == nil || tries != 10 {
			t.Fatalf("%v after %d tries", err, tries)
		}
	})
}

func TestDialGivesUp(t *testing.T) {
	for name, c := range map[string]struct {
		err   error
		atMin time.Duration
		atMax time.Duration
	}{
		"a queue that stays full":    {full, dialPatience, dialPatience},
		"a server that is not there": {syscall.ECONNREFUSED, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				_, err := Patient(func(context.Context, string, string) (net.Conn, error) { return nil, c.err })(t.Context(), "unix", "/socket")
				if took := time.Since(began); !errors.Is(err, c.err) || took < c.atMin || took > c.atMax {
					t.Fatalf("%v after %s", err, took)
				}
			})
		})
	}
}

func TestOpeningWaitsForAServerThatStarts(t *testing.T) {
	for code, waits := range map[string]bool{"57P03": true, "53300": true, "28P01": false} {
		t.Run(code, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tries := 0
				err := answering(t.Context(), func(context.Context) error {
					if tries++; tries < 4 {
						return &pgconn.PgError{Code: code}
					}
					return nil
				})
				if waits && (err != nil || tries != 4) || !waits && (err == nil || tries != 1) {
					t.Fatalf("%v after %d tries", err, tries)
				}
			})
		})
	}
}
