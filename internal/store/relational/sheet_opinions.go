package relational

import (
	"cmp"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/rollup"
)

// opinionID names a cell within a sheet of opinions. The kind is empty in sheets of sources.
type opinionID struct {
	version  int64
	kind     voxpop.Kind
	inferred int64
}

func compareOpinionIDs(a, b opinionID) int {
	return cmp.Or(cmp.Compare(a.version, b.version), cmp.Compare(kindByte(a.kind), kindByte(b.kind)), cmp.Compare(a.inferred, b.inferred))
}

// toolCell is what a cell of a tool holds. It can be compared.
type toolCell struct {
	positive, negative, neutral, sum, sumsq int64
	threads, authors                        string // packed
}

func toolCellOf(t *voxpop.Tally) toolCell {
	return toolCell{t.Positive, t.Negative, t.Neutral, t.Sum, t.SumSq, string(packed(&t.Threads)), string(packed(&t.Authors))}
}

// opinionSheet packs cells.
func opinionSheet(cells map[opinionID]toolCell) string {
	var w sheetWriter
	for _, id := range sorted(cells, compareOpinionIDs) {
		c := cells[id]
		w.long(id.version)
		w.kind(id.kind)
		w.flag(id.inferred)
		w.short(c.positive, c.negative, c.neutral)
		w.long(c.sum, c.sumsq)
		w.text(c.threads)
		w.text(c.authors)
	}
	return w.sheet()
}

// sheetCell is a cell as it lies in a sheet: its clusters are part of it and change with it.
type sheetCell struct {
	opinionID
	positive, negative, neutral, sum, sumsq int64
	threads, authors                        []byte
}

// cell keeps what it holds.
func (c *sheetCell) cell() toolCell {
	return toolCell{c.positive, c.negative, c.neutral, c.sum, c.sumsq, string(c.threads), string(c.authors)}
}

// addTo adds the cell to a tally. All mentions that count are scored.
func (c *sheetCell) addTo(t *voxpop.Tally) error {
	t.Items += c.positive + c.negative + c.neutral
	t.Positive += c.positive
	t.Negative += c.negative
	t.Neutral += c.neutral
	t.Sum += c.sum
	t.SumSq += c.sumsq
	if err := rollup.DecodeCluster(c.threads, &t.Threads); err != nil {
		return err
	}
	return rollup.DecodeCluster(c.authors, &t.Authors)
}

// eachOpinion takes a sheet of opinions apart.
func eachOpinion(sheet []byte, yield func(*sheetCell) error) error {
	var c sheetCell
	r := sheetReader{rest: sheet}
	for r.more() {
		c.version, c.kind, c.inferred = r.long(), r.kind(), r.flag()
		c.positive, c.negative, c.neutral = r.short(), r.short(), r.short()
		c.sum, c.sumsq = r.long(), r.long()
		c.threads, c.authors = r.text(), r.text()
		if r.failed {
			break
		}
		if err := yield(&c); err != nil {
			return err
		}
	}
	return r.err()
}

// opinionSum adds up sheets of communities to one of their source.
type opinionSum map[opinionID]*voxpop.Tally

func (s *opinionSum) add(sheet []byte) error {
	if *s == nil {
		*s = opinionSum{}
	}
	return eachOpinion(sheet, func(c *sheetCell) error {
		id := c.opinionID
		id.kind = ""
		return c.addTo(tallyOf(*s, id))
	})
}

func (s opinionSum) sheet() string {
	cells := make(map[opinionID]toolCell, len(s))
	for id, t := range s {
		cells[id] = toolCellOf(t)
	}
	return opinionSheet(cells)
}
