package ask

import (
	"fmt"
	"strconv"
	"strings"
)

// Line compares one thing that a receipt says with how it is now.
type Line struct {
	What   string `json:"what"`
	Then   string `json:"then"`
	Now    string `json:"now"`
	Same   bool   `json:"same"`
	Figure bool   `json:"figure" doc:"Part of the claim, which holds when all of these are the same; others say what it rests on"`
}

// Verification is a receipt beside the same question asked now.
type Verification struct {
	Holds   bool     `json:"holds" doc:"Every figure is as it was"`
	Lines   []Line   `json:"lines" nullable:"false"`
	Changes []string `json:"changes" nullable:"false" doc:"What has changed since, in words"`
}

// Verify compares a receipt with one made now of the same question. rows are those behind the newer one, which were asked to find the
// evidence of the older.
func Verify(then, now *Receipt, rows *Counted) Verification {
	v := Verification{Holds: true, Changes: []string{}}
	v.figures(then, now)
	v.ground(then, now)
	v.Changes = append(v.Changes, rowChanges(then, now, rows)...)
	v.Changes = append(v.Changes, ruleChanges(then, now)...)
	return v
}

// Unverifiable is the verification of a receipt whose question has no answer any more.
func Unverifiable(why string) Verification {
	return Verification{Lines: []Line{}, Changes: []string{"This cannot be computed again: " + why}}
}

func (v *Verification) add(figure bool, what, then, now string) {
	v.Lines = append(v.Lines, Line{what, then, now, then == now, figure})
	v.Holds = v.Holds && (then == now || !figure)
}

func (v *Verification) figures(then, now *Receipt) {
	for i := range then.Figures {
		var a, b Figure
		a = then.Figures[i]
		if i < len(now.Figures) {
			b = now.Figures[i]
		}
		if a.Tool != b.Tool {
			v.add(true, "Counts as", a.Name, b.Name)
		}
		v.add(true, a.about("Net sentiment"), signed(a.Net), signed(b.Net))
		v.add(true, a.about("95 % interval"), between(a.Low, a.High), between(b.Low, b.High))
		v.add(true, a.about("Counted"), a.counts(), b.counts())
		v.add(true, a.about("Effective n"), plainNumber(a.EffectiveN), plainNumber(b.EffectiveN))
		v.add(true, a.about("The interval covers"), a.Basis, b.Basis)
		if a.Labels+b.Labels > 0 {
			v.add(false, a.about("Labels"), strconv.Itoa(a.Labels), strconv.Itoa(b.Labels))
		}
		if a.Tool != "" {
			v.add(false, a.about("Revision of what is looked for"), strconv.FormatInt(a.Revision, 10), strconv.FormatInt(b.Revision, 10))
		}
	}
	for i := range then.Differences {
		a := &then.Differences[i]
		var b FigureDistance
		if i < len(now.Differences) {
			b = now.Differences[i]
		}
		what := then.nameOf(a.A) + " against " + then.nameOf(a.B)
		v.add(true, what, signed(a.Net)+" ("+between(a.Low, a.High)+")", signed(b.Net)+" ("+between(b.Low, b.High)+")")
		v.add(true, what+", verdict", a.Verdict, b.Verdict)
	}
	v.add(true, "Data", worldOf(then), worldOf(now))
	if then.Question.Of == OfComparison {
		v.add(true, "Compared in", strings.Join(then.Communities, ", "), strings.Join(now.Communities, ", "))
	}
}

func worldOf(r *Receipt) string {
	if r.Simulated {
		return "simulated"
	}
	return "collected"
}

func (v *Verification) ground(then, now *Receipt) {
	a, b := &then.RestsOn, &now.RestsOn
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	v.add(false, "Engine", a.Engine, b.Engine)
	v.add(false, "Rows that count", number(then.Rows.N), number(now.Rows.N))
	v.add(false, "Of them without text", number(then.Rows.Gone), number(now.Rows.Gone))
	v.add(false, "Digest of the rows", short(then.Rows.Which), short(now.Rows.Which))
	v.add(false, "Digest of the texts", short(then.Rows.Texts), short(now.Rows.Texts))
	v.add(false, "Digest of the scores", short(then.Rows.Scores), short(now.Rows.Scores))
	v.add(false, "Coverage", a.Coverage, b.Coverage)
	v.add(false, "Not yet scored", number(a.Unscored), number(b.Unscored))
	v.add(false, "Excluded", number(a.Excluded), number(b.Excluded))
	v.add(false, "Revision of the catalog", number(a.Catalog), number(b.Catalog))
	v.add(false, "Data version", number(a.DataVersion), number(b.DataVersion))
	v.add(false, "voxpop", a.Program, b.Program)
}

func (f *Figure) about(what string) string {
	if f.Tool == "" {
		return what
	}
	return what + ", " + f.Name
}

func (f *Figure) counts() string {
	return fmt.Sprintf("%d: %d positive, %d neutral, %d negative", f.N, f.Positive, f.Neutral, f.Negative)
}

func (r *Receipt) nameOf(slug string) string {
	for i := range r.Figures {
		if r.Figures[i].Tool == slug {
			return r.Figures[i].Name
		}
	}
	return slug
}

// nothing stands where there is no number.
const nothing = "none"

func signed(n *float64) string {
	if n == nil {
		return nothing
	}
	return fmt.Sprintf("%+.2f", *n)
}

func between(low, high *float64) string {
	if low == nil || high == nil {
		return nothing
	}
	return fmt.Sprintf("%+.2f to %+.2f", *low, *high)
}

func plainNumber(n *float64) string {
	if n == nil {
		return nothing
	}
	return strconv.FormatFloat(*n, 'f', -1, 64)
}

// short is enough of a digest to tell two apart.
func short(digest string) string { return digest[:min(len(digest), 12)] }
