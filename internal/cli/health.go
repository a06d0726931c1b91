package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"
)

// healthTimeout is shorter than what containers give a health check by default (30 s): a program that hangs must be told of.
const healthTimeout = 5 * time.Second

type healthCmd struct {
	JSON bool `help:"Print the whole answer as JSON."`
}

// Run asks the voxpop that runs on this machine how it is, for health checks where there is no curl. It fails when nobody answers and
// when the answer is unhealthy; a degraded program works.
func (c *healthCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	address := net.JoinHostPort(dialable(s.APIHost), strconv.Itoa(s.APIPort))
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/api/v1/health", http.NoBody)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("no voxpop answers on %s: %w", address, errors.Unwrap(err))
	}
	defer resp.Body.Close()
	var answer json.RawMessage
	var health struct {
		Status string `json:"status"`
	}
	if err = json.NewDecoder(resp.Body).Decode(&answer); err == nil {
		err = json.Unmarshal(answer, &health)
	}
	if err != nil || health.Status == "" {
		return fmt.Errorf("what answers on %s is no voxpop (HTTP %d)", address, resp.StatusCode)
	}
	if c.JSON {
		_, err = fmt.Fprintf(std.out, "%s\n", answer)
	} else {
		_, err = fmt.Fprintln(std.out, health.Status)
	}
	if resp.StatusCode != http.StatusOK {
		return errors.Join(err, errReported)
	}
	return err
}
