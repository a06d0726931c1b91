package cli

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze"
	"github.com/voxpop-dev/voxpop/internal/analyze/llm"
	"github.com/voxpop-dev/voxpop/internal/serve/api"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

// beneath is the local engine that scores first for engines which ask a language model: its confidence is a likelihood, which that of
// VADER is not.
const beneath = "model"

// engineBoard makes the engines of one program and knows which one is to score: the one that was chosen at run time or, where none
// was, that of the settings.
type engineBoard struct {
	settings *Settings
	store    *relational.Store
	log      *slog.Logger

	mu     sync.Mutex
	made   map[string]analyze.Engine
	client *llm.Client
}

func newEngineBoard(s *Settings, store *relational.Store, log *slog.Logger) *engineBoard {
	return &engineBoard{settings: s, store: store, log: log, made: map[string]analyze.Engine{}}
}

// choose returns the engine that is to score.
func (b *engineBoard) choose(ctx context.Context) (analyze.Engine, error) {
	name, err := b.store.EngineChoice(ctx)
	if err != nil {
		return nil, err
	}
	if name == "" {
		name = b.settings.engineName()
	}
	return b.engine(name), nil
}

// engine returns the engine of a name, always the same one. Without a language model, a local one stands for those that ask it.
func (b *engineBoard) engine(name string) analyze.Engine {
	if asksModel(name) && !b.settings.hasLLM() {
		name = b.settings.localName()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if e := b.made[name]; e != nil {
		return e
	}
	var e analyze.Engine
	switch name {
	case "llm":
		e = llm.New(newEngine(beneath), b.asks())
	case "auto":
		e = llm.Auto(newEngine(beneath), b.asks(), b.settings.LLMBelow)
	default:
		e = newEngine(name)
	}
	b.made[name] = e
	return e
}

// asks is the one client, so that what one engine learns of the endpoint holds for the other.
func (b *engineBoard) asks() *llm.Client {
	if b.client == nil {
		b.client = b.settings.llmClient(b.store)
	}
	return b.client
}

// analyzer is a new analyzer that scores with what the board chooses.
func (b *engineBoard) analyzer() *analyze.Analyzer {
	return &analyze.Analyzer{
		Backlog: b.store, Engine: b.engine(b.settings.engineName()), Choose: b.choose, Answers: b.store, Mentions: mentions{b.log}, Log: b.log,
	}
}

// latest is choose for a process that may be one of several: errSuperseded while another has a newer version of the engine.
func (b *engineBoard) latest(ctx context.Context) (analyze.Engine, error) {
	e, err := b.choose(ctx)
	if err != nil {
		return nil, err
	}
	superseded, err := b.store.EngineSuperseded(ctx, e.ID())
	if err == nil && superseded {
		err = errSuperseded
	}
	return e, err
}

// errSuperseded ends the analysis of a program that is being replaced.
var errSuperseded = errors.New("a replica with a newer version of the engine analyses")

// yielding is an analyzer that leaves the work to a newer version of the program.
type yielding struct {
	*analyze.Analyzer
	log  *slog.Logger
	told atomic.Bool
}

// CatchUp analyses unless, or until, a newer version does.
func (y *yielding) CatchUp(ctx context.Context, progress func(items int)) error {
	err := y.Analyzer.CatchUp(ctx, progress)
	if !errors.Is(err, errSuperseded) {
		return err
	}
	if !y.told.Swap(true) {
		y.log.Info("Analysing is left to a replica with a newer version of the program")
	}
	return nil
}

// upgrader asks the language model about what was scored locally.
func (b *engineBoard) upgrader() *analyze.Upgrader {
	return &analyze.Upgrader{Analyzer: b.analyzer(), Models: b.store, Now: time.Now}
}

// scoring is the id of the engine that is to score.
func (b *engineBoard) scoring(ctx context.Context) (voxpop.EngineID, error) {
	e, err := b.choose(ctx)
	if err != nil {
		return voxpop.EngineID{}, err
	}
	return e.ID(), nil
}

// behind reports whether the engine that is to score has still to be given items that it has not seen.
func (b *engineBoard) behind(ctx context.Context) (bool, error) {
	e, err := b.latest(ctx)
	if errors.Is(err, errSuperseded) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return b.store.EngineBehind(ctx, e.ID())
}

// options are the engines that can be chosen.
func (b *engineBoard) options() []api.EngineOption {
	var out []api.EngineOption
	for _, name := range engineNames {
		o := api.EngineOption{Name: name, ID: b.engine(name).ID(), Settings: name == b.settings.engineName()}
		if asksModel(name) && !b.settings.hasLLM() {
			o.Missing = "no language model is configured (LLM_BASE_URL, LLM_API_KEY, LLM_MODEL or AZURE_OPENAI_*)"
		}
		out = append(out, o)
	}
	return out
}
