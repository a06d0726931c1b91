package api

import (
	"context"

	"github.com/voxpop-dev/voxpop"
)

// EngineFigure is how right an engine was on a set of labelled texts.
type EngineFigure struct {
	Engine   voxpop.EngineID
	Level    string // "text", or "mention": the attitude toward a tool
	Set      string // the name of the data set, as docs/model.md gives it
	How      string // what kept the figure honest: "never learned from", or "five folds"
	N        int64
	Accuracy *float64 // share of labels met, 0…1; nil where it was not kept
	MacroF1  float64  // mean over the three classes, 0…1
	Low      *float64 // 95 % interval of MacroF1; nil where none was made
	High     *float64
	ECE      *float64 // expected calibration error, 0…1; nil where it was not kept
}

// FigureBody is such a figure.
type FigureBody struct {
	Engine   string   `json:"engine" doc:"mentions: the attitude toward a tool, which does not depend on the engine that scores items"`
	Version  string   `json:"version" doc:"The version that was measured"`
	Level    string   `json:"level" enum:"text,mention" doc:"text: the feeling of a whole text. mention: the attitude toward a tool in it"`
	Set      string   `json:"set"`
	How      string   `json:"how" enum:"never learned from,five folds" doc:"What kept the figure honest: the texts were never learned from, or each fifth was judged by what the others taught"`
	N        int64    `json:"n" doc:"Labels"`
	Accuracy *float64 `json:"accuracy" doc:"0 to 1"`
	MacroF1  float64  `json:"macro_f1" doc:"Mean over positive, neutral and negative, 0 to 1"`
	Low      *float64 `json:"low" doc:"95 % interval of macro_f1"`
	High     *float64 `json:"high"`
	ECE      *float64 `json:"ece" doc:"Expected calibration error: by how much the stated likelihood is off, 0 to 1"`
}

// EngineStatesBody answers engines.
type EngineStatesBody struct {
	Versions []EngineVersion `json:"versions" nullable:"false" doc:"Of which scores are kept, newest first"`
	Figures  []FigureBody    `json:"figures" nullable:"false" doc:"What the program ships with; docs/model.md says how each was measured"`
}

func (a *API) engineStates(ctx context.Context, _ *struct{}) (*EngineStatesBody, error) {
	choice, err := a.opt.Engines.EngineChoice(ctx)
	if err != nil {
		return nil, a.asProblem("engines", err)
	}
	body := &EngineStatesBody{Figures: []FigureBody{}}
	if body.Versions, err = a.engineVersions(ctx, a.activeEngine(choice)); err != nil {
		return nil, err
	}
	for _, f := range a.opt.EngineFigures {
		body.Figures = append(body.Figures, FigureBody{
			f.Engine.Name, f.Engine.Version, f.Level, f.Set, f.How, f.N, f.Accuracy, f.MacroF1, f.Low, f.High, f.ECE,
		})
	}
	return body, nil
}
