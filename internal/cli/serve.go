package cli

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/schedule"
	"github.com/voxpop-dev/voxpop/internal/serve/api"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

type serveCmd struct{}

// upgradeSlice is about how long one job asks a language model, so that what it answers is soon analysed.
const upgradeSlice = 30 * time.Second

// firstCycle is how long after start the first cycle begins.
const firstCycle = 5 * time.Second

// Run serves until it is told to stop.
func (c *serveCmd) Run(ctx context.Context, s *Settings, log *slog.Logger) error {
	return serve(ctx, s, log, serveOptions{})
}

// serveOptions is what the demo does differently.
type serveOptions struct {
	simulated bool
	tools     []voxpop.Tool                                  // the catalog to begin with; nil: the program's own
	holds     *holds                                         // of the store; may be nil
	alone     func(context.Context, *relational.Store) error // runs once the store is open, beside serving
}

func serve(ctx context.Context, s *Settings, log *slog.Logger, opts serveOptions) (err error) {
	limitMemory(ctx)
	listeners, err := listen(s)
	if err != nil {
		return err
	}
	defer listeners.close()
	unlock, err := ownDatabase(s)
	if err != nil {
		return err
	}
	defer unlock()
	opts.holds = newHolds()
	store, err := openWatched(ctx, s, opts.holds.observe)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if opts.simulated {
		if err := store.MarkSimulated(ctx); err != nil {
			return err
		}
	}
	return serveStore(ctx, s, log, store, listeners, opts)
}

func serveStore(ctx context.Context, s *Settings, log *slog.Logger, store *relational.Store, listeners *listeners, opts serveOptions) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	collector, err := newCollector(s, store, log)
	if err != nil {
		return err
	}
	if len(collector.Sources) == 0 && s.does(voxpop.Collects) {
		log.Warn(noSource)
	}
	if err := s.prepare(ctx, store, opts.tools, log); err != nil {
		return err
	}
	schedule.MakeRoom()
	load := newTraffic()
	engines := newEngineBoard(s, store, log)
	analyzer, upgrader := engines.analyzer(), engines.upgrader()
	analyzer.Yield, analyzer.Choose = load.yield, engines.latest
	db, dialect := store.JobsDB()
	_, embedded := databasePath(s.DatabaseURL)
	runner, err := schedule.New(ctx, schedule.Config{
		DB: db, Dialect: dialect, Alone: embedded, Replica: replicaName(), Roles: s.roles(),
		Interval: s.interval(), First: firstCycle,
		Cycles: store, Collect: collector, Analyze: &yielding{Analyzer: analyzer, log: log}, Rollup: store,
		Keep:       func(ctx context.Context) error { return keep(ctx, s, store, log) },
		Survey:     func(ctx context.Context) error { return survey(ctx, s, store, log) },
		SurveyDue:  func(ctx context.Context) (bool, error) { return surveyDue(ctx, store, time.Now()) },
		AnalyzeDue: engines.behind, Engine: engines.scoring,
		Upgrade: func(ctx context.Context) error { return upgrader.Run(ctx, upgradeSlice) }, UpgradeDue: upgrader.Due,
		Log: log, Now: time.Now,
	})
	if err != nil {
		return err
	}
	metrics := prometheus.NewRegistry()
	if opts.holds != nil {
		metrics.MustRegister(opts.holds.seconds)
	}
	handlers := newHandlers(ctx, s, store, engines, runner, metrics, log)
	served := listeners.serve(ctx, handlers, load, log)
	if err := runner.Start(ctx); err != nil {
		return err
	}
	if opts.alone != nil {
		go func() {
			if err := opts.alone(ctx, store); err != nil && ctx.Err() == nil {
				log.Error("Filling the demo failed", "error", err)
			}
			runner.Wake()
		}()
	}
	log.Info("voxpop is ready", "api", listeners.url(listeners.api), "dashboard", listeners.url(listeners.dashboard), "roles", strings.Join(s.Roles, ","), "version", Version())
	select {
	case <-ctx.Done():
		log.Info("Stopping")
	case err = <-served:
	}
	cancel()
	return errors.Join(err, runner.Stop(context.WithoutCancel(ctx)), listeners.shutdown())
}

// configureCommunities records which communities today's settings name.
func configureCommunities(ctx context.Context, s *Settings, store *relational.Store) error {
	return store.Configure(ctx, voxpop.SourceReddit, s.Subreddits)
}

// ensureAdminKey makes an admin key when the settings name none and none exists, and shows it once.
func ensureAdminKey(ctx context.Context, s *Settings, store *relational.Store, log *slog.Logger) error {
	if s.AdminToken != "" {
		return nil
	}
	keys, err := store.ListKeys(ctx)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if k.Role == voxpop.RoleAdmin && k.Revoked.IsZero() && (k.Expires.IsZero() || time.Now().Before(k.Expires)) {
			return nil
		}
	}
	secret, err := createKey(ctx, store, "first start", voxpop.RoleAdmin, time.Time{}, "schedule")
	if err != nil {
		return err
	}
	// Straight to the terminal and not through the log, which is kept and shipped.
	fmt.Fprintf(os.Stderr, "\n  Admin key, shown once (make another with: voxpop keys create NAME):\n\n      %s\n\n", secret)
	log.Info("An admin key was made: ADMIN_TOKEN is not set")
	return nil
}

// createKey makes a key and returns its secret, which is stored nowhere. Zero expires: never.
func createKey(ctx context.Context, store *relational.Store, name string, role voxpop.Role, expires time.Time, actor string) (string, error) {
	k, secret := api.NewKey(name, role, expires, time.Now())
	return secret, store.CreateKey(ctx, k, sha256.Sum256([]byte(secret)), api.KeyEntry(actor, &k))
}

func replicaName() string {
	host, _ := os.Hostname()
	var b [4]byte
	rand.Read(b[:])
	return host + "-" + strconv.Itoa(os.Getpid()) + "-" + hex.EncodeToString(b[:])
}

// listeners are the two open ports. They are opened before anything else, so that a taken port
// is told at once and before the database is touched.
type listeners struct {
	api, dashboard net.Listener // dashboard is nil when switched off
	servers        []*http.Server
}

func listen(s *Settings) (*listeners, error) {
	api, err := listenOn(s.APIHost, s.APIPort, "API_PORT")
	if err != nil {
		return nil, err
	}
	l := &listeners{api: api}
	if s.DashboardPort == 0 || !s.does(voxpop.ServesAPI) {
		return l, nil
	}
	if l.dashboard, err = listenOn(s.APIHost, s.DashboardPort, "DASHBOARD_PORT"); err != nil {
		api.Close()
		return nil, err
	}
	return l, nil
}

func listenOn(host string, port int, setting string) (net.Listener, error) {
	l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
	if err != nil {
		return nil, fmt.Errorf("port %d cannot be opened: %s: %w", port, portRemedy(err, setting), err)
	}
	return l, nil
}

// portRemedy says what to do about a port that cannot be opened.
func portRemedy(err error, setting string) string {
	switch {
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return "API_HOST is not an address of this machine; 127.0.0.1 and 0.0.0.0 always are"
	case errors.Is(err, fs.ErrPermission):
		return "this account may not; set " + setting + " to a port above 1023"
	}
	return "stop the program that has it, or set " + setting + " to another port"
}

func (l *listeners) url(nl net.Listener) string {
	if nl == nil {
		return "off"
	}
	host, port, _ := net.SplitHostPort(nl.Addr().String())
	if ip := net.ParseIP(host); ip != nil && (ip.IsUnspecified() || ip.IsLoopback()) {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

func (l *listeners) close() {
	l.api.Close()
	if l.dashboard != nil {
		l.dashboard.Close()
	}
}
