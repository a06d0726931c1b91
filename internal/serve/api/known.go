package api

import (
	"context"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// LabelReader reads labels. See storetest.Labels.
type LabelReader interface {
	Labelled(ctx context.Context) ([]voxpop.LabelledTask, error)
}

// known is what is known of the error of the engine that answers.
func (a *API) known(ctx context.Context, f frame) (ask.Known, error) {
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
	return k, nil
}

func knownEstimate(k ask.Known, slug string, t voxpop.Tally) EstimateBody {
	return estimateBody(k.Estimated(slug, &t))
}
