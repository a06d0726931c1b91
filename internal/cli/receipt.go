package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
	"github.com/voxpop-dev/voxpop/internal/serve/api"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

type receiptCmd struct {
	Tools     []string `arg:"" optional:"" help:"Slugs: of one tool for its number, of 2 to 8 for a comparison; none for what all items say."`
	Since     string   `required:"" placeholder:"TIME" help:"Begin of the window (2026-01-31 or RFC 3339, UTC), cut to the hour."`
	Until     string   `placeholder:"TIME" help:"Its end, exclusive; left out: the end of the running hour."`
	Community string   `placeholder:"NAME" help:"Only this community; not of a comparison."`
	Output    string   `short:"o" placeholder:"FILE" help:"Write the receipt to this file, for voxpop verify FILE."`
}

// Run freezes a number as the button of the dashboard does, and prints its name.
func (c *receiptCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	since, until, err := parseRange(c.Since, c.Until)
	if err != nil {
		return err
	}
	if until.IsZero() {
		until = time.Now().Add(time.Hour)
	}
	q := ask.ReceiptQuestion{Of: ask.OfComparison, Tools: c.Tools, From: since, To: until, Subreddit: c.Community}
	if len(c.Tools) < 2 {
		q.Of = []string{ask.OfItems, ask.OfTool}[len(c.Tools)]
	}
	return withExisting(ctx, s, func(store *relational.Store) error {
		body, err := api.New(answering(s, store)).Keep(ctx, q)
		if err != nil {
			return err
		}
		if c.Output != "" {
			if err := toOutput(c.Output, std.out, func(w io.Writer) error { return json.NewEncoder(w).Encode(body) }); err != nil {
				return err
			}
		}
		_, err = fmt.Fprintf(harmless(std.out), "%s\n%s\n", body.ID, strings.Join(body.Receipt.Claims, "\n"))
		return err
	})
}

// receiptFile is a receipt as files and answers hold it.
type receiptFile struct {
	ID      string          `json:"id"`
	Receipt json.RawMessage `json:"receipt"`
}

// read decodes the receipt. forged says that its name is not made of what it says.
func (f *receiptFile) read() (r ask.Receipt, forged error, err error) {
	r, id, err := ask.DecodeReceipt(f.Receipt)
	if err == nil && id != f.ID {
		forged = fmt.Errorf("this receipt is not what it was: what it says makes the name %s, and it bears the name %.40q", id, f.ID)
	}
	return r, forged, err
}

// decodeReceiptFile reads what GET receipts/{id} answers.
func decodeReceiptFile(data []byte) (receiptFile, error) {
	var f receiptFile
	if err := json.Unmarshal(data, &f); err != nil || f.ID == "" || len(f.Receipt) == 0 {
		return f, errors.Join(fmt.Errorf("want a receipt as the API gives it, with id and receipt: %w", voxpop.ErrInvalid), err)
	}
	return f, nil
}
