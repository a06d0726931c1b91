package ask

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

func TestEstimatedOfNothing(t *testing.T) {
	e := Estimated(&voxpop.Tally{Items: 3, Excluded: 3})
	if e.Total != 0 || e.Avg != 0 || e.Net != nil || e.Low != nil || e.High != nil || e.EffectiveN != nil || !e.Small {
		t.Fatalf("%+v", e)
	}
}

func TestEstimatedNumbers(t *testing.T) {
	tally := voxpop.Tally{Items: 110, Positive: 50, Negative: 20, Neutral: 30, Sum: 123456}
	for i := range 50 {
		tally.Threads.N[i], tally.Authors.N[i] = 2, 2
		tally.Threads.Sum[i] = int32(i % 2)
	}
	e := Estimated(&tally)
	if e.Total != 100 || e.Avg != 0.1235 || *e.Net != 30 || e.Small {
		t.Fatalf("%+v net %v", e, *e.Net)
	}
	if *e.Low >= 30 || *e.High <= 30 || *e.Low < 0 || *e.High > 60 {
		t.Fatalf("interval %v to %v", *e.Low, *e.High)
	}
}

func TestSmallByEffectiveNumber(t *testing.T) {
	tally := voxpop.Tally{Items: 100, Positive: 60, Negative: 40}
	tally.Threads.N[0], tally.Threads.Sum[0] = 60, 60
	tally.Threads.N[1], tally.Threads.Sum[1] = 40, -40
	if e := Estimated(&tally); !e.Small || *e.EffectiveN > 3 {
		t.Fatalf("two threads of one voice each: small %v, effective n %v", e.Small, *e.EffectiveN)
	}
}

func TestLastHours(t *testing.T) {
	w := LastHours(noon.Add(25*time.Minute), 24)
	if !w.To.Equal(noon.Add(time.Hour)) || w.To.Sub(w.From) != 24*time.Hour {
		t.Fatalf("%+v", w)
	}
}

func TestWholeHours(t *testing.T) {
	w := WholeHours(voxpop.Window{From: noon.Add(time.Minute), To: noon.Add(61 * time.Minute)})
	if !w.From.Equal(noon) || !w.To.Equal(noon.Add(2*time.Hour)) {
		t.Fatalf("%+v", w)
	}
	if w := (voxpop.Window{From: noon, To: noon.Add(time.Hour)}); WholeHours(w) != w {
		t.Fatal("whole hours were changed")
	}
}

func TestSeriesHasEveryStep(t *testing.T) {
	w := LastHours(noon, 30)
	steps := Series([]voxpop.Point{{Start: noon.Add(-26 * time.Hour), Tally: voxpop.Tally{Items: 1}}, {Start: noon, Tally: voxpop.Tally{Items: 2}}}, w, voxpop.GrainDay, noon)
	if len(steps) != 2 || len(steps) != Steps(w, voxpop.GrainDay) {
		t.Fatalf("%d steps, Steps says %d", len(steps), Steps(w, voxpop.GrainDay))
	}
	if !steps[0].Start.Equal(w.From) || !steps[1].End.Equal(w.To) {
		t.Fatalf("steps are not cut to the window: %v … %v", steps[0].Start, steps[1].End)
	}
	if steps[0].Tally.Items != 1 || steps[1].Tally.Items != 2 || !steps[0].Complete || steps[1].Complete {
		t.Fatalf("%+v", steps)
	}
}

func TestSeriesProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := rapid.SampledFrom([]voxpop.Grain{voxpop.GrainHour, voxpop.GrainDay, voxpop.GrainWeek}).Draw(t, "grain")
		w := LastHours(noon.Add(time.Duration(rapid.IntRange(0, 400).Draw(t, "end"))*time.Hour), rapid.IntRange(1, 500).Draw(t, "hours"))
		steps := Series(nil, w, g, noon)
		if len(steps) != Steps(w, g) {
			t.Fatalf("%d steps, Steps says %d", len(steps), Steps(w, g))
		}
		at := w.From
		for _, s := range steps {
			if !s.Start.Equal(at) || !s.End.After(s.Start) {
				t.Fatalf("a hole or an overlap at %v: %+v", at, s)
			}
			at = s.End
		}
		if !at.Equal(w.To) {
			t.Fatalf("ends at %v, not %v", at, w.To)
		}
	})
}

func entry(c voxpop.Continuity, kind voxpop.Kind, from, to, recorded int) voxpop.LedgerEntry {
	h := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }
	return voxpop.LedgerEntry{Source: "reddit", Community: "Cursor", Kind: kind, From: h(from), To: h(to), Continuity: c, Recorded: h(recorded)}
}

func TestJudge(t *testing.T) {
	w := voxpop.Window{From: noon.Add(-10 * time.Hour), To: noon.Add(time.Hour)}
	whole := entry(voxpop.Complete, "", -20, 0, 0)
	tests := []struct {
		name   string
		ledger []voxpop.LedgerEntry
		want   voxpop.Continuity
	}{
		{"nothing known", nil, voxpop.Unknown},
		{"first look", []voxpop.LedgerEntry{entry(voxpop.Unknown, "", -20, 0, 0)}, voxpop.Unknown},
		{"proved", []voxpop.LedgerEntry{whole}, voxpop.Complete},
		{"proved in pieces", []voxpop.LedgerEntry{entry(voxpop.Complete, "", -4, 0, 0), entry(voxpop.Complete, "", -20, -3, -3)}, voxpop.Complete},
		{"a hole between the pieces", []voxpop.LedgerEntry{entry(voxpop.Complete, "", -3, 0, 0), entry(voxpop.Complete, "", -20, -5, -5)}, voxpop.Unknown},
		{"stale", []voxpop.LedgerEntry{entry(voxpop.Complete, "", -20, -4, -4)}, voxpop.Unknown},
		{"only posts", []voxpop.LedgerEntry{entry(voxpop.Complete, voxpop.KindPost, -20, 0, 0)}, voxpop.Unknown},
		{"each kind for itself", []voxpop.LedgerEntry{entry(voxpop.Complete, voxpop.KindPost, -20, 0, 0), entry(voxpop.Complete, voxpop.KindComment, -20, 0, 0)}, voxpop.Complete},
		{"gap", []voxpop.LedgerEntry{entry(voxpop.Complete, "", -20, -6, -6), entry(voxpop.Gap, voxpop.KindComment, -6, -5, -5), entry(voxpop.Complete, "", -5, 0, 0)}, voxpop.Gap},
		{"gap closed later", []voxpop.LedgerEntry{entry(voxpop.Gap, "", -6, -5, -5), whole}, voxpop.Complete},
		{"gap before the window", []voxpop.LedgerEntry{entry(voxpop.Gap, "", -19, -15, 0), whole}, voxpop.Complete},
		{"recorded after the version", []voxpop.LedgerEntry{whole, entry(voxpop.Gap, "", -6, -5, 1)}, voxpop.Complete},
		{"a source that was refused", []voxpop.LedgerEntry{{Source: "reddit", From: noon.Add(-2 * time.Hour), To: noon, Continuity: voxpop.Gap, Recorded: noon}}, voxpop.Gap},
	}
	for _, tt := range tests {
		if got := Judge(tt.ledger, Place{Source: "reddit", Community: "cursor"}, w, noon, time.Hour); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestRepaired(t *testing.T) {
	posts := func(from, to, at int) voxpop.LedgerEntry {
		return entry(voxpop.Complete, voxpop.KindPost, from, to, at)
	}
	gap := entry(voxpop.Gap, "", -6, -5, -5)
	ofPosts, ofSource := gap, gap
	inPart := entry(voxpop.Complete, "", -6, -5, -4)
	inPart.To = inPart.To.Add(-time.Minute)
	ofPosts.Kind, ofSource.Community = voxpop.KindPost, ""
	tests := []struct {
		name  string
		gap   voxpop.LedgerEntry
		later voxpop.LedgerEntry
		want  bool
	}{
		{"read again", gap, entry(voxpop.Complete, "", -6, -5, -4), true},
		{"read again in part", gap, inPart, false},
		{"read before", gap, entry(voxpop.Complete, "", -6, -5, -5), false},
		{"seen, not proved", gap, entry(voxpop.Unknown, "", -6, -5, -4), false},
		{"only posts of both", gap, posts(-6, -5, -4), false},
		{"posts", ofPosts, posts(-6, -5, -4), true},
		{"of the whole source, here", ofSource, entry(voxpop.Complete, "", -6, -5, -4), true},
	}
	for _, tt := range tests {
		if got := Repaired([]voxpop.LedgerEntry{tt.gap, tt.later}, Place{Source: "reddit", Community: "cursor"}, tt.gap); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

func TestJudgeByKind(t *testing.T) {
	w := voxpop.Window{From: noon.Add(-10 * time.Hour), To: noon}
	posts := []voxpop.LedgerEntry{entry(voxpop.Complete, voxpop.KindPost, -20, 0, 0), entry(voxpop.Gap, voxpop.KindComment, -3, -2, 0)}
	if got := Judge(posts, Place{"reddit", "Cursor", voxpop.KindPost}, w, noon, 0); got != voxpop.Complete {
		t.Errorf("posts alone: %s", got)
	}
	feed := posts[:1]
	feed[0].Source = "feed"
	if got := Judge(feed, Place{Source: "feed", Community: "Cursor"}, w, noon, 0); got != voxpop.Complete {
		t.Errorf("a feed, which has no comments: %s", got)
	}
}

func TestWorst(t *testing.T) {
	c, g, u := voxpop.Complete, voxpop.Gap, voxpop.Unknown
	for want, verdicts := range map[voxpop.Continuity][]voxpop.Continuity{c: {c, c}, g: {u, g, c}, u: {c, u}} {
		if got := Worst(verdicts); got != want {
			t.Errorf("Worst(%v) = %s", verdicts, got)
		}
	}
	if Worst(nil) != u {
		t.Error("of no community, something is known")
	}
}
