package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func say(n int, sign int, text string) (items []DriverItem) {
	for k := range n {
		items = append(items, DriverItem{ID: fmt.Sprint(text, sign, k), Tokens: strings.Fields(text), Sign: sign})
	}
	return items
}

// By hand. Before: 900 items without the phrase with net 0, 100 with it, all negative: net -10. After: 600 and 400: net -40. The phrase
// has g = -1 on both sides, so all of the change is its frequency, (0.4 - 0.1)·(-1).
func TestDriversByHand(t *testing.T) {
	from := slices.Concat(say(450, 1, "works well"), say(450, -1, "is slow today"), say(100, -1, "hit the rate limit again"))
	to := slices.Concat(say(300, 1, "works well"), say(300, -1, "is slow today"), say(400, -1, "hit the rate limit again"))
	d, ok := FindDrivers(from, to, 1, nil)
	if !ok || len(d.Bars) != 1 || math.Abs(d.From+0.1) > 1e-12 || math.Abs(d.To+0.4) > 1e-12 {
		t.Fatalf("%+v", d)
	}
	b := d.Bars[0]
	if !strings.Contains("hit the rate limit again", b.Phrase) || len(strings.Fields(b.Phrase)) != 3 {
		t.Errorf("phrase %q", b.Phrase)
	}
	if math.Abs(b.Frequency+0.3) > 1e-12 || math.Abs(b.Feeling) > 1e-12 || !b.Sure || math.Abs(d.Rest) > 1e-12 || d.RestFrom != 900 || d.RestTo != 600 {
		t.Errorf("%+v, rest %v", b, d.Rest)
	}
	want := DriverSide{Items: 400, Of: 1000, Net: -1, Others: 0, Found: 400}
	got := b.To
	got.Evidence = nil
	if !reflect.DeepEqual(got, want) || len(b.To.Evidence) != maxEvidence {
		t.Errorf("%+v, want %+v", b.To, want)
	}
}

// By hand: the phrase is in half of the items on both sides; its net goes from +1 to -1 while the rest stays at 0:
// d·Δg = 0.5·(-2) = -1.
func TestDriversOfFeeling(t *testing.T) {
	from := slices.Concat(say(50, 1, "composer mode"), say(25, 1, "x"), say(25, -1, "x"))
	to := slices.Concat(say(50, -1, "composer mode"), say(25, 1, "x"), say(25, -1, "x"))
	d, _ := FindDrivers(from, to, 5, nil)
	if len(d.Bars) != 1 || d.Bars[0].Phrase != "composer mode" || math.Abs(d.Bars[0].Feeling+1) > 1e-12 || math.Abs(d.Bars[0].Frequency) > 1e-12 {
		t.Errorf("%+v", d)
	}
}

func TestPhrasesStopAtBorders(t *testing.T) {
	items := slices.Concat(say(5, 1, "good tab"), say(5, -1, "bad"))
	for i := range items {
		items[i].Tokens = append(items[i].Tokens, "", "end")
	}
	p := indexed(items)
	var got []string
	for id := range p.spoken {
		got = append(got, p.text(int32(id)))
	}
	if fmt.Sprint(got) != "[good tab end bad good tab]" {
		t.Errorf("phrases %q", got)
	}
}

func TestEvidenceSpeaksForTheBar(t *testing.T) {
	from := slices.Concat(say(50, 1, "fine"), say(50, -1, "meh"))
	to := slices.Concat(say(50, 1, "fine"), say(50, -1, "meh"), say(10, 1, "refund please"), say(60, -1, "refund please"))
	d, _ := FindDrivers(from, to, 1, nil)
	b := d.Bars[0]
	if b.Phrase != "refund please" || len(b.To.Evidence) != maxEvidence || len(b.From.Evidence) != 0 {
		t.Fatalf("%+v", b)
	}
	for _, id := range b.To.Evidence {
		if !strings.Contains(id, "-1") {
			t.Errorf("a positive item as evidence of a negative phrase: %q", id)
		}
	}
}

// That 60 items happen not to have what 3 % of the others say is no finding.
func TestSmallSideIsNotSure(t *testing.T) {
	from := slices.Concat(say(42, 1, "x"), say(18, -1, "x"))
	to := slices.Concat(say(1358, 1, "x"), say(582, -1, "x"), say(60, 1, "nice fit"))
	if d, _ := FindDrivers(from, to, 5, nil); len(d.Bars) > 0 {
		t.Errorf("%+v", d.Bars)
	}
	if d, _ := FindDrivers(slices.Concat(from, from, from, from, from, from, from, from, from, from), to, 5, nil); len(d.Bars) != 1 || d.Bars[0].Phrase != "nice fit" {
		t.Errorf("600 items that do not have it are a finding: %+v", d.Bars)
	}
}

// What function words tell is no bar, but stays in the rest, so that all of the change is told.
func TestEmptyWordsAreNoDrivers(t *testing.T) {
	from := slices.Concat(say(100, 1, "it"), say(100, -1, "it"), say(20, -1, "is very"))
	to := slices.Concat(say(100, 1, "it"), say(100, -1, "it"), say(120, -1, "is very"), say(60, -1, "is broken"))
	empty := func(word string) bool { return slices.Contains([]string{"it", "is", "very"}, word) }
	d, _ := FindDrivers(from, to, 5, empty)
	if len(d.Bars) != 1 || !strings.Contains(d.Bars[0].Phrase, "broken") || d.Phrases != 2 {
		t.Fatalf("%+v: want one bar of what is broken, of two phrases", d)
	}
	if all := d.Bars[0].Moved + d.Rest; math.Abs(all-(d.To-d.From)) > 1e-12 || d.Rest > -0.2 || d.RestTo != 320 {
		t.Errorf("%+v: want the bar and the rest to sum to the change, and the rest to tell what other words do", d)
	}
	if all, _ := FindDrivers(from, to, 5, nil); all.Bars[0].Phrase == d.Bars[0].Phrase || all.Phrases != 6 {
		t.Errorf("with all words: %+v", all)
	}
}

// vocabulary draws words as often as in real text (Zipf): a few are everywhere.
type vocabulary struct {
	r    *rand.Rand
	zipf *rand.Zipf
}

func newVocabulary(seed uint64) vocabulary {
	r := rand.New(rand.NewPCG(seed, 1))
	return vocabulary{r, rand.NewZipf(r, 1.07, 3, 20000)}
}

func (v vocabulary) items(n, words int) (items []DriverItem) {
	for k := range n {
		item := DriverItem{ID: fmt.Sprint(k), Sign: v.r.IntN(3) - 1}
		for range words/2 + v.r.IntN(words) {
			item.Tokens = append(item.Tokens, fmt.Sprint("w", v.zipf.Uint64()))
		}
		items = append(items, item)
	}
	return items
}

// plant puts words into some items and makes them lean.
func (v vocabulary) plant(items []DriverItem, n, sign int, words ...string) {
	for range n {
		k := v.r.IntN(len(items))
		items[k].Tokens = append(slices.Clone(items[k].Tokens), words...)
		if v.r.IntN(10) < 9 {
			items[k].Sign = sign
		}
	}
}

// Among words that say nothing, planted phrases are found, whole, first, and with their direction. Stop
// words do not show up although no list names them.
func TestPlantedDriversAreFound(t *testing.T) {
	v := newVocabulary(1)
	from, to := v.items(2000, 40), v.items(2000, 40)
	v.plant(from, 30, -1, "rate", "limit")
	v.plant(to, 200, -1, "rate", "limit")
	v.plant(from, 150, 1, "tab", "completion")
	v.plant(to, 30, 1, "tab", "completion")
	v.plant(to, 90, 1, "background", "agents", "rock")
	d, _ := FindDrivers(from, to, 10, nil)
	var certain []string
	for _, b := range d.Bars {
		t.Logf("%-24s %+.4f = %+.4f %+.4f sure %v; %d of %d (%+.2f), %d of %d (%+.2f)", b.Phrase, b.Moved, b.Frequency, b.Feeling, b.Sure, b.From.Items, b.From.Of, b.From.Net, b.To.Items, b.To.Of, b.To.Net)
		if b.Sure {
			certain = append(certain, fmt.Sprintf("%s %t", b.Phrase, b.Moved > 0))
		}
	}
	if got := strings.Join(certain, ", "); got != "rate limit false, tab completion false, background agents rock true" {
		t.Errorf("sure of: %s", got)
	}
}

// Where both sides are drawn from the same talk, hardly ever is a phrase called sure.
func TestChanceIsNoDriver(t *testing.T) {
	wrong := 0
	for seed := range uint64(10) {
		v := newVocabulary(seed + 100)
		d, _ := FindDrivers(v.items(400, 30), v.items(400, 30), 10, nil)
		for _, b := range d.Bars {
			wrong += number(b.Sure)
		}
	}
	if wrong > 1 {
		t.Errorf("%d sure phrases in ten comparisons of like with like", wrong)
	}
}

func drawItems(t *rapid.T, side string) (items []DriverItem) {
	for k := range rapid.IntRange(1, 40).Draw(t, "items") {
		items = append(items, DriverItem{
			ID:     fmt.Sprint(side, k),
			Tokens: rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f", ""}), 0, 8).Draw(t, "tokens"),
			Sign:   rapid.IntRange(-1, 1).Draw(t, "sign"),
		})
	}
	return items
}

func TestDriversProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, to := drawItems(t, "from"), drawItems(t, "to")
		d, _ := FindDrivers(from, to, 6, nil)
		sum := d.Rest
		for _, b := range d.Bars {
			sum += b.Moved
			pull := func(s DriverSide) float64 { return float64(s.Items) / float64(s.Of) * (s.Net - s.Others) }
			if math.Abs(pull(b.To)-pull(b.From)-b.Moved) > 1e-9 || math.Abs(b.Frequency+b.Feeling-b.Moved) > 1e-9 {
				t.Fatalf("a bar that its own figures do not explain: %+v", b)
			}
			if b.From.Found < b.From.Items || len(b.To.Evidence) > b.To.Items {
				t.Fatalf("%+v", b)
			}
		}
		if math.Abs(sum-(d.To-d.From)) > 1e-9 {
			t.Fatalf("bars and rest sum to %v, the change is %v", sum, d.To-d.From)
		}
		if len(d.Bars) > 0 { // the first bar, by removing its items for real
			p := d.Bars[0].Phrase
			if got, want := d.Bars[0].Moved, (d.To-d.From)-(netWithout(to, p)-netWithout(from, p)); math.Abs(got-want) > 1e-9 {
				t.Fatalf("%q moved %v; without its items it is %v", p, got, want)
			}
		}
		shuffled := slices.Clone(from)
		slices.Reverse(shuffled)
		checkSameBars(t, d, must(FindDrivers(shuffled, to, 6, nil)), 1, false)
		checkSameBars(t, d, must(FindDrivers(to, from, 6, nil)), -1, false)
		checkSameBars(t, d, must(FindDrivers(opposite(from), opposite(to), 6, nil)), -1, false)
		checkSameBars(t, d, must(FindDrivers(from, to, 6, nil)), 1, true)
	})
}

// netWithout is net sentiment without the items that contain a phrase.
func netWithout(items []DriverItem, phrase string) (net float64) {
	n := 0.0
	for _, item := range items {
		if !strings.Contains(" "+strings.Join(item.Tokens, " ")+" ", " "+phrase+" ") {
			n++
			net += float64(item.Sign)
		}
	}
	return net / n
}

func opposite(items []DriverItem) []DriverItem {
	items = slices.Clone(items)
	for k := range items {
		items[k].Sign = -items[k].Sign
	}
	return items
}

func checkSameBars(t *rapid.T, a, b Drivers, sign float64, whole bool) {
	if whole && !reflect.DeepEqual(a, b) {
		t.Fatalf("not the same again: %+v and %+v", a, b)
	}
	if len(a.Bars) != len(b.Bars) {
		t.Fatalf("%+v and %+v", a, b)
	}
	for i := range a.Bars {
		if a.Bars[i].Phrase != b.Bars[i].Phrase || math.Abs(a.Bars[i].Moved-sign*b.Bars[i].Moved) > 1e-9 {
			t.Fatalf("%+v and %+v", a.Bars[i], b.Bars[i])
		}
	}
}

func BenchmarkFindDrivers(b *testing.B) {
	v := newVocabulary(2)
	from, to := v.items(2000, 100), v.items(2000, 100)
	v.plant(to, 200, -1, "rate", "limit")
	for b.Loop() {
		FindDrivers(from, to, 20, nil)
	}
}
