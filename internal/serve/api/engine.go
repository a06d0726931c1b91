package api

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/voxpop-dev/voxpop"
)

// EngineCommands tells how far each engine is, and chooses one. See storetest.Engines and storetest.Models.
type EngineCommands interface {
	ChooseEngine(ctx context.Context, name string, audit voxpop.AuditEntry) error
	EngineChoice(ctx context.Context) (string, error)
	EngineStates(ctx context.Context) ([]voxpop.EngineState, error)
	Pause(ctx context.Context) (voxpop.Pause, error)
	Spent(ctx context.Context, t time.Time) (voxpop.Spending, error)
}

// EngineOption is an engine that the program has.
type EngineOption struct {
	Name     string
	ID       voxpop.EngineID // its version now; of one that cannot score, that of the engine in its place
	Missing  string          // why it cannot be chosen; empty when it can
	Settings bool            // the settings choose it
}

// AvailableEngine is an engine as it can be chosen.
type AvailableEngine struct {
	Name      string `json:"name" enum:"vader,model,llm,auto"`
	Version   string `json:"version"`
	Available bool   `json:"available"`
	Reason    string `json:"reason" doc:"Why it is not; empty when it is"`
	Settings  bool   `json:"settings" doc:"The settings choose it"`
}

// EngineVersion is a version of which scores are kept.
type EngineVersion struct {
	Engine   string         `json:"engine"`
	Version  string         `json:"version"`
	Since    time.Time      `json:"since"`
	State    string         `json:"state" enum:"walking,walked,building,ready" doc:"walking: the back-fill finds items that it has not scored. walked: they are being scored. building: they are being counted. ready: it has answered, or does"`
	Answers  bool           `json:"answers" doc:"All numbers come from it"`
	Active   bool           `json:"active" doc:"It scores new items"`
	BackFill EngineProgress `json:"backfill"`
	Waiting  int64          `json:"waiting_for_model" doc:"Scores that a local engine made, for which a language model is still to be asked"`
}

// EngineProgress is how far a back-fill is.
type EngineProgress struct {
	Walked     int64   `json:"walked" doc:"Stored items that it has looked at"`
	Items      int64   `json:"items"`
	Percentage float64 `json:"percentage" doc:"0 to 100"`
}

// ModelBody is how the language model stands.
type ModelBody struct {
	Configured  bool       `json:"configured"`
	Paused      string     `json:"paused" enum:",budget,unavailable" doc:"Why it is not asked for now; empty when it is"`
	Detail      string     `json:"detail"`
	PausedUntil *time.Time `json:"paused_until"`
	Calls       int64      `json:"calls_today" doc:"Of the UTC day"`
	Tokens      int64      `json:"tokens_today"`
	USD         float64    `json:"usd_today" doc:"By the prices of the settings; 0 without them"`
}

// EnginesBody answers admin/engine.
type EnginesBody struct {
	Active    string            `json:"active" doc:"The engine that scores new items"`
	Choice    *string           `json:"choice" doc:"What was chosen here; null: the settings decide"`
	Available []AvailableEngine `json:"available" nullable:"false"`
	Versions  []EngineVersion   `json:"versions" nullable:"false" doc:"Newest first"`
	Pending   int64             `json:"pending" doc:"Items that wait to be scored"`
	Model     ModelBody         `json:"language_model"`
}

// EngineRequest chooses an engine.
type EngineRequest struct {
	Engine *string `json:"engine" nullable:"true" maxLength:"20" doc:"vader, model, llm or auto; null lets the settings decide again"`
}

// EngineInput is such a request as it arrives.
type EngineInput struct{ Body EngineRequest }

func (a *API) registerEngine() {
	if a.opt.Engines == nil {
		return
	}
	const tag = "Administration"
	o := op("GET", "/engines", "engines", "State", "Engines: how far each is, and how right each was measured to be")
	o.Middlewares = huma.Middlewares{noStore}
	answerWith(a, o, a.engineStates)
	answerWith(a, a.guarded(op("GET", "/admin/engine", "engine", tag, "Engines: which one scores, which answers, how far each is"), voxpop.RoleRead), a.engines)
	commandWith(a, op("PUT", "/admin/engine", "choose-engine", tag, "Choose the engine: new items at once, old ones by the back-fill", 400, 422), a.chooseEngine)
}

func (a *API) engines(ctx context.Context, _ *struct{}) (*EnginesBody, error) {
	const what = "engines"
	choice, err := a.opt.Engines.EngineChoice(ctx)
	if err != nil {
		return nil, a.asProblem(what, err)
	}
	backlog, err := a.opt.Backlog.Backlog(ctx)
	if err != nil {
		return nil, a.asProblem(what, err)
	}
	active := a.activeEngine(choice)
	body := &EnginesBody{Active: active.Name, Choice: words(choice), Available: []AvailableEngine{}, Pending: backlog.Pending}
	for _, o := range a.opt.EngineOptions() {
		body.Available = append(body.Available, AvailableEngine{o.Name, o.ID.Version, o.Missing == "", o.Missing, o.Settings})
	}
	if body.Versions, err = a.engineVersions(ctx, active); err != nil {
		return nil, err
	}
	body.Model, err = a.modelBody(ctx)
	return body, err
}

// activeEngine is what scores new items: what was chosen, else what the settings say.
func (a *API) activeEngine(choice string) voxpop.EngineID {
	for _, o := range a.opt.EngineOptions() {
		if o.Name == choice || choice == "" && o.Settings {
			return o.ID
		}
	}
	return voxpop.EngineID{}
}

func (a *API) engineVersions(ctx context.Context, active voxpop.EngineID) ([]EngineVersion, error) {
	states, err := a.opt.Engines.EngineStates(ctx)
	if err != nil {
		return nil, a.asProblem("engines", err)
	}
	out := make([]EngineVersion, len(states))
	for i := range states {
		out[i] = engineVersion(&states[i], active)
	}
	return out, nil
}

func engineVersion(s *voxpop.EngineState, active voxpop.EngineID) EngineVersion {
	v := EngineVersion{
		Engine: s.Name, Version: s.Version, Since: s.Since.UTC(), State: s.State, Answers: s.Answers, Active: s.EngineID == active,
		BackFill: EngineProgress{Walked: s.Walked, Items: s.Items, Percentage: 100}, Waiting: s.Waiting,
	}
	if s.Items > 0 {
		v.BackFill.Percentage = percentOf(s.Walked, s.Items)
	}
	return v
}

// percentOf is a share in percent, rounded down to a tenth: not 100 before the end.
func percentOf(part, whole int64) float64 { return float64(part*1000/whole) / 10 }

func (a *API) modelBody(ctx context.Context) (ModelBody, error) {
	pause, err := a.opt.Engines.Pause(ctx)
	if err != nil {
		return ModelBody{}, a.asProblem("language model", err)
	}
	if !a.now().Before(pause.Until) {
		pause = voxpop.Pause{}
	}
	spent, err := a.opt.Engines.Spent(ctx, a.now())
	if err != nil {
		return ModelBody{}, a.asProblem("language model", err)
	}
	return ModelBody{
		Configured: slices.ContainsFunc(a.opt.EngineOptions(), func(o EngineOption) bool { return o.Name == "llm" && o.Missing == "" }),
		Paused:     string(pause.Reason), Detail: pause.Detail, PausedUntil: optional(pause.Until),
		Calls: spent.Calls, Tokens: spent.Tokens, USD: float64(spent.Micros) / 1e6,
	}, nil
}

func (a *API) chooseEngine(ctx context.Context, in *EngineInput) (*EnginesBody, error) {
	name := ""
	if in.Body.Engine != nil {
		name = strings.ToLower(*in.Body.Engine)
		if err := a.mayChoose(name); err != nil {
			return nil, err
		}
	}
	audit := a.entryOf(ctx, "engine.choose", name)
	if name == "" {
		audit.Action = "engine.clear"
	}
	if err := a.opt.Engines.ChooseEngine(ctx, name, audit); err != nil {
		return nil, a.refused("choosing an engine", err)
	}
	a.opt.Wake()
	return a.engines(ctx, nil)
}

func (a *API) mayChoose(name string) error {
	var names []string
	for _, o := range a.opt.EngineOptions() {
		if o.Name != name {
			names = append(names, o.Name)
			continue
		}
		if o.Missing != "" {
			return invalid("body.engine", "cannot be "+name+": "+o.Missing, name)
		}
		return nil
	}
	return invalid("body.engine", fmt.Sprintf("must be one of %s, or null", strings.Join(names, ", ")), clip(name, 60))
}
