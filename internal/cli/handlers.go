package cli

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/schedule"
	"github.com/voxpop-dev/voxpop/internal/serve/api"
	"github.com/voxpop-dev/voxpop/internal/serve/markup"
	"github.com/voxpop-dev/voxpop/internal/serve/web"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

// handlers are what the two ports serve.
type handlers struct {
	api, dashboard http.Handler
}

// answering is what numbers are made of, the same for the server and for a command that computes them again.
func answering(s *Settings, store *relational.Store) api.Options {
	return api.Options{
		Reader: store, Cycles: store, Backlog: store, Keys: store, Commands: store, Tools: store, Opinions: store, Themes: store, Receipts: store,
		EngineError: engineError, Labels: store, Interval: s.interval(), Version: Version(),
	}
}

func newHandlers(ctx context.Context, s *Settings, store *relational.Store, engines *engineBoard, runner *schedule.Runner, metrics *prometheus.Registry, log *slog.Logger) handlers {
	sources := &sourceBoard{settings: s, elsewhere: !s.does(voxpop.Collects)}
	go sources.follow(ctx, store)
	opt := answering(s, store)
	opt.Administration = administration(store, engines)
	opt.Tokens, opt.Empty, opt.Aspects, opt.Plain, opt.Markup = tokens, isEmpty, aspectReader(), plain, markup.HTML
	opt.Wake, opt.Sources, opt.NextCycle = runner.Wake, sources.list, runner.NextCycle
	opt.ReadsAhead, opt.Calmly = s.does(voxpop.ServesAPI), schedule.Calmly
	opt.Log, opt.Metrics, opt.Origins, opt.AdminToken = log, metrics, s.CORSOrigins, s.AdminToken
	opt.Replicas = func(ctx context.Context) ([]voxpop.Replica, error) { return store.Replicas(ctx, relational.ReplicaTTL) }
	a := api.New(opt)
	go func() { _ = a.Run(ctx) }() // it ends with ctx, without an error
	if !s.does(voxpop.ServesAPI) {
		return handlers{api: a.Probes()}
	}
	return handlers{api: a, dashboard: web.New(a)}
}

// serve starts both servers. The channel tells when one of them fails.
func (l *listeners) serve(ctx context.Context, h handlers, load *traffic, log *slog.Logger) <-chan error {
	failed := make(chan error, 2)
	start := func(nl net.Listener, handler http.Handler) {
		srv := api.Server(load.counted(handler))
		srv.ErrorLog = slog.NewLogLogger(log.Handler(), slog.LevelDebug)
		srv.BaseContext = func(net.Listener) context.Context { return ctx } // ends event streams at shutdown
		l.servers = append(l.servers, srv)
		go func() {
			if err := srv.Serve(nl); !errors.Is(err, http.ErrServerClosed) {
				failed <- err
			}
		}()
	}
	start(l.api, h.api)
	if l.dashboard != nil {
		start(l.dashboard, h.dashboard)
	}
	return failed
}

// shutdown lets running requests end, for a second at most.
func (l *listeners) shutdown() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	var errs []error
	for _, srv := range l.servers {
		if err := srv.Shutdown(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			errs = append(errs, err)
		}
		srv.Close()
	}
	return errors.Join(errs...)
}

// sourceBoard tells how each source stands: what the settings say, and what the last cycle found.
type sourceBoard struct {
	settings  *Settings
	elsewhere bool                              // other replicas collect, by their own settings
	refused   atomic.Pointer[map[string]string] // source → error of the last cycle, "" when it was read
}

const (
	boardEvery = 5 * time.Second
	// boardCycles is in how many cycles a source is looked for: one that is read may have nothing new for a while.
	boardCycles = 10
)

func (b *sourceBoard) follow(ctx context.Context, store *relational.Store) {
	for {
		if cycles, err := store.RecentCycles(ctx, boardCycles); err == nil {
			b.note(cycles)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(boardEvery):
		}
	}
}

// note keeps the errors of the newest cycle that has ended, and which sources were read in those before.
func (b *sourceBoard) note(cycles []voxpop.Cycle) {
	i := slices.IndexFunc(cycles, func(c voxpop.Cycle) bool { return !c.Collected.IsZero() })
	if i < 0 {
		return
	}
	refused := map[string]string{}
	for _, r := range cycles[i].Results {
		if r.Error != "" && r.Community == "" {
			refused[r.Source] = r.Error
		}
	}
	for _, c := range cycles[i:] {
		for _, r := range c.Results {
			if _, known := refused[r.Source]; !known {
				refused[r.Source] = ""
			}
		}
	}
	b.refused.Store(&refused)
}

// list is how sources stand by the settings of this process or, where others collect, by what these have read.
func (b *sourceBoard) list() []api.SourceStatus {
	if b.elsewhere {
		return b.read()
	}
	list := []api.SourceStatus{{Name: voxpop.SourceReddit, State: "ok"}}
	if !b.settings.hasReddit() {
		list[0].State = "no keys"
		list[0].Detail = "Set REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET to collect Reddit; the README says how to get them. Until then import dumps with: voxpop import FILE"
	}
	hn := api.SourceStatus{Name: voxpop.SourceHackerNews, State: "ok"}
	if !b.settings.collectsHackerNews() {
		hn.State, hn.Detail = "unused", "Set HACKERNEWS_ENABLED=true to collect it beside Reddit."
	}
	feeds := api.SourceStatus{Name: voxpop.SourceFeed, State: "ok"}
	if len(b.settings.Feeds) == 0 {
		feeds.State, feeds.Detail = "unused", "Set FEEDS to the addresses of Atom or RSS feeds to collect them."
	}
	list = append(list, hn, feeds)
	if refused := b.refused.Load(); refused != nil {
		for i := range list {
			if detail := (*refused)[list[i].Name]; detail != "" && list[i].State == "ok" {
				list[i].State, list[i].Detail = "refused", detail
			}
		}
	}
	return list
}

// read is how sources stand by the last cycles alone.
func (b *sourceBoard) read() []api.SourceStatus {
	var seen map[string]string
	if refused := b.refused.Load(); refused != nil {
		seen = *refused
	}
	var list []api.SourceStatus
	for _, name := range []string{voxpop.SourceReddit, voxpop.SourceHackerNews, voxpop.SourceFeed} {
		source := api.SourceStatus{Name: name, State: "ok"}
		if refusal, was := seen[name]; !was {
			source.State, source.Detail = "unused", "The replicas that collect brought nothing of it in the last cycles."
		} else if refusal != "" {
			source.State, source.Detail = "refused", refusal
		}
		list = append(list, source)
	}
	return list
}
