package ask

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// ReceiptFormat names what a receipt holds. Another content gets another name.
const ReceiptFormat = "voxpop receipt 1"

// What a receipt can be of.
const (
	OfItems      = "items"      // what all items say
	OfTool       = "tool"       // what items say about one tool
	OfComparison = "comparison" // 2 to 8 tools in the communities that they share
)

// Receipt is a claim as it is frozen: the question, the numbers, and what these rest on. Its JSON is what its id is made of.
type Receipt struct {
	Format      string           `json:"format"`
	Claims      []string         `json:"claims" nullable:"false" doc:"What is claimed, in words"`
	Question    ReceiptQuestion  `json:"question"`
	Figures     []Figure         `json:"figures" nullable:"false" doc:"One of all items or of the tool; of a comparison one for each tool"`
	Differences []FigureDistance `json:"differences" nullable:"false" doc:"Of a comparison: every two tools once"`
	Communities []string         `json:"communities_used" nullable:"false" doc:"Of a comparison: those that are compared in, each of the same weight"`
	RestsOn     ReceiptGround    `json:"rests_on"`
	Rows        RowSums          `json:"rows"`
	Evidence    []Evidence       `json:"evidence" nullable:"false" doc:"All rows that count or, of many, those with the smallest hash of their name: ids, no texts"`
	Simulated   bool             `json:"simulated"`
	Made        time.Time        `json:"made"`
}

// ReceiptQuestion is what was asked.
type ReceiptQuestion struct {
	Of              string    `json:"of" enum:"items,tool,comparison"`
	Tools           []string  `json:"tools,omitempty" maxItems:"8" doc:"Slugs: none for items, one for a tool, 2 to 8 for a comparison"`
	From            time.Time `json:"from" doc:"A whole UTC hour"`
	To              time.Time `json:"to" doc:"Exclusive"`
	Source          string    `json:"source,omitempty" maxLength:"40"`
	Subreddit       string    `json:"subreddit,omitempty" maxLength:"200" doc:"Community; not of a comparison"`
	Kind            string    `json:"kind,omitempty" enum:"post,comment"`
	IncludeHome     bool      `json:"include_home,omitempty" doc:"Of a comparison: count communities that are about one of the tools"`
	IncludeInferred bool      `json:"include_inferred,omitempty" doc:"Of a comparison: count items that do not name the tool"`
}

// Figure is one frozen number with its doubt. Net and all that follows are null where nothing counts.
type Figure struct {
	Tool       string   `json:"tool" doc:"Slug; empty for all items"`
	Name       string   `json:"name"`
	Revision   int64    `json:"revision" doc:"Of what is looked for: it rises with every change of the tool's names"`
	N          int64    `json:"n" doc:"Scored items, or mentions"`
	Positive   int64    `json:"positive"`
	Negative   int64    `json:"negative"`
	Neutral    int64    `json:"neutral"`
	Net        *float64 `json:"net" doc:"Net sentiment in points; of a comparison in communities_used, each of the same weight"`
	Low        *float64 `json:"low" doc:"Its 95 % interval"`
	High       *float64 `json:"high"`
	EffectiveN *float64 `json:"effective_n"`
	Small      bool     `json:"small_sample"`
	Basis      string   `json:"basis" doc:"What the interval covers"`
	Labels     int      `json:"labels" doc:"How many labels corrected it"`
}

// FigureDistance is tool a minus tool b.
type FigureDistance struct {
	A       string   `json:"a"`
	B       string   `json:"b"`
	Net     *float64 `json:"net" doc:"Points"`
	Low     *float64 `json:"low"`
	High    *float64 `json:"high"`
	P       *float64 `json:"p" doc:"Adjusted for the number of pairs; null when there is no verdict"`
	Verdict string   `json:"verdict"`
	Basis   string   `json:"basis"`
}

// ReceiptGround is what the numbers rest on.
type ReceiptGround struct {
	Engine      string    `json:"engine" doc:"Name and version of the engine that scored"`
	Program     string    `json:"program" doc:"Version of voxpop"`
	DataVersion int64     `json:"data_version"`
	Published   time.Time `json:"published" doc:"When that version was"`
	Catalog     int64     `json:"catalog_revision"`
	Coverage    string    `json:"coverage" enum:"complete,gap,unknown"`
	Communities int       `json:"communities" doc:"How many have items at the time of the window"`
	Items       int64     `json:"items" doc:"Stored items of the window or, where it is about tools, mentions"`
	Unscored    int64     `json:"unscored"`
	Excluded    int64     `json:"excluded"`
	Open        bool      `json:"open" doc:"The window was not over yet"`
}

// Evidence is one row that counts.
type Evidence struct {
	ID       string  `json:"id" doc:"source/id"`
	Tool     string  `json:"tool,omitempty"`
	Label    string  `json:"label" enum:"positive,negative,neutral"`
	Compound float64 `json:"compound"`
	Gone     bool    `json:"gone,omitempty" doc:"Its text was gone already"`
}

func (e *Evidence) key() string { return e.ID + " " + e.Tool }

// Encode returns the receipt's JSON, and the id that this content has: the first 160 bits of its SHA-256 in base 32.
func (r *Receipt) Encode() (id string, content []byte, err error) {
	content, err = json.Marshal(r)
	if err != nil {
		return "", nil, err
	}
	return ReceiptID(content), content, nil
}

var inWords = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// ReceiptID is the name that a content has.
func ReceiptID(content []byte) string {
	sum := sha256.Sum256(content)
	return inWords.EncodeToString(sum[:20])
}

// IsReceiptID reports whether s could be an id.
func IsReceiptID(s string) bool {
	_, err := inWords.DecodeString(s)
	return err == nil && len(s) == 32
}

// mostReceipt is the longest JSON that is read as a receipt.
const mostReceipt = 1 << 20

// DecodeReceipt reads a receipt's JSON, however it is spaced, and returns it with the id that its content has. ErrInvalid when it is
// none, or says more than this program knows.
func DecodeReceipt(content []byte) (r Receipt, id string, err error) {
	if len(content) > mostReceipt {
		return r, "", fmt.Errorf("a receipt of %d bytes: %w", len(content), voxpop.ErrInvalid)
	}
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return r, "", fmt.Errorf("reading a receipt: %w: %w", err, voxpop.ErrInvalid)
	}
	if _, err := d.Token(); err != io.EOF {
		return r, "", fmt.Errorf("reading a receipt: something follows it: %w", voxpop.ErrInvalid)
	}
	if r.Format != ReceiptFormat {
		return r, "", fmt.Errorf("format %.40q: want %q: %w", r.Format, ReceiptFormat, voxpop.ErrInvalid)
	}
	id, _, err = r.Encode()
	return r, id, err
}
