package postgres

import (
	"context"
	"errors"
	"net"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// How long a connection waits for a server that is there but takes none just now, and how often it asks.
const (
	dialPatience = 5 * time.Second
	dialPause    = 5 * time.Millisecond
	dialPauseTop = 200 * time.Millisecond
)

// Patient dials again while the server's queue of connections is full. Over TCP the kernel waits in that case; for a
// socket in the file system Linux refuses at once (EAGAIN), and a burst of readers would fail for no reason.
func Patient(dial pgconn.DialFunc) pgconn.DialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		ctx, cancel := context.WithTimeout(ctx, dialPatience)
		defer cancel()
		for pause := dialPause; ; pause = min(2*pause, dialPauseTop) {
			conn, err := dial(ctx, network, address)
			if !errors.Is(err, syscall.EAGAIN) {
				return conn, err
			}
			select {
			case <-ctx.Done():
				return nil, err
			case <-time.After(pause):
			}
		}
	}
}

// startPatience is how long opening a database waits for a server that is starting, or that has no connection to spare.
const startPatience = 10 * time.Second

// answering runs ask until the server takes connections. Whatever else is wrong comes back at once.
func answering(ctx context.Context, ask func(context.Context) error) error {
	for began := time.Now(); ; {
		err := ask(ctx)
		if !busy(err) || time.Since(began) >= startPatience {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(dialPauseTop):
		}
	}
}

// busy knows the refusals that pass by themselves: starting up (57P03) and too many connections (53300).
func busy(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "57P03" || pg.Code == "53300")
}
