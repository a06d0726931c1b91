package storetest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Generate makes n believable items, the same ones for the same n: 30 days, 14 communities, 1 post
// to 12 comments, about 40 words each from a vocabulary of uneven use.
func Generate(n int) []voxpop.Item {
	r := rand.New(rand.NewPCG(1, 2))
	words := make([]string, 5000)
	for i := range words {
		words[i] = fmt.Sprintf("w%x", i*7919)
	}
	items := make([]voxpop.Item, n)
	thread := ""
	for i := range items {
		var text strings.Builder
		for range 10 + r.IntN(60) {
			text.WriteString(words[int(float64(len(words))*r.Float64()*r.Float64()*r.Float64())])
			text.WriteByte(' ')
		}
		created := noon.Add(time.Duration(i) * 30 * 24 * time.Hour / time.Duration(n))
		it := comment(fmt.Sprintf("t1_%07d", i), thread, at(created), body(text.String()))
		if i%13 == 0 {
			thread = fmt.Sprintf("t3_%07d", i)
			it = post(thread, at(created), body(text.String()))
		}
		it.Community = fmt.Sprint("community", i/13%14)
		it.Author = fmt.Sprint("author", r.IntN(3000))
		items[i] = it
	}
	return items
}

// Ingest stores items in batches, analyses them and rolls them up: everything but scoring itself.
func Ingest(t tester, s Store, items []voxpop.Item) {
	t.Helper()
	for rest := items; len(rest) > 0; {
		n := min(500, len(rest))
		put(t, s, rest[:n]...)
		rest = rest[n:]
	}
	for {
		waiting, err := s.Pending(ctx, 500)
		if err != nil {
			t.Fatalf("pending: %v", err)
		}
		if len(waiting) == 0 {
			break
		}
		if err := s.Commit(ctx, engineA, Analyses(waiting)); err != nil {
			t.Fatalf("commit: %v", err)
		}
	}
	for more := true; more; {
		var err error
		if _, more, err = s.RollUp(ctx, 50, true); err != nil {
			t.Fatalf("roll up: %v", err)
		}
	}
}

// BenchEngine is the engine whose scores Analyses gives.
var BenchEngine = engineA

// Analyses are analyses of items that wait, for benchmarks that drive the stages themselves.
func Analyses(waiting []voxpop.PendingItem) []voxpop.Analysis {
	done := make([]voxpop.Analysis, len(waiting))
	for i, p := range waiting {
		done[i] = analysis(p, engineA)
	}
	return done
}
