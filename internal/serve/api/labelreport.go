package api

import (
	"context"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// MeasureBody is a figure with its 95 % interval, 0 to 1.
type MeasureBody struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// ClassBody is how well one class is found.
type ClassBody struct {
	Label     string  `json:"label"`
	N         int     `json:"n" doc:"People say so"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
}

// JudgedBody is how well an engine does.
type JudgedBody struct {
	Engine    string      `json:"engine"`
	Version   string      `json:"version"`
	Answers   bool        `json:"answers" doc:"It is the engine whose numbers are shown"`
	Level     string      `json:"level" enum:"mention,text"`
	N         int         `json:"n" doc:"Labels it is judged by"`
	Accuracy  MeasureBody `json:"accuracy"`
	MacroF1   MeasureBody `json:"macro_f1"`
	Classes   []ClassBody `json:"classes" nullable:"false"`
	Confusion [3][3]int   `json:"confusion" doc:"Rows: what people say; columns: what the engine says; negative, neutral, positive"`
}

// LabellerBody is a person and how much they said.
type LabellerBody struct {
	Person string `json:"person"`
	Labels int    `json:"labels"`
	None   int    `json:"none" doc:"Of these, words that do not mean the tool"`
}

// AgreementBody is how two people agree.
type AgreementBody struct {
	PersonA string      `json:"person_a"`
	PersonB string      `json:"person_b"`
	Both    int         `json:"both" doc:"Labelled by both"`
	Same    int         `json:"same"`
	Share   MeasureBody `json:"share"`
	Kappa   *float64    `json:"kappa" doc:"Cohen's, at most 1; null when both always say the same one thing"`
}

// LabelledToolBody is how far a tool is from being corrected.
type LabelledToolBody struct {
	Tool     *string      `json:"tool" doc:"Slug; null: whole texts"`
	ToolName string       `json:"tool_name"`
	Labels   int          `json:"labels" doc:"People agree on them"`
	Counted  int          `json:"counted" doc:"Of these, drawn at random and read by the engine that answers"`
	Missing  int          `json:"missing" doc:"How many more it takes until they correct the numbers"`
	Basis    string       `json:"basis" doc:"What the intervals cover now"`
	Engines  []JudgedBody `json:"engines" nullable:"false" doc:"From 30 labels on"`
}

// PooledBody is what all mentions of a window together say.
type PooledBody struct {
	EstimateBody
	Window WindowBody `json:"window"`
}

// LabelReportBody answers admin/labels/report.
type LabelReportBody struct {
	Needed    int                `json:"needed" doc:"Labels that correct a tool's numbers"`
	People    []LabellerBody     `json:"people" nullable:"false" doc:"Most labels first"`
	Agreement []AgreementBody    `json:"agreement" nullable:"false"`
	Engines   []JudgedBody       `json:"engines" nullable:"false" doc:"The one that answers first"`
	Tools     []LabelledToolBody `json:"tools" nullable:"false" doc:"Those with labels; whole texts first"`
	Pooled    PooledBody         `json:"pooled" doc:"All mentions of all tools in a window, corrected by all labels of mentions from 100 on"`
	Meta
}

// LabelReportInput is the query of admin/labels/report.
type LabelReportInput struct{ WindowedInput }

func (a *API) labelReport(ctx context.Context, in *LabelReportInput) (*LabelReportBody, error) {
	f, filter, _, window, err := a.windowed(ctx, &in.WindowedInput, usualToolHours)
	if err != nil {
		return nil, err
	}
	c, err := a.catalog(ctx, f)
	if err != nil {
		return nil, err
	}
	tasks, err := a.opt.Labelling.Labelled(ctx)
	if err != nil {
		return nil, a.asProblem("labels", err)
	}
	known, err := a.known(ctx, f)
	if err != nil {
		return nil, err
	}
	r := ask.Reported(tasks)
	body := &LabelReportBody{
		Needed: ask.LeastLabels, People: []LabellerBody{}, Agreement: []AgreementBody{}, Engines: judgedBodies(r.Engines),
		Tools: []LabelledToolBody{}, Meta: f.meta(),
	}
	for _, p := range r.People {
		body.People = append(body.People, LabellerBody(p))
	}
	for _, g := range r.Agreement {
		body.Agreement = append(body.Agreement, AgreementBody{g.A, g.B, g.Both, g.Same, MeasureBody{float64(g.Same) / float64(g.Both), g.Low, g.High}, g.Kappa})
	}
	for i := range r.Tools {
		body.Tools = append(body.Tools, labelledTool(c, known, &r.Tools[i]))
	}
	tallies, err := a.toolTallies(ctx, voxpop.ToolFilter{Filter: filter})
	if err != nil {
		return nil, err
	}
	body.Pooled = PooledBody{estimateBody(ask.Pooled(tasks, tallies)), window}
	return body, nil
}

func labelledTool(c *catalog, known ask.Known, t *ask.LabelledTool) LabelledToolBody {
	b := LabelledToolBody{Labels: t.Labels, Counted: t.Counted, Missing: t.Missing, Basis: known.Basis(t.Tool), Engines: judgedBodies(t.Engines)}
	if t.Tool != "" {
		b.Tool, b.ToolName = &t.Tool, c.name(t.Tool)
	}
	return b
}

func judgedBodies(all []ask.MeasuredEngine) []JudgedBody {
	out := []JudgedBody{}
	for i := range all {
		j := &all[i]
		b := JudgedBody{
			Engine: j.Engine.Name, Version: j.Engine.Version, Answers: j.Answers, Level: "mention", N: j.N, Accuracy: MeasureBody(j.Accuracy), MacroF1: MeasureBody(j.MacroF1),
			Classes: []ClassBody{}, Confusion: j.Confusion,
		}
		if j.Texts {
			b.Level = "text"
		}
		for _, k := range j.Classes {
			b.Classes = append(b.Classes, ClassBody{string(k.Label), k.N, k.Precision, k.Recall})
		}
		out = append(out, b)
	}
	return out
}
