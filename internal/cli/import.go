package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/collect"
	"github.com/voxpop-dev/voxpop/internal/source/file"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

type importCmd struct {
	Files     []string `arg:"" name:"file" help:"NDJSON dumps (.zst, .gz or plain) and saved listings; - is standard input."`
	Community []string `placeholder:"NAME" help:"Only these communities."`
	Since     string   `placeholder:"TIME" help:"Only items created at or after this time (2026-01-31 or RFC 3339, UTC)."`
	Until     string   `placeholder:"TIME" help:"Only items created before this time."`
	JSON      bool     `help:"Print the summary as JSON."`
}

// importSummary is what import prints.
type importSummary struct {
	file.Summary
	New       int64   `json:"new"`
	Updated   int64   `json:"updated"`
	Unchanged int64   `json:"unchanged"`
	Removed   int64   `json:"removed"`
	Analysed  int     `json:"analysed"`
	LeftTo    string  `json:"analysis_left_to,omitempty"`
	Seconds   float64 `json:"seconds"`
	Stages    stages  `json:"stage_seconds"`
}

// stages are how long each part of an import took, in seconds.
type stages struct {
	Stored   float64 `json:"stored"`   // with reading and parsing
	Analysed float64 `json:"analysed"` // with what else waited
	Counted  float64 `json:"counted"`
	Purged   float64 `json:"purged"`
}

// timed runs one part and notes how long it took.
func timed(seconds *float64, part func() error) error {
	began := time.Now()
	err := part()
	*seconds = time.Since(began).Seconds()
	return err
}

// Run imports the files, analyses what they brought and prints what was found.
func (c *importCmd) Run(ctx context.Context, std *streams, s *Settings, log *slog.Logger) error {
	since, until, err := parseRange(c.Since, c.Until)
	if err != nil {
		return err
	}
	relaxMemory()
	store, err := openStore(ctx, s)
	if err != nil {
		return err
	}
	defer store.Close()
	bars := newProgress(std, c.JSON)
	defer bars.close()
	reading := bars.bytes("reading")
	src, err := file.New(file.Config{
		Paths: c.Files, Communities: c.Community, Since: since, Until: until, Stdin: std.in,
		OnProgress: func(p file.Progress) { reading(p.Path, p.Bytes, p.Total) },
	})
	if err != nil {
		return err
	}
	sum := importSummary{}
	began := time.Now()
	var counts voxpop.CycleCounts
	err = timed(&sum.Stages.Stored, func() (err error) {
		counts, err = drain(ctx, src, store, log)
		return err
	})
	sum.Summary = src.Total()
	sum.New, sum.Updated, sum.Unchanged, sum.Removed = counts.New, counts.Updated, counts.Unchanged, counts.Removed
	if err == nil {
		err = sum.analyse(ctx, s, store, bars, log)
	}
	bars.close()
	sum.Seconds = time.Since(began).Seconds()
	if err != nil && sum.Read == 0 {
		return err // nothing was found that could be told
	}
	return cmp.Or(err, sum.print(std, c.JSON))
}

// drain runs every task of a source outside a cycle.
func drain(ctx context.Context, src collect.Source, store *relational.Store, log *slog.Logger) (voxpop.CycleCounts, error) {
	c := &collect.Collector{Sources: []collect.Source{src}, View: store, Inbox: store, Record: store, Log: log, Now: time.Now}
	return c.Drain(ctx, src)
}

func (sum *importSummary) analyse(ctx context.Context, s *Settings, store *relational.Store, bars *progress, log *slog.Logger) error {
	running, release, err := served(ctx, s, store, voxpop.Analyzes)
	if err != nil {
		return err
	}
	defer release()
	if running {
		sum.LeftTo = "the running voxpop serve"
		return nil
	}
	if err := seedTools(ctx, store, nil, log); err != nil {
		return err
	}
	backlog, err := store.Backlog(ctx)
	if err != nil {
		return err
	}
	tick := bars.counted("analysing", "items", backlog.Pending)
	err = timed(&sum.Stages.Analysed, func() error {
		return newAnalyzer(s, store, log).CatchUp(ctx, func(n int) {
			sum.Analysed += n
			tick(n)
		})
	})
	if err != nil {
		return err
	}
	if err := timed(&sum.Stages.Counted, func() error { return count(ctx, store) }); err != nil {
		return err
	}
	return timed(&sum.Stages.Purged, func() error { return tidy(ctx, store) })
}

// tidy does what who only imports has no housekeeping and no later look of the database's for.
func tidy(ctx context.Context, store *relational.Store) error {
	if err := store.Purge(ctx); err != nil {
		return err
	}
	return store.Statistics(ctx)
}

func (sum *importSummary) print(std *streams, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(std.out).Encode(sum)
	}
	w := std.out
	fmt.Fprintf(w, "Read %d lines: %d matched, %d left out by filters, %d not readable.\n", sum.Read, sum.Matched, sum.Skipped, sum.Malformed)
	for _, p := range sum.Problems {
		fmt.Fprintf(w, "  line %d: %s\n", p.Line, p.Reason)
	}
	if sum.Matched > 0 {
		fmt.Fprintf(w, "Created from %s to %s (UTC).\n", sum.Oldest.UTC().Format("2006-01-02 15:04"), sum.Newest.UTC().Format("2006-01-02 15:04"))
	}
	fmt.Fprintf(w, "Stored %d new items, updated %d, %d were known already", sum.New, sum.Updated, sum.Unchanged)
	if sum.Removed > 0 {
		fmt.Fprintf(w, ", %d turned out deleted", sum.Removed)
	}
	fmt.Fprintln(w, ".")
	switch {
	case sum.LeftTo != "":
		fmt.Fprintf(w, "They are analysed by %s.\n", sum.LeftTo)
	case sum.Analysed > 0:
		fmt.Fprintf(w, "Analysed %d items. All in %.1f s.\n", sum.Analysed, sum.Seconds)
	}
	if sum.New > 0 {
		fmt.Fprintln(w, "The dashboard opens on the newest of them: make run, then http://localhost:3000")
	}
	return nil
}

// parseRange reads --since and --until. Empty means open.
func parseRange(since, until string) (from, to time.Time, err error) {
	if from, err = parseTime("--since", since); err != nil {
		return
	}
	if to, err = parseTime("--until", until); err != nil {
		return
	}
	if !from.IsZero() && !to.IsZero() && !from.Before(to) {
		err = invalid("--until", until, "a time after --since")
	}
	return
}

func parseTime(flag, v string) (time.Time, error) {
	if v == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04", "2006-01-02"} {
		if t, err := time.ParseInLocation(layout, v, time.UTC); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, invalid(flag, v, "a UTC date (2026-01-31) or time (2026-01-31T12:00:00Z)")
}
