package evaluate

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/voxpop-dev/voxpop"
)

// Example is a labelled text.
type Example struct {
	ID   string
	Text string
	// Overall is the feeling of the whole text; empty if only the mention is labelled.
	Overall voxpop.Label
	// Attitude is the one toward Mention; empty if only the whole text is labelled.
	Attitude voxpop.Label
	Mention  voxpop.Span // in code points of Text
	// Target is what the labels call the thing that Mention names; empty where they do not say.
	Target string
}

// File is a label file that was read.
type File struct {
	Examples []Example
	// Skipped is how many attitudes have no place in their text, or are toward something else than the target's name says.
	Skipped int
}

// maxLine is the longest line that is read, in bytes.
const maxLine = 8 << 20

// Read reads a label file. Lines that begin with "{" and have no tab are objects {id, text, overall, label, start, end}, and target where there is one; others are
// text, label with tabs between, or text, target, label, offset (in code points, -1 if the target is not in the text). A line
// that is neither is an error that names it.
func Read(r io.Reader) (f File, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), maxLine)
	n := 0
	for lines.Scan() {
		n++
		line := bytes.TrimRight(lines.Bytes(), "\r")
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var e Example
		if line[0] == '{' && bytes.IndexByte(line, '\t') < 0 {
			e, err = readObject(line)
		} else {
			e, err = readFields(string(line))
		}
		switch {
		case errors.Is(err, errUnplaced):
			f.Skipped++
			if e.Overall == "" {
				continue
			}
			e.Attitude, e.Mention = "", voxpop.Span{}
		case err != nil:
			return File{}, fmt.Errorf("line %d: %w", n, err)
		}
		f.Examples = append(f.Examples, e)
	}
	if err := lines.Err(); err != nil {
		return File{}, fmt.Errorf("line %d: %w", n+1, err)
	}
	return f, nil
}

// errUnplaced tells of an attitude that cannot be asked for.
var errUnplaced = errors.New("the target is not in the text")

func readObject(line []byte) (e Example, err error) {
	var row struct {
		ID      json.RawMessage
		Text    *string
		Target  string
		Overall voxpop.Label
		Label   voxpop.Label
		Start   *int
		End     *int
	}
	if err := json.Unmarshal(line, &row); err != nil {
		return e, fmt.Errorf("want an object {id, text, overall, label, start, end}: %w", err)
	}
	if row.Text == nil {
		return e, errors.New(`no "text"`)
	}
	e = Example{ID: strings.Trim(string(row.ID), `"`), Text: *row.Text, Overall: row.Overall, Target: row.Target}
	if e.Overall == "" && (row.Start == nil || row.End == nil) { // label is that of the text
		e.Overall, row.Label = row.Label, ""
	}
	if e.Overall == "" && row.Label == "" {
		return e, errors.New(`neither "overall" nor "label"`)
	}
	if e.Overall != "" && !known(e.Overall) {
		return e, badLabel(e.Overall)
	}
	if row.Label == "" || row.Start == nil || row.End == nil {
		return e, nil
	}
	if row.Label == "none" { // the name stands for something else
		return e, errUnplaced
	}
	e.Attitude, e.Mention = row.Label, voxpop.Span{Start: *row.Start, End: *row.End}
	if length := utf8.RuneCountInString(e.Text); e.Mention.Start < 0 || e.Mention.End <= e.Mention.Start || e.Mention.End > length {
		return e, fmt.Errorf("start %d, end %d: want 0 ≤ start < end ≤ %d (code points of the text)", e.Mention.Start, e.Mention.End, length)
	}
	if !known(e.Attitude) {
		return e, badLabel(e.Attitude)
	}
	return e, nil
}

func readFields(line string) (e Example, err error) {
	field := strings.Split(line, "\t")
	switch len(field) {
	case 2:
		e = Example{Text: field[0], Overall: voxpop.Label(strings.TrimSpace(field[1]))}
		if !known(e.Overall) {
			return e, badLabel(e.Overall)
		}
		return e, nil
	case 4:
		e = Example{Text: field[0], Attitude: voxpop.Label(field[2]), Target: field[1]}
		if !known(e.Attitude) {
			return e, badLabel(e.Attitude)
		}
		start, err := strconv.Atoi(strings.TrimSpace(field[3]))
		if err != nil {
			return e, fmt.Errorf("offset %q: want a whole number", field[3])
		}
		e.Mention = voxpop.Span{Start: start, End: start + utf8.RuneCountInString(field[1])}
		if start < 0 || e.Mention.End > utf8.RuneCountInString(e.Text) || field[1] == "" {
			return e, errUnplaced
		}
		return e, nil
	}
	return e, fmt.Errorf("%d fields: want text and label, or text, target, label and offset, with tabs between", len(field))
}

func known(l voxpop.Label) bool {
	return l == voxpop.Positive || l == voxpop.Negative || l == voxpop.Neutral
}

func badLabel(l voxpop.Label) error {
	return fmt.Errorf("label %q: want positive, negative or neutral", l)
}
