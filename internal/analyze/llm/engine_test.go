package llm

import (
	"testing"

	"github.com/voxpop-dev/voxpop/internal/analyze/enginetest"
	"github.com/voxpop-dev/voxpop/internal/analyze/vader"
)

func TestEngineSuite(t *testing.T) {
	client := NewClient(Config{BaseURL: "http://127.0.0.1:1/v1", Model: "m", Purse: &purse{}})
	enginetest.Exercise(t, New(vader.New(), client))
	enginetest.Exercise(t, Auto(vader.New(), client, 0.5))
}
