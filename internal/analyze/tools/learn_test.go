package tools

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/fingerprint"
	"github.com/voxpop-dev/voxpop/internal/analyze/text"
	"github.com/voxpop-dev/voxpop/internal/analyze/vader"
)

// TestLearnAttitude writes attitude.tsv and learned.bin anew when VOXPOP_LEARN is set. It reads the training parts
// of sets that people labelled (labelledSets; see NOTICE), and gives the same file for the same data.
func TestLearnAttitude(t *testing.T) {
	if os.Getenv("VOXPOP_LEARN") == "" {
		t.Skip("set VOXPOP_LEARN=1 to learn the weights anew")
	}
	l := learner{numbers: map[string]int{}}
	var texts []string
	for _, pass := range []func(labelled){l.count, l.read} {
		for _, e := range append(sharedLabels(t), sharedWholeTexts(t)...) {
			if labelledSets[e.set] > 0 && !e.held {
				pass(e)
				texts = append(texts, e.text, text.Clean(voxpop.SourceReddit, "", e.text).Plain)
			}
		}
		l.number()
	}
	l.fit()
	if err := os.WriteFile("attitude.tsv", l.table(), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("learned.bin", fingerprint.New(texts...).Append(nil), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d texts, %d cues", len(l.examples), len(l.names))
}

const (
	minCount = 5    // of texts that have a cue
	decay    = 5e-4 // of weights, a step
	rounds   = 8
	// Added to what was learned, for texts of other kinds and for the rarer classes: opinions are
	// likelier, and the engine's word on the clause and the idioms in it count for more.
	moreOpinion, moreEngine, moreIdiom = 0.2, 0.3, 0.7
)

type learner struct {
	numbers  map[string]int // first how often a cue occurs, then its place in weights
	counted  bool
	names    []string
	weights  []weights
	examples []example
}

type example struct {
	cues   []cueValue
	label  voxpop.Label
	weight float64
	engine int // how many of the cues, the first ones, are not words
}

type cueValue struct {
	cue   int
	value float64
}

func visitCues(e labelled, visit func(cue []byte, value float64)) {
	p := newPassage(e.text, []voxpop.Span{e.span})
	if !p.targets[0].empty() {
		p.cues(p.targets[0], vader.New().ScoreText, visit)
	}
}

func (l *learner) count(e labelled) {
	seen := map[string]bool{}
	visitCues(e, func(cue []byte, _ float64) {
		if !seen[string(cue)] {
			seen[string(cue)] = true
			l.numbers[string(cue)]++
		}
	})
}

// number gives every cue that is frequent enough its place.
func (l *learner) number() {
	if l.counted {
		return
	}
	l.counted = true
	for cue, n := range l.numbers {
		if n >= minCount {
			l.names = append(l.names, cue)
		}
	}
	slices.Sort(l.names)
	clear(l.numbers)
	for i, cue := range l.names {
		l.numbers[cue] = i
	}
	l.weights = make([]weights, len(l.names))
}

func (l *learner) read(e labelled) {
	x := example{label: e.label, weight: labelledSets[e.set]}
	visitCues(e, func(cue []byte, value float64) {
		if i, known := l.numbers[string(cue)]; known {
			x.cues = append(x.cues, cueValue{i, value})
			if !bytes.Contains(cue, []byte(":")) {
				x.engine = len(x.cues)
			}
		}
	})
	l.examples = append(l.examples, x)
}

// fit is multinomial logistic regression by AdaGrad (Duchi et al. 2011) with weight decay.
func (l *learner) fit() {
	squares := make([]weights, len(l.weights))
	random := rand.New(rand.NewPCG(1, 2))
	for range rounds {
		for _, i := range random.Perm(len(l.examples)) {
			x := l.examples[i]
			cues := x.some(random)
			var opinion, polarity float64
			for _, c := range cues {
				opinion += l.weights[c.cue].opinion * c.value
				polarity += l.weights[c.cue].polarity * c.value
			}
			a := softmax(opinion, polarity)
			slope := weights{a.positive + a.negative - math.Abs(float64(x.label.Sign())), a.positive - a.negative - float64(x.label.Sign())}
			for _, c := range cues {
				w, q := &l.weights[c.cue], &squares[c.cue]
				step(&w.opinion, &q.opinion, x.weight*slope.opinion*c.value+decay*w.opinion)
				step(&w.polarity, &q.polarity, x.weight*slope.polarity*c.value+decay*w.polarity)
			}
		}
	}
}

// some leaves out all words of half of the texts, and half of the words of most others: what the engine
// says must carry weight by itself, since most words of other fields were never seen.
func (x example) some(random *rand.Rand) []cueValue {
	cues := slices.Clone(x.cues[:x.engine])
	switch luck := random.Float64(); {
	case luck < 0.5:
		return cues
	case luck < 0.6:
		return x.cues
	}
	for _, c := range x.cues[x.engine:] {
		if random.IntN(2) == 0 {
			cues = append(cues, c)
		}
	}
	return cues
}

func step(weight, squares *float64, slope float64) {
	*squares += slope * slope
	*weight -= 0.1 * slope / math.Sqrt(*squares+1e-8)
}

// table writes the weights that matter, to two decimals.
func (l *learner) table() []byte {
	var out bytes.Buffer
	for i, name := range l.names {
		w := l.weights[i]
		switch name {
		case "bias":
			w.opinion += moreOpinion
		case "clause+":
			w = weights{w.opinion + moreEngine, w.polarity + moreEngine}
		case "clause-":
			w = weights{w.opinion + moreEngine, w.polarity - moreEngine}
		case "idioms+":
			w = weights{w.opinion + moreIdiom, w.polarity + moreIdiom}
		case "idioms-":
			w = weights{w.opinion + moreIdiom, w.polarity - moreIdiom}
		}
		if math.Abs(w.opinion) >= 0.1 || math.Abs(w.polarity) >= 0.1 {
			fmt.Fprintf(&out, "%s\t%.2f\t%.2f\n", name, w.opinion, w.polarity)
		}
	}
	return out.Bytes()
}
