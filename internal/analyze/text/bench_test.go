package text

import "testing"

const comment = `I've been using the agent for about **three weeks** now and it's mostly great.

&gt; it can't do large refactors

That was true [last month](https://example.com/release_notes?x=1&amp;y=2), not any more:

* renames work
* it runs the ` + "`test`" + ` target by itself
* it still forgets the linter…

    go test ./...

“Good enough” isn't perfect, but I won't go back 🚀`

func BenchmarkClean(b *testing.B) {
	for name, body := range map[string]string{
		"markdown": comment,
		"sentence": "Honestly the new release is much better than what we had before.",
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				Clean("reddit", "", body)
			}
		})
	}
}

func BenchmarkSearchWords(b *testing.B) {
	b.SetBytes(int64(len(comment)))
	b.ReportAllocs()
	for b.Loop() {
		SearchWords(comment)
	}
}
