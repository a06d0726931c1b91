package tools

import (
	"testing"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/vader"
)

func scorer() *Scorer { return NewScorer(vader.New().ScoreText) }

func TestOpinionsGatherMentions(t *testing.T) {
	m := shipped(t)
	text := "Cursor is great. I use Claude. Cursor is slow."
	mentions := m.Find(Input{Source: "reddit", Community: "x", Text: "AI: " + text})
	opinions, _ := scorer().Opinions("AI: "+text, mentions)
	if len(opinions) != 2 || opinions[0].Tool != "cursor" || len(opinions[0].Mentions) != 2 || opinions[1].Tool != "claude" {
		t.Fatalf("got %+v", opinions)
	}
	sum := 0.0
	for _, mention := range opinions[0].Mentions {
		sum += mention.Score.Compound
	}
	if got := opinions[0].Score; got.Compound != round4(sum/2) || got.Label != voxpop.LabelOf(got.Compound) {
		t.Errorf("the opinion %+v is not the mean of its mentions, %v", got, sum/2)
	}
	if want := MentionEngine(vader.New().ID()); opinions[0].Score.Engine != want || opinions[1].Mentions[0].Score.Engine != want {
		t.Errorf("scored by %v, want %v", opinions[0].Score.Engine, want)
	}
}
