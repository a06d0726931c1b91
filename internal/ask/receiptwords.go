package ask

import (
	"fmt"
	"strings"
	"time"
)

// rowChanges tells what became of the rows behind a receipt.
func rowChanges(then, now *Receipt, rows *Counted) (words []string) {
	lost, gone, rescored := 0, 0, 0
	for i := range then.Evidence {
		e := &then.Evidence[i]
		switch found := rows.Found(e); {
		case found == nil:
			lost++
		case found.Gone && !e.Gone:
			gone++
			fallthrough
		default:
			if found.Label != e.Label || found.Compound != e.Compound {
				rescored++
			}
		}
	}
	whole := int64(len(then.Evidence)) == then.Rows.N
	of := ""
	if !whole {
		of = fmt.Sprintf(" of the %d listed", len(then.Evidence))
	}
	if then.Rows.Which != now.Rows.Which {
		words = append(words, countWords(then, now, int64(lost), whole)...)
		if lost > 0 {
			words = append(words, fmt.Sprintf("%s%s %s not count any more.", many(int64(lost), then.unit()), of, does(int64(lost))))
		}
	}
	if more := now.Rows.Gone - then.Rows.Gone; then.Rows.Texts != now.Rows.Texts && more > 0 {
		words = append(words, fmt.Sprintf("%s deleted, removed or expired since; %s.", was(more, then.unit()), "what they were scored as counts on"))
	} else if gone > 0 {
		words = append(words, fmt.Sprintf("%s%s %s deleted, removed or expired since.", many(int64(gone), then.unit()), of, were(int64(gone))))
	}
	if then.Rows.Scores != now.Rows.Scores && rescored > 0 {
		words = append(words, fmt.Sprintf("%s%s %s another score now.", many(int64(rescored), then.unit()), of, has(int64(rescored))))
	} else if then.Rows.Scores != now.Rows.Scores && then.Rows.Which == now.Rows.Which {
		words = append(words, fmt.Sprintf("Some %ss have another score now; none of the %d listed.", then.unit(), len(then.Evidence)))
	}
	return words
}

// countWords tells how many rows came; exactly where all of the former ones are listed.
func countWords(then, now *Receipt, lost int64, whole bool) []string {
	if came := now.Rows.N - then.Rows.N + lost; whole && came > 0 {
		return []string{fmt.Sprintf("%s that did not count then.", counts(came, then.unit()))}
	} else if !whole && now.Rows.N != then.Rows.N {
		return []string{fmt.Sprintf("%d %ss count; there were %d.", now.Rows.N, then.unit(), then.Rows.N)}
	} else if !whole && lost == 0 {
		return []string{fmt.Sprintf("Some %ss gave way to as many others; none of those listed.", then.unit())}
	}
	return nil
}

// ruleChanges tells what was done otherwise.
func ruleChanges(then, now *Receipt) (words []string) {
	if then.RestsOn.Engine != now.RestsOn.Engine {
		words = append(words, fmt.Sprintf("Scored by %s; it was %s.", now.RestsOn.Engine, then.RestsOn.Engine))
	}
	for i := range then.Figures {
		if i >= len(now.Figures) {
			break
		}
		a, b := &then.Figures[i], &now.Figures[i]
		switch {
		case a.Tool != b.Tool:
			words = append(words, fmt.Sprintf("%s counts as %s now.", a.Name, b.Name))
		case a.Revision != b.Revision:
			words = append(words, fmt.Sprintf("What is looked for as %s was changed: revision %d, then %d.", a.Name, b.Revision, a.Revision))
		}
		if a.Labels != b.Labels {
			words = append(words, fmt.Sprintf("%d labels correct the number%s; %d did.", b.Labels, ofTool(a), a.Labels))
		}
		if a.Basis != b.Basis {
			words = append(words, fmt.Sprintf("The interval%s covers something else: %s; it was %s.", ofTool(a), b.Basis, a.Basis))
		}
	}
	if then.RestsOn.Coverage != now.RestsOn.Coverage {
		words = append(words, fmt.Sprintf("Coverage is %s; it was %s.", now.RestsOn.Coverage, then.RestsOn.Coverage))
	}
	if then.RestsOn.Open && len(words) > 0 {
		words = append(words, "The window was not over when this was made.")
	}
	return words
}

func ofTool(f *Figure) string {
	if f.Tool == "" {
		return ""
	}
	return " of " + f.Name
}

// unit is what counts in the receipt.
func (r *Receipt) unit() string {
	if r.Question.Of == OfItems {
		return "item"
	}
	return "mention"
}

func many(n int64, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}

func was(n int64, unit string) string { return many(n, unit) + " " + were(n) }

func were(n int64) string { return oneOr(n, "was", "were") }
func has(n int64) string  { return oneOr(n, "has", "have") }
func does(n int64) string { return oneOr(n, "does", "do") }

func counts(n int64, unit string) string { return many(n, unit) + " " + oneOr(n, "counts", "count") }

func oneOr(n int64, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}

// Claim puts a receipt's numbers into words.
func (r *Receipt) Claim() []string {
	span := fmt.Sprintf("from %s to %s UTC", r.Question.From.UTC().Format(receiptTime), r.Question.To.UTC().Format(receiptTime))
	var where []string
	for _, part := range []string{r.Question.Source, r.Question.Subreddit, map[string]string{"post": "posts only", "comment": "comments only"}[r.Question.Kind]} {
		if part != "" {
			where = append(where, part)
		}
	}
	if len(where) > 0 {
		span += ", " + strings.Join(where, ", ")
	}
	if r.Question.Of != OfComparison {
		return []string{r.Figures[0].claim(r.unit(), span)}
	}
	claims := make([]string, 0, len(r.Differences))
	for i := range r.Differences {
		d := &r.Differences[i]
		figures := ""
		if d.Net != nil {
			figures = fmt.Sprintf("%s points (95 %% interval %s; %s), ", signed(d.Net), between(d.Low, d.High), d.Basis)
		}
		claims = append(claims, fmt.Sprintf("%s against %s: %s%s, %s.", r.nameOf(d.A), r.nameOf(d.B), figures, d.Verdict, span))
	}
	return claims
}

const receiptTime = time.DateOnly + " 15:04"

func (f *Figure) claim(unit, span string) string {
	if f.Net == nil {
		return fmt.Sprintf("%s: nothing counts, %s.", f.Name, span)
	}
	small := ""
	if f.Small {
		small = ", a small sample"
	}
	return fmt.Sprintf("%s: net sentiment %s points (95 %% interval %s; %s) in %s%s, %s.",
		f.Name, signed(f.Net), between(f.Low, f.High), f.Basis, many(f.N, "scored "+unit), small, span)
}
