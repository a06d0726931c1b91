package topics

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/voxpop-dev/voxpop"
	"pgregory.net/rapid"
)

func TestFindTellsSubjectsApart(t *testing.T) {
	items := talk(1, 2000)
	r := Find(items, nil, Options{})
	for subject := range subjects {
		theme := themeOf(r, subject)
		if theme == nil {
			t.Errorf("no theme is labelled %q: %q", subject, labels(r))
			continue
		}
		right := 0
		for _, id := range theme.Evidence {
			if strings.Contains(textOf(items, id), subject) {
				right++
			}
		}
		if right < len(theme.Evidence)*9/10 || theme.Items < 120 {
			t.Errorf("%q: %d items, %d of %d pieces of evidence are about it", subject, theme.Items, right, len(theme.Evidence))
		}
	}
	if len(r.Themes) > len(subjects) {
		t.Errorf("%d subjects, %d themes: %q", len(subjects), len(r.Themes), labels(r))
	}
	if u := r.UnassignedShare(); u < 0.45 || u > 0.6 {
		t.Errorf("half of the talk is chatter, %.2f is unassigned", u)
	}
}

func themeOf(r Result, subject string) *voxpop.Topic {
	for i := range r.Themes {
		if first, _, _ := strings.Cut(r.Themes[i].Label, " and "); first == subject {
			return &r.Themes[i]
		}
	}
	return nil
}

func textOf(items []Item, id voxpop.ItemID) string {
	i := slices.IndexFunc(items, func(i Item) bool { return i.ID == id })
	return items[i].Text
}

func TestFindCounts(t *testing.T) {
	items := talk(1, 2000)
	for i := range items {
		items[i].Engagement = 2
	}
	r := Find(items, nil, Options{})
	assigned := 0
	seen := map[voxpop.ItemID]bool{}
	for _, theme := range r.Themes {
		assigned += theme.Items
		if theme.Items != len(theme.Members)-theme.Copies || theme.Positive+theme.Negative+theme.Neutral != theme.Items || theme.Engagement != int64(2*theme.Items) {
			t.Errorf("%q: figures do not agree: %+v", theme.Label, theme)
		}
		for _, m := range theme.Members {
			if seen[m.Item] {
				t.Errorf("%v is in two themes", m.Item)
			}
			seen[m.Item] = true
			if m.Strength <= 0 || m.Strength > 1 {
				t.Errorf("strength %v", m.Strength)
			}
		}
		net, ok := theme.Net()
		if want := map[bool]float64{true: -100}[theme.Label == "rate limits"]; !ok || net > want+10 {
			t.Errorf("%q: net sentiment %v", theme.Label, net)
		}
		if theme.First.After(theme.Last) || theme.Threads < 3 || theme.Communities != 1 {
			t.Errorf("%q: %v…%v, %d threads, %d communities", theme.Label, theme.First, theme.Last, theme.Threads, theme.Communities)
		}
	}
	if assigned+r.Unassigned+r.Copies != r.Read || r.Total != len(items) || r.Read != len(items) {
		t.Errorf("%d assigned, %d not, %d copies of %d", assigned, r.Unassigned, r.Copies, r.Read)
	}
}

func TestFindIsDeterministic(t *testing.T) {
	items := talk(2, 500)
	want := Find(items, nil, Options{MaxItems: 450})
	if want.Read != 450 || want.Total != 500 || len(want.Themes) < 3 {
		t.Fatalf("read %d of %d", want.Read, want.Total)
	}
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		shuffled := append(slices.Clone(items), items[:rapid.IntRange(0, 20).Draw(t, "repeated")]...)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if got := Find(shuffled, nil, Options{MaxItems: 450}); !reflect.DeepEqual(got, want) {
			t.Fatalf("another order gives other themes:\n%q\n%q", labels(got), labels(want))
		}
	})
}

func TestFindFoldsCopies(t *testing.T) {
	items := talk(3, 1000)
	copied := 0
	for i := range 40 {
		again := items[2*i]
		again.ID.Native += "x"
		again.Community = "elsewhere"
		again.Created = again.Created.Add(time.Hour)
		if len(strings.Fields(again.Text)) >= minFolded {
			copied++
			again.Text = "Crosspost: " + again.Text
		}
		items = append(items, again)
	}
	r := Find(items, nil, Options{})
	if r.Copies < copied*9/10 {
		t.Errorf("%d copies found, %d made", r.Copies, copied)
	}
	for _, theme := range r.Themes {
		for _, m := range theme.Members {
			if m.CopyOf != (voxpop.ItemID{}) && m.CopyOf.Native+"x" != m.Item.Native {
				t.Errorf("%v counts as a copy of %v", m.Item, m.CopyOf)
			}
		}
	}
}

func TestThemesKeepTheirIdentity(t *testing.T) {
	all := talk(4, 3000)
	before := Find(all[:2000], nil, Options{})
	for _, from := range []int{200, 1000} {
		after := Find(all[from:from+2000], before.Themes, Options{})
		for subject := range subjects {
			a, b := themeOf(before, subject), themeOf(after, subject)
			if a == nil || b == nil || a.ID != b.ID || a.Label != b.Label {
				t.Errorf("%q after %d items is another theme", subject, from)
			}
		}
	}
	ids := map[string]bool{}
	for _, theme := range before.Themes {
		ids[theme.ID] = true
	}
	if len(ids) != len(before.Themes) {
		t.Error("two themes have one id")
	}
}

func TestThemesAreRecognisedByTheirWords(t *testing.T) {
	before := Find(talk(5, 2000), nil, Options{})
	after := Find(talk(6, 2000), before.Themes, Options{})
	for subject := range subjects {
		if a, b := themeOf(before, subject), themeOf(after, subject); a == nil || b == nil || a.ID != b.ID {
			t.Errorf("%q: without a common item it is another theme", subject)
		}
	}
}

func TestScopesShareNoID(t *testing.T) {
	items := talk(1, 1000)
	a, b := Find(items, nil, Options{Scope: "one"}), Find(items, nil, Options{Scope: "two"})
	for _, x := range a.Themes {
		for _, y := range b.Themes {
			if x.ID == y.ID {
				t.Errorf("%q and %q share id %s", x.Label, y.Label, x.ID)
			}
		}
	}
}

func TestNamesAreNoLabel(t *testing.T) {
	items := talk(1, 2000)
	for _, label := range labels(Find(items, nil, Options{Names: []string{"vortex", "Vortex-Pro"}})) {
		if strings.HasPrefix(label, "Vortex") {
			t.Errorf("a theme is labelled %q", label)
		}
	}
}

func TestThemesNeedThreads(t *testing.T) {
	items := talk(1, 1000)
	for i := range items {
		items[i].Thread = "one"
	}
	if r := Find(items, nil, Options{}); len(r.Themes) > 0 {
		t.Errorf("one thread has themes: %q", labels(r))
	}
}

func TestItemsThatStandAlone(t *testing.T) {
	items := talk(1, 2000)
	for i := range items {
		items[i].Thread = ""
	}
	r := Find(items, nil, Options{})
	for subject := range subjects {
		if themeOf(r, subject) == nil {
			t.Errorf("no theme is labelled %q where items have no threads: %q", subject, labels(r))
		}
	}
}

func TestLabelsAreSpeltAsMostSpellThem(t *testing.T) {
	items := talk(1, 2000)
	for i := range items {
		switch i % 3 {
		case 0:
			items[i].Text = strings.ReplaceAll(items[i].Text, "rate limits", "Rate-Limit")
		default:
			items[i].Text = strings.ReplaceAll(items[i].Text, "rate limits", "rate limits")
		}
	}
	r := Find(items, nil, Options{})
	if theme := themeOf(r, "rate limits"); theme == nil || theme.Items < 150 {
		t.Errorf("spellings are not one term: %q", labels(r))
	}
}

func TestNothingFromNothing(t *testing.T) {
	for _, items := range [][]Item{nil, {{}}, talk(1, 3), {{Text: "one"}, {Text: "two", ID: voxpop.ItemID{Source: "a", Native: "b"}}}} {
		r := Find(items, nil, Options{})
		if len(r.Themes) > 0 || r.UnassignedShare() < 0 || r.UnassignedShare() > 1 {
			t.Errorf("%d items: %+v", len(items), r)
		}
	}
}

func TestReadingIsBounded(t *testing.T) {
	long := strings.Repeat("é words ", 10_000)
	items := talk(1, 6000)
	for i := range items {
		items[i].Text = long
	}
	read, total := sample(items, 10_000)
	size := 0
	for i := range read {
		if len(read[i].Text) > maxText || !utf8.ValidString(read[i].Text) {
			t.Fatalf("%d bytes of an item are read", len(read[i].Text))
		}
		size += len(read[i].Text)
	}
	if total != 6000 || size > maxTotal || size < maxTotal*9/10 {
		t.Errorf("%d of %d items, %d bytes", len(read), total, size)
	}
}

func FuzzFind(f *testing.F) {
	f.Add("the rate limits are bad\xff", "GPT-4o's \n and", "reddit", uint8(30))
	f.Add("", "'s", "", uint8(3))
	f.Fuzz(func(t *testing.T, a, b, source string, n uint8) {
		items := talk(7, 80)
		for i := range items {
			if i%7 < int(n)%7 {
				items[i].Text = []string{a, b, a + b, items[i].Text + a, b + items[i].Text}[i%5]
				items[i].ID.Source = source
			}
		}
		o := Options{Names: []string{a, b}, MinItems: 4}
		r := Find(items, nil, o)
		again := Find(items, r.Themes, o)
		for i, theme := range r.Themes {
			if theme.Label == "" || theme.Items < 4 || len(theme.Evidence) == 0 {
				t.Fatalf("theme %d: %+v", i, theme)
			}
			if again.Themes[i].ID != theme.ID {
				t.Fatalf("the same items, and %q has another id", theme.Label)
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	items := talk(1, 20_000)
	b.ReportAllocs()
	for b.Loop() {
		Find(items, nil, Options{})
	}
}
