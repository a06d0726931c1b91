package tools

import (
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// example is a sample as it is learned from.
type example struct {
	entries           []entry
	placed            []placedEntry
	numbers           [numbers]float32
	attitude, overall int // class, or none
	weight            float32
	origin            int
}

// entry is a word or pair of a sample, with its weight in each bag.
type entry struct {
	row int32
	in  [bags]float32
}

type placedEntry struct {
	row    int32
	weight float32
}

func classOf(l voxpop.Label) int {
	if l == "" {
		return none
	}
	return l.Sign() + 1
}

// exampleReader knows the cues that are frequent enough.
type exampleReader struct{ words, placed vocabulary }

func newExampleReader(samples []Sample, leastWords, leastPlaced int) *exampleReader {
	words, placed := map[cue]int{}, map[cue]int{}
	for i := range samples {
		r := readSample(&samples[i])
		seen := map[cue]bool{}
		for i, c := range r.lexical.words {
			seen[c] = true
			if i+1 < len(r.lexical.words) {
				seen[r.lexical.pairs[i]] = true
			}
		}
		for c := range seen {
			words[c]++
		}
		if r.aimed {
			clear(seen)
			r.passage.placed(&r.lexical, &r.around, func(c cue, _ float32) { seen[c] = true })
			for c := range seen {
				placed[c]++
			}
		}
	}
	return &exampleReader{frequent(words, leastWords), frequent(placed, leastPlaced)}
}

func frequent(counts map[cue]int, least int) vocabulary {
	var cues []cue
	for c, n := range counts {
		if n >= least {
			cues = append(cues, c)
		}
	}
	slices.Sort(cues)
	return newVocabulary(cues)
}

// sampleReading is a sample with its cues and, if it is aimed at a mention, what stands around that.
type sampleReading struct {
	passage *passage
	lexical lexical
	around  surroundings
	aimed   bool
}

func readSample(s *Sample) sampleReading {
	var spans []voxpop.Span
	if s.Attitude != "" {
		spans = append(append(spans, s.Mention), s.Others...)
	}
	r := sampleReading{passage: newPassage(s.Text, spans)}
	r.lexical = r.passage.lexical()
	if len(spans) > 0 && !r.passage.targets[0].empty() {
		f := read(r.passage)
		r.around, r.aimed = f.surroundings(r.passage, 0), true
	}
	return r
}

// example reads a sample; ok is false if nothing can be learned from it.
func (x *exampleReader) example(s *Sample) (e example, ok bool) {
	r := readSample(s)
	e = example{numbers: r.around.numbers, attitude: none, overall: classOf(s.Overall), weight: float32(s.Weight), origin: s.Origin}
	if r.aimed {
		e.attitude = classOf(s.Attitude)
	}
	if len(r.passage.words) == 0 || e.attitude == none && e.overall == none {
		return e, false
	}
	b := bagger{rows: &x.words, at: map[int32]int{}}
	for bag, runs := range r.passage.even(&r.around) {
		if bag != bagText && !r.aimed {
			continue
		}
		for _, run := range runs {
			for i := run.from; i < run.to; i++ {
				b.put(&r.lexical, bag, i, i+1 < run.to, run.weight)
			}
		}
	}
	if r.aimed {
		nearWords(r.around.target, r.around.sentence, r.around.clause, func(bag, i int, pair bool, weight float32) {
			b.put(&r.lexical, bag, i, pair, weight)
		})
		r.passage.placed(&r.lexical, &r.around, func(c cue, weight float32) {
			if row := x.placed.row(c); row >= 0 {
				e.placed = append(e.placed, placedEntry{row, weight})
			}
		})
	}
	e.entries = b.entries
	return e, true
}

// bagger gathers the entries of a sample, each row once.
type bagger struct {
	rows    *vocabulary
	entries []entry
	at      map[int32]int
}

func (b *bagger) put(l *lexical, bag, word int, pair bool, weight float32) {
	b.add(l.words[word], bag, weight)
	if pair {
		b.add(l.pairs[word], bag, weight)
	}
}

func (b *bagger) add(c cue, bag int, weight float32) {
	row := b.rows.row(c)
	if row < 0 {
		return
	}
	at, known := b.at[row]
	if !known {
		at = len(b.entries)
		b.at[row] = at
		b.entries = append(b.entries, entry{row: row})
	}
	b.entries[at].in[bag] += weight
}
