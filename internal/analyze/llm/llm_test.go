package llm

import (
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop"
)

func TestAskAboutItemsAndTheirTools(t *testing.T) {
	b := newBench(t)
	q := []voxpop.Inquiry{
		{Text: "a good day", Tools: []voxpop.NamedTool{{Slug: "one", Name: "good one"}, {Slug: "two", Name: "bad two"}}},
		{Text: "a bad day", Tools: []voxpop.NamedTool{{Slug: "one"}}},
		{Text: "a day"},
	}
	got, err := b.engine.Ask(t.Context(), q)
	if err != nil || len(b.asked) != 1 {
		t.Fatalf("%d calls, %v", len(b.asked), err)
	}
	first := b.found(t, got[0], q[0])
	if first.Text != (voxpop.Shares{Positive: 0.8, Neutral: 0.15, Negative: 0.05}) || first.Tools["two"].Negative != 0.7 || first.Tools["one"].Positive != 0.8 {
		t.Errorf("%+v", first)
	}
	if second := b.found(t, got[1], q[1]); second.Text.Negative != 0.7 || second.Tools["one"].Neutral != 0.8 {
		t.Errorf("%+v", second)
	}
	body := b.bodies[0]
	form := body["response_format"].(map[string]any)["json_schema"].(map[string]any)
	if body["model"] != "gpt-4o-mini" || form["strict"] != true || form["schema"].(map[string]any)["additionalProperties"] != false || body["temperature"] != 0.0 {
		t.Errorf("%v", body)
	}
	if b.purse.sum != (voxpop.Spending{Calls: 1, Tokens: 670}) {
		t.Errorf("spent %+v", b.purse.sum)
	}
}

func TestProviders(t *testing.T) {
	for name, c := range map[string]struct {
		change    func(*Config)
		url       string
		head, key string
	}{
		"openai": {func(*Config) {}, "/v1/chat/completions", "Authorization", "Bearer " + secret},
		"azure": {func(c *Config) {
			c.BaseURL, c.AzureVersion = strings.TrimSuffix(c.BaseURL, "/v1")+"/openai/deployments/mini", "2024-10-21"
		}, "/openai/deployments/mini/chat/completions?api-version=2024-10-21", "Api-Key", secret},
		"ollama": {func(c *Config) { c.Key = "" }, "/v1/chat/completions", "Authorization", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("OPENAI_API_KEY", "sk-of-somebody-else")
			t.Setenv("OPENAI_BASE_URL", "http://127.0.0.1:1")
			b := newBench(t, c.change)
			b.script = append(b.script, says(name))
			q := items("good")
			got, err := b.engine.Ask(t.Context(), q)
			if err != nil || b.found(t, got[0], q[0]).Text.Positive != 0.8 {
				t.Errorf("%+v, %v", got, err)
			}
			if b.urls[0] != c.url || b.heads[0].Get(c.head) != c.key {
				t.Errorf("asked at %s with %q", b.urls[0], b.heads[0].Get(c.head))
			}
			_, modern := b.bodies[0]["max_completion_tokens"]
			if modern != (name == "azure") {
				t.Errorf("%v", b.bodies[0])
			}
			if b.purse.sum.Tokens != 670 {
				t.Errorf("%d tokens", b.purse.sum.Tokens)
			}
		})
	}
}

func TestManyItemsGoIntoFewCalls(t *testing.T) {
	b := newBench(t)
	short := items(strings.Split(strings.Repeat("good,", 44)+"bad", ",")...)
	got, err := b.engine.Ask(t.Context(), short)
	if err != nil || len(b.asked) != 3 {
		t.Fatalf("%d calls, %v", len(b.asked), err)
	}
	for i := range got {
		if f := b.found(t, got[i], short[i]); (f.Text.Positive > f.Text.Negative) != (i < 44) {
			t.Errorf("item %d: %+v", i, f)
		}
	}
	long := items("short", strings.Repeat("é", 9000))
	for range 5 {
		long = append(long, items(strings.Repeat("so very long ", 2000))...)
	}
	b.asked = nil
	if _, err = b.engine.Ask(t.Context(), long); err != nil || len(b.asked) < 2 {
		t.Errorf("%d calls, %v", len(b.asked), err)
	}
	for _, q := range b.asked {
		for _, item := range q.Items {
			if n := len([]rune(item.Text)); n > maxHead+maxTail+5 {
				t.Errorf("a text of %d code points was sent", n)
			}
		}
	}
}

func TestIdentity(t *testing.T) {
	b := newBench(t, func(c *Config) { c.Model = "org/Model v2" })
	if id := b.engine.ID(); id.Name != "llm" || id.Version != promptVersion+"-org_Model_v2+local.7" {
		t.Errorf("%s", id)
	}
	if id := Auto(local{}, b.engine.client, 0.7).ID(); id.Name != "auto" || id.Version != promptVersion+"-org_Model_v2+local.7+below.0.70" {
		t.Errorf("%s", id)
	}
	q := voxpop.Inquiry{Text: "text", Tools: []voxpop.NamedTool{{Slug: "a", Name: "A"}}}
	seen := map[string]string{b.engine.Hash(q): "it"}
	for name, other := range map[string]voxpop.Inquiry{
		"text": {Text: "text2", Tools: q.Tools}, "no tools": {Text: "text"}, "slug": {Text: "text", Tools: []voxpop.NamedTool{{Slug: "b", Name: "A"}}},
		"moved": {Text: "texta", Tools: []voxpop.NamedTool{{Name: "A"}}},
	} {
		if before := seen[b.engine.Hash(other)]; before != "" {
			t.Errorf("%s has the hash of %s", name, before)
		}
		seen[b.engine.Hash(other)] = name
	}
	if other := newBench(t); other.engine.Hash(q) == b.engine.Hash(q) {
		t.Error("another model has the same hash")
	}
	if a := Auto(local{}, b.engine.client, 0.7); a.Hash(q) != b.engine.Hash(q) {
		t.Error("auto asks anew what llm has asked")
	}
}

func TestLocalScoresStandIn(t *testing.T) {
	b := newBench(t)
	scores, err := b.engine.Score(t.Context(), []string{"a", "b"})
	if err != nil || len(scores) != 2 || scores[1].Engine != b.engine.ID() || scores[1].StandIn != (voxpop.StandIn{Engine: local{}.ID(), Reason: voxpop.StandInWaiting}) {
		t.Errorf("%+v, %v", scores, err)
	}
	opinion := []voxpop.Opinion{{ToolOpinion: voxpop.ToolOpinion{Score: voxpop.Score{Confidence: 0.6}}}}
	auto := Auto(local{}, b.engine.client, 0.7)
	for _, c := range []struct {
		text     float64
		opinions []voxpop.Opinion
		want     bool
	}{{0.69, nil, true}, {0.7, nil, false}, {0.9, opinion, true}} {
		if got := auto.Unsure(voxpop.Score{Confidence: c.text}, c.opinions); got != c.want {
			t.Errorf("%v, %d opinions: %v", c.text, len(c.opinions), got)
		}
	}
	if !b.engine.Unsure(voxpop.Score{Confidence: 1}, nil) {
		t.Error("llm does not ask about a sure one")
	}
}

func TestScoreOf(t *testing.T) {
	e := &Engine{}
	for _, c := range []struct {
		in         voxpop.Shares
		label      voxpop.Label
		compound   float64
		confidence float64
	}{
		{voxpop.Shares{Positive: 1}, voxpop.Positive, 1, 1}, {voxpop.Shares{Negative: 0.7, Neutral: 0.2, Positive: 0.1}, voxpop.Negative, -0.6, 0.7},
		{voxpop.Shares{Neutral: 0.5, Positive: 0.5}, voxpop.Neutral, 0.0499, 0.5}, {voxpop.Shares{Positive: 0.45, Negative: 0.45, Neutral: 0.1}, voxpop.Neutral, 0, 0.45},
		{voxpop.Shares{Positive: 0.4, Negative: 0.38, Neutral: 0.22}, voxpop.Positive, 0.05, 0.4},
	} {
		s := e.ScoreOf(c.in, voxpop.EngineID{Name: "x"})
		if s.Label != c.label || s.Compound != c.compound || s.Confidence != c.confidence || s.Engine.Name != "x" || s.Label != voxpop.LabelOf(s.Compound) {
			t.Errorf("%+v: %+v", c.in, s)
		}
	}
}
