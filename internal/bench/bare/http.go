// Package bare does the least that could do the job, for comparison: a handler that sends bytes,
// rows inserted in batches.
package bare

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
)

// ServeHTTP serves the content of a file at every path, as a process of its own does that was
// started by Start. It prints its address and never returns.
func ServeHTTP(path string, out io.Writer) error {
	body, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("bare server: %w", err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("bare server: %w", err)
	}
	if _, err := fmt.Fprintln(out, l.Addr()); err != nil {
		return fmt.Errorf("bare server: %w", err)
	}
	length := strconv.Itoa(len(body)) // else a large body would be sent in chunks, which takes longer
	return http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", length)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body)
	}))
}

// Start runs ServeHTTP in another process of this program, which must call it for the
// arguments "bare-http PATH". stop ends that process.
func Start(ctx context.Context, path string) (addr string, stop func(), err error) {
	self, err := os.Executable()
	if err != nil {
		return "", nil, fmt.Errorf("bare server: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	cmd := exec.CommandContext(ctx, self, "bare-http", path)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		cancel()
		return "", nil, fmt.Errorf("bare server: %w", err)
	}
	stop = func() {
		cancel()
		_ = cmd.Wait() // killed: always an error
	}
	if _, err := fmt.Fscanln(out, &addr); err != nil {
		stop()
		return "", nil, fmt.Errorf("bare server: %w", err)
	}
	return addr, stop, nil
}
