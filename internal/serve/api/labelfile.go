package api

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// LabelLine is a label in a file: one JSON object a line, as voxpop eval and voxpop train read them.
type LabelLine struct {
	ID      string `json:"id"` // source/id; of Reddit the id alone does
	Text    string `json:"text,omitempty"`
	Target  string `json:"target,omitempty"` // the words at Start
	Tool    string `json:"tool,omitempty"`   // slug; found by Target when left out
	Start   *int   `json:"start,omitempty"`  // code points of Text
	End     *int   `json:"end,omitempty"`
	Label   string `json:"label,omitempty"`   // attitude toward the target: positive, negative, neutral, none
	Overall string `json:"overall,omitempty"` // feeling of the whole text
	Person  string `json:"person,omitempty"`
	Drawn   bool   `json:"drawn,omitempty"` // at random: only such labels correct numbers
	At      string `json:"at,omitempty"`    // RFC 3339
}

// at is when the label was given; zero where the line does not say.
func (l *LabelLine) at() (time.Time, error) {
	if l.At == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, l.At)
	if err != nil {
		return t, fmt.Errorf("at %q: want a time such as 2026-01-02T15:00:00Z", clip(l.At, 40))
	}
	return t, nil
}

// longestLabelLine is the longest line of a label file that is read, in bytes.
const longestLabelLine = 1 << 20

// ReadLabels reads a label file. A line that is none is an error that names it.
func ReadLabels(r io.Reader) (all []LabelLine, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLabelLine)
	n := 0
	for lines.Scan() {
		n++
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		l, err := readLabel(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		all = append(all, l)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", n+1, err)
	}
	return all, nil
}

func readLabel(line []byte) (l LabelLine, err error) {
	if err := json.Unmarshal(line, &l); err != nil {
		return l, errors.New("want an object {id, text, target, start, end, label, overall}")
	}
	switch {
	case l.ID == "" || badText(l.ID) >= 0:
		return l, errors.New(`no "id"`)
	case l.Label == "" && l.Overall == "":
		return l, errors.New(`neither "label" nor "overall"`)
	case l.Label != "" && l.Target == "" && l.Tool == "" && l.Overall == "": // label is that of the text, as in voxpop eval
		l.Label, l.Overall = "", l.Label
	case l.Label != "" && l.Target == "" && l.Tool == "":
		return l, errors.New(`a "label" without "target"`)
	}
	if _, err := l.at(); err != nil {
		return l, err
	}
	for _, word := range []string{l.Label, l.Overall} {
		if word != "" && word != noLabel && word != string(voxpop.Neutral) && labelIn(word).Sign() == 0 {
			return l, fmt.Errorf("label %q: want positive, negative, neutral or none", clip(word, 40))
		}
	}
	if !printable(l.Person) || len(l.Person) > 200 {
		return l, errors.New(`"person" must be one line of printable text, 200 bytes at most`)
	}
	return l, nil
}

// itemID is the item that a line is about.
func (l *LabelLine) itemID() voxpop.ItemID {
	if id, ok := itemNamed(l.ID); ok {
		return id
	}
	return voxpop.ItemID{Source: voxpop.SourceReddit, Native: l.ID}
}

// LabelExport is what an export reads.
type LabelExport interface {
	Labelled(ctx context.Context) ([]voxpop.LabelledTask, error)
	Item(ctx context.Context, id voxpop.ItemID) (voxpop.StoredItem, error)
	OpinionsOf(ctx context.Context, ids []voxpop.ItemID) (map[voxpop.ItemID][]voxpop.ToolOpinion, error)
}

// exportedAtOnce is how many labelled tasks are read at a time.
const exportedAtOnce = 500

// WriteLabels writes every label whose text is still there, one a line, and returns how many. text gives an item's text as it is scored.
func WriteLabels(ctx context.Context, w io.Writer, from LabelExport, text func(source, title, body string) string) (n int, err error) {
	tasks, err := from.Labelled(ctx)
	if err != nil {
		return 0, err
	}
	source := &labelSource{from.Item, from.OpinionsOf, text}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for begin := 0; begin < len(tasks); begin += exportedAtOnce {
		some := tasks[begin:min(begin+exportedAtOnce, len(tasks))]
		asked := make([]voxpop.LabelTask, len(some))
		for i := range some {
			asked[i] = some[i].LabelTask
		}
		texts, err := source.texts(ctx, asked)
		if err != nil {
			return n, err
		}
		for i := range some {
			t := texts[some[i].ID]
			for _, l := range some[i].Labels {
				if t.text == "" {
					continue
				}
				if err := out.Encode(exportedLabel(&asked[i], &l, &t)); err != nil {
					return n, err
				}
				n++
			}
		}
	}
	return n, nil
}

func exportedLabel(task *voxpop.LabelTask, l *voxpop.PersonLabel, t *labelText) LabelLine {
	line := LabelLine{ID: task.Item.String(), Text: t.text, Person: l.Person, Drawn: task.Drawn, At: l.At.UTC().Format(time.RFC3339)}
	if task.Tool == "" {
		line.Overall = wordOf(l.Label)
		return line
	}
	runes := []rune(t.text)
	place := PlaceBody{0, len(runes)} // of a tool that the text does not name: all of it
	if places := t.places(); len(places) > 0 {
		place = places[0]
	}
	line.Tool, line.Label, line.Start, line.End = task.Tool, wordOf(l.Label), &place.Start, &place.End
	line.Target = string(runes[place.Start:place.End])
	if place.End-place.Start > 60 {
		line.Target = task.Tool
	}
	return line
}

// folded is a text without regard to blanks and case.
func folded(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
