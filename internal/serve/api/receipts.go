package api

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// ReceiptBook keeps receipts, and reads the rows behind numbers. See storetest.Receipts.
type ReceiptBook interface {
	Receipt(ctx context.Context, id string) (voxpop.Receipt, error)
	KeepReceipt(ctx context.Context, r voxpop.Receipt, most int64) (voxpop.Receipt, error)
	CountedItems(ctx context.Context, f voxpop.Filter) iter.Seq2[voxpop.CountedRow, error]
	CountedMentions(ctx context.Context, f voxpop.ToolFilter) iter.Seq2[voxpop.CountedRow, error]
}

const (
	mostReceipts = 10_000  // that are kept for askers without an admin key
	mostCounted  = 500_000 // rows behind one receipt
)

// ReceiptBody answers receipts.
type ReceiptBody struct {
	ID      string      `json:"id" doc:"Made of the receipt: the first 160 bits of the SHA-256 of its JSON without blanks, in base 32"`
	Receipt ask.Receipt `json:"receipt"`
}

// CheckBody answers receipts/{id}/check.
type CheckBody struct {
	ID      string `json:"id"`
	Settled bool   `json:"settled" doc:"false while what counts waits to be added up anew: look again in a moment"`
	ask.Verification
	Meta
}

// ReceiptInput names a receipt.
type ReceiptInput struct {
	ID string `path:"id" maxLength:"40"`
}

// QuestionInput is a question to be frozen as it arrives.
type QuestionInput struct{ Body ask.ReceiptQuestion }

func (a *API) registerReceipts() {
	if a.opt.Receipts == nil || a.opt.Tools == nil {
		return
	}
	const tag = "Receipts"
	keep := op("POST", "/receipts", "keep-receipt", tag, "Freeze a number with what it rests on", 404, 409, 422, 429)
	keep.DefaultStatus, keep.MaxBodyBytes = http.StatusCreated, 8<<10
	keep.Middlewares = huma.Middlewares{a.paced}
	answerWith(a, keep, a.keepReceipt)
	answerWith(a, op("GET", "/receipts/{id}", "receipt", tag, "A number as it was frozen", 404, 422), a.receipt)
	answerWith(a, op("GET", "/receipts/{id}/check", "check-receipt", tag, "Compute a frozen number again, and say what changed", 404, 422), a.checkReceipt)
}

// paced lets each client make receipts at the rate of the throttle, holders of an admin key at any.
func (a *API) paced(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	w.Header().Set("Cache-Control", "no-store")
	if who, err := a.auth.identify(r); err == nil && who.role == voxpop.RoleAdmin {
		next(huma.WithValue(ctx, identityKey{}, who))
		return
	}
	client, now := clientOf(r), time.Now()
	if wait := a.receipts.wait(client, now); wait > 0 {
		writeProblem(w, r, later(http.StatusTooManyRequests, wait, "Too many receipts from this address."))
		return
	}
	a.receipts.failed(client, now)
	next(ctx)
}

func later(status int, wait time.Duration, detail string) error {
	seconds := fmt.Sprint(int(wait.Round(time.Second)/time.Second) + 1)
	return huma.ErrorWithHeaders(problem(status, detail+" Try again in "+seconds+" seconds."), http.Header{"Retry-After": {seconds}})
}

func (a *API) keepReceipt(ctx context.Context, in *QuestionInput) (*ReceiptBody, error) {
	most := int64(mostReceipts)
	if _, known := ctx.Value(identityKey{}).(identity); known {
		most = 0
	}
	return a.keep(ctx, in.Body, most)
}

// Keep freezes the answer to a question, however many are kept already.
func (a *API) Keep(ctx context.Context, q ask.ReceiptQuestion) (*ReceiptBody, error) {
	return a.keep(ctx, q, 0)
}

func (a *API) keep(ctx context.Context, q ask.ReceiptQuestion, most int64) (*ReceiptBody, error) {
	f, err := a.frame(ctx)
	if err != nil {
		return nil, err
	}
	q, err = a.question(q)
	if err != nil {
		return nil, err
	}
	made, rows, err := a.freeze(ctx, f, q, nil)
	if err != nil {
		return nil, err
	}
	if !settled(made, rows.Sums()) {
		return nil, later(http.StatusServiceUnavailable, time.Second, "What counts there is being added up anew just now.")
	}
	asked, _, err := made.Encode() // before it has a time: the same claim about the same data is the same receipt
	if err != nil {
		return nil, a.asProblem("receipt", err)
	}
	made.Made = a.now()
	id, content, err := made.Encode()
	if err != nil {
		return nil, a.asProblem("receipt", err)
	}
	kept, err := a.opt.Receipts.KeepReceipt(ctx, voxpop.Receipt{ID: id, Asked: asked, Content: content, Made: made.Made}, most)
	if errors.Is(err, voxpop.ErrConflict) {
		return nil, problem(http.StatusConflict, fmt.Sprintf("%d receipts are kept here, which is the most without an admin key.", mostReceipts))
	}
	if err != nil {
		return nil, a.asProblem("receipt", err)
	}
	return intact(kept)
}

// question is a question in its one spelling.
func (a *API) question(q ask.ReceiptQuestion) (ask.ReceiptQuestion, error) {
	least, most := 0, 0
	switch q.Of {
	case ask.OfTool:
		least, most = 1, 1
	case ask.OfComparison:
		least, most = leastCompared, mostCompared
	}
	w := ask.WholeHours(voxpop.Window{From: q.From.UTC(), To: q.To.UTC()})
	q.From, q.To = w.From, w.To
	switch {
	case len(q.Tools) < least || len(q.Tools) > most:
		return q, invalid("body.tools", fmt.Sprintf("%d to %d slugs for %s", least, most, q.Of), len(q.Tools))
	case !q.From.Before(q.To):
		return q, invalid("body.from", "must be before to", q.From)
	case q.From.Year() < 1970 || q.To.Year() >= 2200 || q.To.Sub(q.From) > longestSpan:
		return q, invalid("body.from", "from 1970 on, and at most 20 years before to", q.From)
	case q.Of == ask.OfComparison && q.Subreddit != "":
		return q, invalid("body.subreddit", "a comparison is over all communities that the tools share", clip(q.Subreddit, 60))
	case q.Of != ask.OfComparison && (q.IncludeHome || q.IncludeInferred):
		return q, invalid("body.include_home", "only of a comparison", nil)
	}
	for location, text := range map[string]string{"body.source": q.Source, "body.subreddit": q.Subreddit} {
		if err := checkText(location, text, 200); err != nil {
			return q, err
		}
	}
	return q, nil
}

// settled reports whether the numbers are those of the rows.
func settled(r *ask.Receipt, rows ask.RowSums) bool {
	var n, positive, negative, neutral int64
	for i := range r.Figures {
		f := &r.Figures[i]
		n, positive, negative, neutral = n+f.N, positive+f.Positive, negative+f.Negative, neutral+f.Neutral
	}
	return n == rows.N && positive == rows.Positive && negative == rows.Negative && neutral == rows.Neutral
}

func (a *API) receipt(ctx context.Context, in *ReceiptInput) (*ReceiptBody, error) {
	if !ask.IsReceiptID(in.ID) {
		return nil, problem(http.StatusNotFound, "There is no such receipt: its name has 32 letters and digits.")
	}
	kept, err := a.opt.Receipts.Receipt(ctx, in.ID)
	if errors.Is(err, voxpop.ErrNotFound) {
		return nil, problem(http.StatusNotFound, "There is no such receipt here. It may have been made by another voxpop.")
	}
	if err != nil {
		return nil, a.asProblem("receipt", err)
	}
	return intact(kept)
}

// intact is a receipt as it was kept; a problem when it was changed since.
func intact(kept voxpop.Receipt) (*ReceiptBody, error) {
	r, id, err := ask.DecodeReceipt(kept.Content)
	if err != nil || id != kept.ID {
		return nil, problem(http.StatusInternalServerError, "What is stored under this name is not what the name was made of: it was changed, and is not shown.")
	}
	return &ReceiptBody{ID: id, Receipt: r}, nil
}

func (a *API) checkReceipt(ctx context.Context, in *ReceiptInput) (*CheckBody, error) {
	kept, err := a.receipt(ctx, in)
	if err != nil {
		return nil, err
	}
	return a.Verify(ctx, kept.ID, &kept.Receipt)
}

// Verify asks a receipt's question again and compares.
func (a *API) Verify(ctx context.Context, id string, then *ask.Receipt) (*CheckBody, error) {
	f, err := a.frame(ctx)
	if err != nil {
		return nil, err
	}
	body := &CheckBody{ID: id, Settled: true, Meta: f.meta()}
	q, err := a.question(then.Question)
	if err != nil || len(then.Figures) == 0 {
		body.Verification = ask.Unverifiable("its question cannot be asked.")
		return body, nil
	}
	now, rows, err := a.freeze(ctx, f, q, then.Evidence)
	var refused huma.StatusError
	if errors.As(err, &refused) && slices.Contains([]int{http.StatusNotFound, http.StatusUnprocessableEntity}, refused.GetStatus()) {
		body.Verification = ask.Unverifiable(refused.Error())
		return body, nil
	}
	if err != nil {
		return nil, err
	}
	body.Settled = settled(now, rows.Sums())
	body.Verification = ask.Verify(then, now, rows)
	return body, nil
}
