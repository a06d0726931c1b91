package api

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// noLabel is the label of words that do not mean the tool.
const noLabel = "none"

// LabelRequest is what a person says.
type LabelRequest struct {
	Label string `json:"label" enum:"positive,negative,neutral,none" doc:"none: the words do not mean the tool; of a whole text: it cannot be told"`
}

// LabelInput is such a label as it arrives.
type LabelInput struct {
	NumberInput
	Body LabelRequest
}

// ItemLabelInput labels what was not drawn.
type ItemLabelInput struct {
	Body struct {
		Item string `json:"item" maxLength:"300" doc:"source/id"`
		Tool string `json:"tool,omitempty" maxLength:"100" doc:"Slug; left out: the feeling of the whole text"`
		LabelRequest
	}
}

// EngineSaysBody is what an engine says of the same.
type EngineSaysBody struct {
	Engine  string `json:"engine"`
	Version string `json:"version"`
	Label   string `json:"label" enum:"positive,negative,neutral"`
	Answers bool   `json:"answers" doc:"It is the engine whose numbers are shown"`
}

// LabelBody is a label.
type LabelBody struct {
	Task    int64            `json:"task"`
	Item    string           `json:"item"`
	Tool    *string          `json:"tool" doc:"Slug; null: of the whole text"`
	Person  string           `json:"person"`
	Label   string           `json:"label" enum:"positive,negative,neutral,none"`
	At      time.Time        `json:"at"`
	Drawn   bool             `json:"drawn" doc:"At random: only such labels correct numbers"`
	Engines []EngineSaysBody `json:"engines" nullable:"false" doc:"What engines say of the same; empty while the asker has not labelled it"`
}

func wordOf(l voxpop.Label) string {
	if l == "" {
		return noLabel
	}
	return string(l)
}

func labelIn(word string) voxpop.Label {
	if word == noLabel {
		return ""
	}
	return voxpop.Label(word)
}

func (a *API) label(ctx context.Context, in *LabelInput) (*LabelBody, error) {
	person := actor(ctx)
	err := a.opt.Labelling.SaveLabel(ctx, in.ID, voxpop.PersonLabel{Person: person, Label: labelIn(in.Body.Label)}, a.entryOf(ctx, "labels.label", ""))
	if err != nil {
		return nil, a.refused("keeping a label", err)
	}
	a.opt.Wake()
	t, err := a.opt.Labelling.LabelledTask(ctx, in.ID)
	if errors.Is(err, voxpop.ErrNotFound) {
		return nil, problem(http.StatusNotFound, "The text has changed since it was drawn: this label does not count.")
	}
	if err != nil {
		return nil, a.asProblem("label", err)
	}
	at := slices.IndexFunc(t.Labels, func(l voxpop.PersonLabel) bool { return l.Person == person })
	if at < 0 {
		return nil, problem(http.StatusNotFound, "The label was taken back meanwhile.")
	}
	body := labelBody(&t, &t.Labels[at], true)
	return &body, nil
}

func (a *API) removeLabel(ctx context.Context, in *NumberInput) (*DeletedBody, error) {
	if err := a.opt.Labelling.RemoveLabel(ctx, in.ID, actor(ctx), a.entryOf(ctx, "labels.undo", "")); err != nil {
		return nil, a.refused("taking a label back", err)
	}
	a.opt.Wake()
	return &DeletedBody{in.ID, true}, nil
}

// LabelledBody says what was labelled.
type LabelledBody struct {
	Item  string  `json:"item"`
	Tool  *string `json:"tool"`
	Label string  `json:"label"`
}

func (a *API) labelItem(ctx context.Context, in *ItemLabelInput) (*LabelledBody, error) {
	task := voxpop.LabelTask{Labels: []voxpop.PersonLabel{{Person: actor(ctx), Label: labelIn(in.Body.Label)}}}
	var ok bool
	if task.Item, ok = itemNamed(in.Body.Item); !ok {
		return nil, invalid("body.item", "must be source/id, such as reddit/t3_1abcd", clip(in.Body.Item, 60))
	}
	body := &LabelledBody{Item: task.Item.String(), Label: in.Body.Label}
	if in.Body.Tool != "" {
		t, err := a.toolIn(ctx, "body.tool", in.Body.Tool)
		if err != nil {
			return nil, err
		}
		task.Tool, body.Tool = t.Slug, &t.Slug
	}
	n, err := a.opt.Labelling.ImportLabels(ctx, []voxpop.LabelTask{task}, a.entryOf(ctx, "labels.item", body.Item))
	if err != nil {
		return nil, a.refused("labelling an item", err)
	}
	if n == 0 {
		return nil, problem(http.StatusNotFound, "body.item: no such item is stored, or its text is gone")
	}
	a.opt.Wake()
	return body, nil
}

// itemNamed reads the name of an item: source/id.
func itemNamed(name string) (id voxpop.ItemID, ok bool) {
	id.Source, id.Native, ok = strings.Cut(name, "/")
	return id, ok && id.Source != "" && id.Native != "" && badText(name) < 0
}

// labelBody is a label beside what engines say, where the asker may see that.
func labelBody(t *voxpop.LabelledTask, l *voxpop.PersonLabel, seen bool) LabelBody {
	b := LabelBody{Task: t.ID, Item: t.Item.String(), Person: l.Person, Label: wordOf(l.Label), At: l.At.UTC(), Drawn: t.Drawn, Engines: []EngineSaysBody{}}
	if t.Tool != "" {
		b.Tool = &t.Tool
	}
	if !seen {
		return b
	}
	for e, sign := range t.Signs {
		b.Engines = append(b.Engines, EngineSaysBody{e.Name, e.Version, string(labelOfSign(sign)), e == t.Answers})
	}
	slices.SortFunc(b.Engines, func(x, y EngineSaysBody) int {
		return cmp.Or(cmp.Compare(x.Engine, y.Engine), cmp.Compare(x.Version, y.Version))
	})
	return b
}

func labelOfSign(sign int) voxpop.Label {
	return []voxpop.Label{voxpop.Negative, voxpop.Neutral, voxpop.Positive}[sign+1]
}
