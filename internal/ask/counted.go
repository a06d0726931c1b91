package ask

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strconv"

	"github.com/voxpop-dev/voxpop"
)

// mostEvidence is how many rows a receipt lists.
const mostEvidence = 300

// RowSums is what all rows behind a number add up to. The three digests tell of every row which it is, whether it still has its text,
// and how it is scored.
type RowSums struct {
	N        int64  `json:"n"`
	Gone     int64  `json:"gone" doc:"Rows without text: they were deleted, removed or expired, and count on"`
	Positive int64  `json:"positive"`
	Negative int64  `json:"negative"`
	Neutral  int64  `json:"neutral"`
	Compound int64  `json:"compound" doc:"Their sum in ten-thousandths"`
	Which    string `json:"which" doc:"Digest of the names of the rows"`
	Texts    string `json:"texts" doc:"Digest of which have a text"`
	Scores   string `json:"scores" doc:"Digest of the scores"`
}

// Counted takes rows in any order and keeps what a receipt says of them. The zero value is ready.
type Counted struct {
	sums                 RowSums
	which, texts, scores digest
	listed               []listed
	wanted               map[string]*Evidence
}

type listed struct {
	rank [sha256.Size]byte
	Evidence
}

// Want lets Found tell later how these rows are now.
func (c *Counted) Want(rows []Evidence) {
	c.wanted = make(map[string]*Evidence, len(rows))
	for i := range rows {
		c.wanted[rows[i].key()] = nil
	}
}

// Add takes a row.
func (c *Counted) Add(r voxpop.CountedRow) {
	e := Evidence{ID: r.Item.String(), Tool: r.Tool, Label: string(labelOf(r.Sign)), Compound: float64(r.Compound) / 10000, Gone: r.Gone}
	name := sha256.Sum256([]byte(e.key()))
	c.which.add(name)
	c.texts.add(sha256.Sum256(strconv.AppendBool(name[:], r.Gone)))
	c.scores.add(sha256.Sum256(strconv.AppendInt(append(name[:], byte(r.Sign+1)), r.Compound, 10)))
	c.sums.N++
	c.sums.Compound += r.Compound
	if r.Gone {
		c.sums.Gone++
	}
	switch r.Sign {
	case 1:
		c.sums.Positive++
	case -1:
		c.sums.Negative++
	default:
		c.sums.Neutral++
	}
	if _, wanted := c.wanted[e.key()]; wanted {
		c.wanted[e.key()] = &e
	}
	if c.listed = append(c.listed, listed{name, e}); len(c.listed) >= 4*mostEvidence {
		c.shorten()
	}
}

// shorten keeps the rows with the smallest hashes of their names: the same ones, in whatever order rows come.
func (c *Counted) shorten() {
	slices.SortFunc(c.listed, func(a, b listed) int { return bytes.Compare(a.rank[:], b.rank[:]) })
	c.listed = c.listed[:min(len(c.listed), mostEvidence)]
}

// Sums is what all rows add up to.
func (c *Counted) Sums() RowSums {
	c.sums.Which, c.sums.Texts, c.sums.Scores = c.which.String(), c.texts.String(), c.scores.String()
	return c.sums
}

// Evidence are the rows that a receipt lists.
func (c *Counted) Evidence() []Evidence {
	c.shorten()
	out := make([]Evidence, len(c.listed))
	for i := range c.listed {
		out[i] = c.listed[i].Evidence
	}
	return out
}

// Found is how one of the wanted rows is now; nil when it does not count any more.
func (c *Counted) Found(e *Evidence) *Evidence { return c.wanted[e.key()] }

func labelOf(sign int) voxpop.Label {
	switch sign {
	case 1:
		return voxpop.Positive
	case -1:
		return voxpop.Negative
	}
	return voxpop.Neutral
}

// digest adds up hashes of rows, so that their order does not matter and none has to be kept. It notices what changed by itself;
// somebody who could write rows at will might find others with the same sum, and could as well make another receipt.
type digest [sha256.Size / 8]uint64

func (d *digest) add(sum [sha256.Size]byte) {
	for i := range d {
		d[i] += binary.BigEndian.Uint64(sum[8*i:])
	}
}

func (d *digest) String() string {
	var out []byte
	for _, word := range d {
		out = binary.BigEndian.AppendUint64(out, word)
	}
	return hex.EncodeToString(out)
}
