package load

import (
	"context"
	"fmt"
	"net/http"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// Attack is load by vegeta.
type Attack struct {
	Base      string
	Endpoints []Endpoint // asked for in turn
	// Rate is requests a second, sent whether or not answers come. 0 sends as fast as Users
	// connections take it, which is a closed loop.
	Rate  float64
	Users int
}

// Run attacks for a time, and leaves no connection open.
func (a Attack) Run(ctx context.Context, lasts time.Duration) Result {
	client := newClient(a.Users)
	defer client.CloseIdleConnections()
	attacker := vegeta.NewAttacker(
		vegeta.Client(client), vegeta.Workers(uint64(min(a.Users, 64))), vegeta.MaxWorkers(uint64(a.Users)), vegeta.MaxBody(0),
	)
	defer attacker.Stop()
	targets := make([]vegeta.Target, len(a.Endpoints))
	names, found := map[string]string{}, map[string]*series{}
	for i, e := range a.Endpoints {
		targets[i] = vegeta.Target{Method: http.MethodGet, URL: a.Base + e.Path, Header: http.Header{"Accept-Encoding": {"gzip"}}}
		names[targets[i].URL] = e.Name
		found[e.Name] = &series{}
	}
	// Vegeta's unlimited pace is a rate of 0.
	pace := vegeta.ConstantPacer{Freq: int(a.Rate), Per: time.Second}
	began := time.Now()
	for hit := range attacker.Attack(vegeta.NewStaticTargeter(targets...), pace, lasts, "") {
		failure := hit.Error
		if failure == "" && hit.Code != http.StatusOK {
			failure = fmt.Sprintf("status %d", hit.Code)
		}
		found[names[hit.URL]].add(hit.Latency, failure)
		if ctx.Err() != nil {
			attacker.Stop()
		}
	}
	return result(found, time.Since(began))
}
