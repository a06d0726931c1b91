package vader

import (
	"testing"

	"github.com/jonreiter/govader"
)

// Both benchmarks score the same texts one after the other on one thread:
//
//	go test -bench Vader ./internal/analyze/vader
//
// ns/op is for one text. The texts are our own golden corpus and, where they are at hand, the shared vectors, half of
// which are made to be difficult, and real comments about AI tools.
func BenchmarkVader(b *testing.B) {
	eachCorpus(b, func(text string) { Polarity(text) })
}

func BenchmarkGovaderForComparison(b *testing.B) {
	sia := govader.NewSentimentIntensityAnalyzer()
	eachCorpus(b, func(text string) { sia.PolarityScores(text) })
}

func eachCorpus(b *testing.B, score func(text string)) {
	run := func(b *testing.B, vectors []vector) {
		bytes := 0
		for _, v := range vectors {
			bytes += len(v.Text)
		}
		b.SetBytes(int64(bytes / len(vectors)))
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			score(vectors[i%len(vectors)].Text)
		}
	}
	b.Run("golden", func(b *testing.B) { run(b, readVectors(b, goldenPath)) })
	b.Run("comments", func(b *testing.B) { run(b, readShared(b, "sentiment", "aitools_train.ndjson")) })
	b.Run("shared", func(b *testing.B) { run(b, sharedVectors(b)) })
}

func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		newTables(lexiconTSV, emojiTSV)
	}
}
