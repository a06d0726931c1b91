package ask

import (
	"cmp"
	"maps"
	"slices"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/evaluate"
	"github.com/voxpop-dev/voxpop/internal/stats"
)

// LeastJudged is how many labels of one tool an engine is judged by on that tool alone.
const LeastJudged = 30

// LabelReport is what labels of one's own data say of engines, and of the people who gave them.
type LabelReport struct {
	People    []Labeller       // most labels first
	Agreement []Agreement      // every two people who labelled the same, most of it first
	Engines   []MeasuredEngine // the engine that answers first, mentions before whole texts
	Tools     []LabelledTool   // by slug; whole texts, under "", first
}

// Labeller is a person and how much they said.
type Labeller struct {
	Person string
	Labels int // those of None included
	None   int // of words that do not mean the tool
}

// MeasuredEngine is how well an engine does on mentions, or on whole texts.
type MeasuredEngine struct {
	Engine  voxpop.EngineID
	Answers bool   // it is the engine that answers
	Texts   bool   // whole texts were judged, not mentions
	Tool    string // mentions of this tool alone; empty: of all
	evaluate.Report
}

// LabelledTool is how many labels a tool has, or whole texts under "".
type LabelledTool struct {
	Tool    string
	Labels  int              // people agree on them
	Counted int              // of these, drawn at random and read by the engine that answers: they correct its numbers from LeastLabels on
	Missing int              // how many more it takes until they do
	Engines []MeasuredEngine // from LeastJudged on
}

// Reported reads labelled tasks. Engines are judged by every label that people agree on, drawn or brought in.
func Reported(tasks []voxpop.LabelledTask) LabelReport {
	r := LabelReport{People: labellers(tasks), Agreement: agreements(tasks)}
	byTool := map[string][]voxpop.LabelledTask{}
	var mentions []voxpop.LabelledTask
	for _, t := range tasks {
		byTool[t.Tool] = append(byTool[t.Tool], t)
		if t.Tool != "" {
			mentions = append(mentions, t)
		}
	}
	r.Engines = append(judge(mentions, MeasuredEngine{}, 1), judge(byTool[""], MeasuredEngine{Texts: true}, 1)...)
	for _, tool := range slices.Sorted(maps.Keys(byTool)) {
		l := LabelledTool{Tool: tool, Missing: LeastLabels}
		for i := range byTool[tool] {
			t := &byTool[tool][i]
			if _, agreed := t.Agreed(); agreed {
				l.Labels++
			}
			if _, ok := Beside(t, t.Answers); ok && t.Drawn {
				l.Counted++
			}
		}
		l.Missing = max(0, LeastLabels-l.Counted)
		if tool != "" {
			l.Engines = judge(byTool[tool], MeasuredEngine{Tool: tool}, LeastJudged)
		}
		r.Tools = append(r.Tools, l)
	}
	return r
}

// judge measures every engine that reads at least so many of the tasks.
func judge(tasks []voxpop.LabelledTask, like MeasuredEngine, least int) (all []MeasuredEngine) {
	answers := map[voxpop.EngineID][]evaluate.Answer{}
	for i := range tasks {
		people, agreed := tasks[i].Agreed()
		if !agreed {
			continue
		}
		for e, sign := range tasks[i].Signs {
			answers[e] = append(answers[e], evaluate.Answer{People: people, Engine: evaluate.Labels[sign+1]})
		}
	}
	for e, given := range answers {
		if len(given) < least {
			continue
		}
		j := like
		j.Engine, j.Answers, j.Report = e, e == tasks[0].Answers, evaluate.Measure(given)
		j.Accuracy = accuracyOf(&j.Confusion, len(given))
		all = append(all, j)
	}
	slices.SortFunc(all, func(a, b MeasuredEngine) int {
		if a.Answers != b.Answers {
			return map[bool]int{true: -1, false: 1}[a.Answers]
		}
		return cmp.Or(cmp.Compare(a.Engine.Name, b.Engine.Name), cmp.Compare(a.Engine.Version, b.Engine.Version))
	})
	return all
}

// accuracyOf is the share of labels that an engine agrees with, by Wilson's interval: few labels may all be alike, which a bootstrap takes for
// certainty.
func accuracyOf(c *evaluate.Confusion, n int) evaluate.Interval {
	right := 0
	for k := range c {
		right += c[k][k]
	}
	s, _ := stats.Wilson(int64(right), int64(n), float64(n))
	return evaluate.Interval{Value: round(s.Share, 4), Low: round(s.Low, 4), High: round(s.High, 4)}
}

// Pooled is what all mentions of all tools together say, corrected by all drawn labels of mentions where these are LeastLabels or more. An item
// that mentions two tools is two mentions.
func Pooled(tasks []voxpop.LabelledTask, tallies map[string]voxpop.Tally) Estimate {
	const all = "*" // no slug
	k := Known{Labels: map[string][]LabelledItem{}}
	for i := range tasks {
		t := &tasks[i]
		if l, ok := Beside(t, t.Answers); ok && t.Drawn && t.Tool != "" {
			k.Labels[all] = append(k.Labels[all], l)
		}
	}
	var whole voxpop.Tally
	for _, tally := range tallies {
		whole.Add(&tally)
	}
	return k.Estimated(all, &whole)
}
