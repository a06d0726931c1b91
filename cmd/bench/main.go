// Command bench measures voxpop against the budgets of its design and prints one table. It is no
// part of the product: the Makefile calls it (make bench, make load-test, make soak, make bench-large).
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"github.com/voxpop-dev/voxpop/internal/bench"
	"github.com/voxpop-dev/voxpop/internal/bench/bare"
	"github.com/voxpop-dev/voxpop/internal/bench/report"
)

var runs = map[string]func(context.Context, bench.Config) (*report.Table, error){
	"all":        bench.Run,
	"ingest":     bench.Ingest,
	"large":      bench.Large,
	"compare":    bench.Compare,
	"load-test":  bench.LoadTest,
	"steady":     bench.Steady,
	"soak":       bench.Soak,
	"tools":      bench.Tools,
	"fill-tools": bench.FillTools,
}

func main() {
	cfg := bench.Config{Log: os.Stderr}
	flag.StringVar(&cfg.Binary, "binary", "bin/voxpop", "the program to measure")
	flag.StringVar(&cfg.Root, "root", ".", "the repository, for its Go benchmarks")
	flag.IntVar(&cfg.Items, "items", 83000, "items in the database")
	flag.IntVar(&cfg.Large, "large", bench.LargeItems, "items in the large database of large")
	flag.IntVar(&cfg.Cycles, "cycles", bench.SoakCycles, "cycles of soak")
	flag.DurationVar(&cfg.Span, "span", bench.DefaultSpan, "how long one measurement under load lasts")
	out := flag.String("out", "bench", "folder for the results")
	flag.Parse()
	if flag.Arg(0) == "bare-http" { // see bare.Start
		fmt.Fprintln(os.Stderr, "bench:", bare.ServeHTTP(flag.Arg(1), os.Stdout))
		os.Exit(1)
	}
	run := runs[flag.Arg(0)]
	if run == nil {
		fmt.Fprintln(os.Stderr, "usage: bench [flags] all|ingest|large|load-test|steady|soak|compare SMALL LARGE")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	cfg.Databases = flag.Args()[1:]
	table, err := run(ctx, cfg)
	if err == nil {
		err = table.Text(os.Stdout)
	}
	if err == nil {
		err = table.Save(*out, flag.Arg(0))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	if n := table.Failed(); n > 0 {
		fmt.Fprintf(os.Stderr, "%d figures miss their budget\n", n)
		os.Exit(1)
	}
}
