package cli

import (
	"context"
	"strings"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/model"
	"github.com/voxpop-dev/voxpop/internal/analyze/vader"
)

// localEngine is an engine that needs no network.
type localEngine interface {
	ID() voxpop.EngineID
	Score(ctx context.Context, texts []string) ([]voxpop.Score, error)
	ScoreText(text string) voxpop.Score
}

// newEngine returns the engine of a name that was checked before; the engine of all others is VADER.
func newEngine(name string) localEngine {
	switch strings.ToLower(name) {
	case "model":
		return model.New()
	default:
		return vader.New()
	}
}
