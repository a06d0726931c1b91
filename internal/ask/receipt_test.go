package ask

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

func countedRow(n, sign int) voxpop.CountedRow {
	return voxpop.CountedRow{Item: voxpop.ItemID{Source: "reddit", Native: fmt.Sprint("t3_", n)}, Tool: "cursor", Sign: sign, Compound: int64(sign) * 5000}
}

// frozen is a receipt of one tool whose mentions are rows.
func frozen(rows []voxpop.CountedRow, wanted []Evidence) (*Receipt, *Counted) {
	c := &Counted{}
	c.Want(wanted)
	for _, r := range rows {
		c.Add(r)
	}
	sums := c.Sums()
	net := 100 * float64(sums.Positive-sums.Negative) / float64(max(sums.N, 1))
	r := &Receipt{
		Format: ReceiptFormat, Question: ReceiptQuestion{Of: OfTool, Tools: []string{"cursor"}, From: time.Unix(0, 0).UTC(), To: time.Unix(3600, 0).UTC()},
		Figures: []Figure{{Tool: "cursor", Name: "Cursor", Revision: 1, N: sums.N, Positive: sums.Positive, Negative: sums.Negative, Neutral: sums.Neutral, Net: &net, Low: &net, High: &net, Basis: Basis}},
		RestsOn: ReceiptGround{Engine: "vader@1", Coverage: "complete"}, Rows: sums, Evidence: c.Evidence(), Differences: []FigureDistance{}, Communities: []string{},
	}
	r.Claims = r.Claim()
	return r, c
}

func TestReceiptIsNamedByItsContent(t *testing.T) {
	r, _ := frozen([]voxpop.CountedRow{countedRow(1, 1), countedRow(2, -1)}, nil)
	id, content, err := r.Encode()
	if err != nil || !IsReceiptID(id) {
		t.Fatalf("%q, %v", id, err)
	}
	var spaced bytes.Buffer
	if err := json.Indent(&spaced, content, "", "  "); err != nil {
		t.Fatal(err)
	}
	if back, again, err := DecodeReceipt(spaced.Bytes()); err != nil || again != id || back.Figures[0].N != 2 {
		t.Errorf("spaced otherwise: %q, %v", again, err)
	}
	for _, change := range [][2]string{{`"positive":1`, `"positive":2`}, {`reddit/t3_1`, `reddit/t3_9`}, {"+0.00 points", "+9.00 points"}, {`"simulated":false`, `"simulated":true`}, {"vader@1", "vader@2"}} {
		changed := strings.Replace(string(content), change[0], change[1], 1)
		if _, other, err := DecodeReceipt([]byte(changed)); changed == string(content) || err != nil || other == id {
			t.Errorf("%v goes unnoticed: %v", change, err)
		}
	}
	for name, bad := range map[string]string{
		"unknown field": strings.Replace(string(content), `{"format"`, `{"more":1,"format"`, 1), "two of them": string(content) + string(content), "another format": `{"format":"voxpop receipt 9"}`,
		"nothing": "", "too long": `"` + strings.Repeat("x", mostReceipt) + `"`,
	} {
		if _, _, err := DecodeReceipt([]byte(bad)); !errors.Is(err, voxpop.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, no := range []string{"", "x", strings.Repeat("a", 31), strings.Repeat("A", 32), strings.Repeat("1", 32), "../" + strings.Repeat("a", 29)} {
		if IsReceiptID(no) {
			t.Errorf("%q passes for an id", no)
		}
	}
}

func FuzzDecodeReceipt(f *testing.F) {
	r, _ := frozen([]voxpop.CountedRow{countedRow(1, 1)}, nil)
	_, content, _ := r.Encode()
	f.Add(content)
	f.Add([]byte(`{"format":"voxpop receipt 1","claims":null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, id, err := DecodeReceipt(data)
		if err != nil {
			return
		}
		again, content, err := r.Encode()
		if _, back, err2 := DecodeReceipt(content); err != nil || err2 != nil || again != id || back != id {
			t.Fatalf("%q, %q and %q are names of one receipt: %v, %v", id, again, back, err, err2)
		}
		Verify(&r, &r, &Counted{})
	})
}

// In whatever order rows come, a receipt says the same of them; and whatever happens to one of them changes a digest.
func TestCountedRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom([]int{1, 5, mostEvidence, 5 * mostEvidence}).Draw(t, "rows")
		rows := make([]voxpop.CountedRow, n)
		for i := range rows {
			rows[i] = countedRow(i, rapid.IntRange(-1, 1).Draw(t, "sign"))
		}
		sums := func(rows []voxpop.CountedRow) (RowSums, string) {
			var c Counted
			for _, r := range rows {
				c.Add(r)
			}
			return c.Sums(), fmt.Sprint(c.Evidence())
		}
		want, listed := sums(rows)
		other := slices.Clone(rows)
		shift := rapid.IntRange(0, n-1).Draw(t, "shift")
		slices.Reverse(other[:shift])
		slices.Reverse(other[shift:])
		if got, evidence := sums(other); got != want || evidence != listed {
			t.Fatalf("in another order %+v, want %+v", got, want)
		}
		at := rapid.IntRange(0, n-1).Draw(t, "at")
		for name, c := range map[string]struct {
			change func(*voxpop.CountedRow)
			same   func(RowSums) bool
		}{
			"named": {func(r *voxpop.CountedRow) { r.Item.Native = "other" }, func(s RowSums) bool { return s.Which == want.Which }},
			"gone":  {func(r *voxpop.CountedRow) { r.Gone = true }, func(s RowSums) bool { return s.Texts == want.Texts || s.Which != want.Which || s.Scores != want.Scores }},
			"label": {func(r *voxpop.CountedRow) { r.Sign = 1 - 3*r.Sign*r.Sign }, func(s RowSums) bool { return s.Scores == want.Scores || s.Which != want.Which }},
			"score": {func(r *voxpop.CountedRow) { r.Compound++ }, func(s RowSums) bool { return s.Scores == want.Scores || s.Texts != want.Texts }},
		} {
			changed := slices.Clone(rows)
			c.change(&changed[at])
			if got, _ := sums(changed); c.same(got) {
				t.Fatalf("%s: %+v, was %+v", name, got, want)
			}
		}
	})
}

func TestVerify(t *testing.T) {
	whole := []voxpop.CountedRow{countedRow(1, 1), countedRow(2, -1), countedRow(3, 0)}
	var many []voxpop.CountedRow
	for n := range mostEvidence + 100 {
		many = append(many, countedRow(n, 1))
	}
	gone := func(r voxpop.CountedRow) voxpop.CountedRow { r.Gone = true; return r }
	for name, c := range map[string]struct {
		then, now []voxpop.CountedRow
		change    func(*Receipt)
		holds     bool
		words     string
	}{
		"still so":            {then: whole, now: []voxpop.CountedRow{whole[2], whole[0], whole[1]}, holds: true},
		"one deleted":         {then: whole, now: []voxpop.CountedRow{gone(whole[0]), whole[1], whole[2]}, holds: true, words: "1 mention was deleted, removed or expired since; what they were scored as counts on."},
		"one came":            {then: whole, now: append(slices.Clone(whole), countedRow(4, 1)), words: "1 mention counts that did not count then."},
		"one gone, one came":  {then: whole, now: append(slices.Clone(whole[:2]), countedRow(4, 0)), holds: true, words: "1 mention counts that did not count then.|1 mention does not count any more."},
		"scored otherwise":    {then: whole, now: []voxpop.CountedRow{whole[0], countedRow(2, 1), countedRow(3, 1)}, words: "2 mentions have another score now."},
		"another engine":      {then: whole, now: whole, change: func(r *Receipt) { r.RestsOn.Engine = "model@2" }, holds: true, words: "Scored by model@2; it was vader@1."},
		"another rule":        {then: whole, now: whole, change: func(r *Receipt) { r.Figures[0].Revision = 4 }, holds: true, words: "What is looked for as Cursor was changed: revision 4, then 1."},
		"merged":              {then: whole, now: whole, change: func(r *Receipt) { r.Figures[0].Tool, r.Figures[0].Name = "zed", "Zed" }, words: "Cursor counts as Zed now."},
		"labels":              {then: whole, now: whole, change: func(r *Receipt) { r.Figures[0].Labels = 120; *r.Figures[0].Net = 9 }, words: "120 labels correct the number of Cursor; 0 did."},
		"basis":               {then: whole, now: whole, change: func(r *Receipt) { r.Figures[0].Basis = "corrected by labels" }, words: "The interval of Cursor covers something else: corrected by labels; it was sampling error only."},
		"coverage":            {then: whole, now: whole, change: func(r *Receipt) { r.RestsOn.Coverage = "gap" }, holds: true, words: "Coverage is gap; it was complete."},
		"another world":       {then: whole, now: whole, change: func(r *Receipt) { r.Simulated = true }},
		"many: some came":     {then: many, now: append(slices.Clone(many), countedRow(-1, 1)), words: "401 mentions count; there were 400."},
		"many: some deleted":  {then: many, now: append([]voxpop.CountedRow{gone(many[0]), gone(many[1])}, many[2:]...), holds: true, words: "2 mentions were deleted, removed or expired since; what they were scored as counts on."},
		"nothing counts":      {then: whole, now: nil, words: "3 mentions do not count any more."},
		"nothing counted yet": {then: nil, now: whole, words: "3 mentions count that did not count then."},
	} {
		t.Run(name, func(t *testing.T) {
			then, _ := frozen(c.then, nil)
			now, rows := frozen(c.now, then.Evidence)
			if c.change != nil {
				c.change(now)
			}
			v := Verify(then, now, rows)
			if got := strings.Join(v.Changes, "|"); v.Holds != c.holds || got != c.words {
				t.Errorf("holds %v: %s; want %v: %s", v.Holds, got, c.holds, c.words)
			}
			for _, l := range v.Lines {
				if l.Same != (l.Then == l.Now) || l.What == "" {
					t.Errorf("%+v", l)
				}
			}
		})
	}
}

// What is listed of many rows tells which of them changed, as far as they are listed.
func TestVerifyTellsOfWhatIsListed(t *testing.T) {
	var rows []voxpop.CountedRow
	for n := range 4 * mostEvidence {
		rows = append(rows, countedRow(n, 1))
	}
	then, _ := frozen(rows, nil)
	if len(then.Evidence) != mostEvidence {
		t.Fatalf("%d rows are listed", len(then.Evidence))
	}
	lost := func(keep func(voxpop.CountedRow, int) bool) Verification {
		kept := slices.Clone(rows)
		kept = slices.DeleteFunc(kept, func(r voxpop.CountedRow) bool {
			at := slices.IndexFunc(then.Evidence, func(e Evidence) bool { return e.ID == r.Item.String() })
			return !keep(r, at)
		})
		now, found := frozen(kept, then.Evidence)
		return Verify(then, now, found)
	}
	listed := lost(func(_ voxpop.CountedRow, at int) bool { return at != 0 && at != 7 })
	if got := strings.Join(listed.Changes, "|"); got != "1198 mentions count; there were 1200.|2 mentions of the 300 listed do not count any more." {
		t.Error(got)
	}
	dropped := false
	unlisted := lost(func(_ voxpop.CountedRow, at int) bool {
		drop := at < 0 && !dropped
		dropped = dropped || drop
		return !drop
	})
	if got := strings.Join(unlisted.Changes, "|"); got != "1199 mentions count; there were 1200." {
		t.Error(got)
	}
	var anew []voxpop.CountedRow
	for _, r := range rows {
		if !slices.ContainsFunc(then.Evidence, func(e Evidence) bool { return e.ID == r.Item.String() }) {
			r.Compound++
		}
		anew = append(anew, r)
	}
	now, found := frozen(anew, then.Evidence)
	if got := strings.Join(Verify(then, now, found).Changes, "|"); got != "Some mentions have another score now; none of the 300 listed." {
		t.Error(got)
	}
}

func TestClaims(t *testing.T) {
	r, _ := frozen([]voxpop.CountedRow{countedRow(1, 1), countedRow(2, -1)}, nil)
	r.Question.Subreddit, r.Question.Kind, r.Figures[0].Small = "Cursor", "post", true
	if got := r.Claim()[0]; got != "Cursor: net sentiment +0.00 points (95 % interval +0.00 to +0.00; sampling error only) in 2 scored mentions, a small sample, from 1970-01-01 00:00 to 1970-01-01 01:00 UTC, Cursor, posts only." {
		t.Error(got)
	}
	r.Figures[0].Net = nil
	if got := r.Claim()[0]; got != "Cursor: nothing counts, from 1970-01-01 00:00 to 1970-01-01 01:00 UTC, Cursor, posts only." {
		t.Error(got)
	}
	five, p := 5.0, 0.01
	r.Question = ReceiptQuestion{Of: OfComparison, From: r.Question.From, To: r.Question.To}
	r.Differences = []FigureDistance{{A: "cursor", B: "zed", Net: &five, Low: &five, High: &five, P: &p, Verdict: "higher", Basis: "corrected by labels"}, {A: "cursor", B: "aider", Verdict: "too little data"}}
	want := "Cursor against zed: +5.00 points (95 % interval +5.00 to +5.00; corrected by labels), higher, from 1970-01-01 00:00 to 1970-01-01 01:00 UTC.|Cursor against aider: too little data, from 1970-01-01 00:00 to 1970-01-01 01:00 UTC."
	if got := strings.Join(r.Claim(), "|"); got != want {
		t.Error(got)
	}
}
