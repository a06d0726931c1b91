package api

import (
	"context"
	"sync"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// LabelReader reads labels. See storetest.Labels.
type LabelReader interface {
	Labelled(ctx context.Context) ([]voxpop.LabelledTask, error)
}

// knownShelf keeps what is known of the engines' errors as of one data version: a label that is given while a version answers counts
// from the next one on, on every route.
type knownShelf struct {
	mu      sync.Mutex
	version voxpop.DataVersion // without the engine: whichever was asked for
	kept    map[voxpop.EngineID]ask.Known
}

// known is what is known of the error of a frame's engine, read once for a data version.
func (a *API) known(ctx context.Context, f frame) (ask.Known, error) {
	s := &a.errors
	s.mu.Lock()
	defer s.mu.Unlock() // of those who ask at once only one reads, so that all get the same
	engine, version := f.version.Engine, f.version
	version.Engine = voxpop.EngineID{}
	if s.kept == nil || s.version != version {
		s.version, s.kept = version, map[voxpop.EngineID]ask.Known{}
	}
	if k, have := s.kept[engine]; have {
		return k, nil
	}
	k, err := a.readKnown(ctx, f)
	if err == nil {
		s.kept[engine] = k
	}
	return k, err
}

func (a *API) readKnown(ctx context.Context, f frame) (ask.Known, error) {
	k := ask.Known{Labels: map[string][]ask.LabelledItem{}}
	if a.opt.EngineError != nil {
		k.Engine = a.opt.EngineError(f.version.Engine)
	}
	if a.opt.Labels == nil {
		return k, nil
	}
	tasks, err := a.opt.Labels.Labelled(ctx)
	if err != nil {
		return k, a.asProblem("labels", err)
	}
	for i := range tasks {
		if l, ok := ask.Beside(&tasks[i], f.version.Engine); ok && tasks[i].Drawn {
			k.Labels[tasks[i].Tool] = append(k.Labels[tasks[i].Tool], l)
		}
	}
	return k.Ready(), nil
}

func knownEstimate(k ask.Known, slug string, t voxpop.Tally) EstimateBody {
	return estimateBody(k.Estimated(slug, &t))
}
