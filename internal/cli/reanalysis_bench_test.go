package cli

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/sqlite"
)

// BenchmarkReanalysis measures how many items a second are examined again with nobody else there: dry, for real without a change, and
// after an alias was added that a part of the items has.
func BenchmarkReanalysis(b *testing.B) {
	ctx := context.Background()
	const items = 20_000
	opened, err := sqlite.Open(ctx, filepath.Join(b.TempDir(), "voxpop.db"), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer opened.Close()
	store, log := opened.Store, quiet()
	if err := seedTools(ctx, store, nil, log); err != nil {
		b.Fatal(err)
	}
	talk := talkOf(items)
	for len(talk) > 0 {
		n := min(1000, len(talk))
		if _, err := store.Put(ctx, "reddit", voxpop.Batch{Items: talk[:n]}); err != nil {
			b.Fatal(err)
		}
		talk = talk[n:]
	}
	analyzer := newAnalyzer(&Settings{SentimentMethod: "vader"}, store, log)
	work := func(what string, total int) {
		began := time.Now()
		if err := analyzer.CatchUp(ctx, func(int) {}); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(total)/time.Since(began).Seconds(), what+"-items/s")
		if err := count(ctx, store); err != nil {
			b.Fatal(err)
		}
	}
	audit := voxpop.AuditEntry{Actor: "bench", Action: "reanalysis.request"}
	for b.Loop() {
		work("first", items)
		for _, dry := range []bool{true, false} {
			if _, err := store.RequestReanalysis(ctx, voxpop.Reanalysis{DryRun: dry}, audit); err != nil {
				b.Fatal(err)
			}
			work(map[bool]string{true: "dry", false: "again"}[dry], items)
		}
		tool, err := store.Tool(ctx, "aider")
		if err != nil {
			b.Fatal(err)
		}
		tool.Aliases = append(tool.Aliases, voxpop.Alias{Text: "refactoring"})
		if _, err := store.EditTool(ctx, tool, audit); err != nil {
			b.Fatal(err)
		}
		work("edit", items)
	}
	again, err := store.Reanalyses(ctx, 1)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(again[0].Done), "edit-examined")
}

// talkOf makes items out of a few ways to speak about tools.
func talkOf(n int) []voxpop.Item {
	ways := strings.Split(`I switched from Copilot to Cursor and never looked back.|Claude Code is better than Windsurf for refactoring.|It keeps crashing after the update.|
The new limits are ridiculous, honestly.|Gemini CLI works fine on my machine.|Has anybody tried this with a large monorepo?|I wrote a small script that renames all the files.|
The context window is too small for my project and the agent forgets what it did.|My team uses Aider with local models, which is slow but cheap.|Thanks, that solved it!|
You should read the documentation before you ask here.|Tests pass now, but the code that it wrote is hard to read.|Not as good as people say.|The weather is nice today.`, "|")
	r := rand.New(rand.NewPCG(3, 4))
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	out := make([]voxpop.Item, n)
	for i := range out {
		var text strings.Builder
		for range 1 + r.IntN(5) {
			text.WriteString(strings.TrimSpace(ways[r.IntN(len(ways))]) + " ")
		}
		created := at.Add(time.Duration(i) * 30 * 24 * time.Hour / time.Duration(n))
		out[i] = voxpop.Item{ID: voxpop.ItemID{Source: "reddit", Native: fmt.Sprint("t1_", i)}, Kind: voxpop.KindComment, Community: fmt.Sprint("talk", r.IntN(14)),
			Author: fmt.Sprint("user", r.IntN(3000)), Body: text.String(), ThreadID: fmt.Sprint("t3_", i/12), Created: created, Observed: created, Origin: voxpop.OriginLive}
	}
	return out
}
