package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/voxpop-dev/voxpop/internal/ask"
	"github.com/voxpop-dev/voxpop/internal/serve/api"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

type verifyCmd struct {
	What string `arg:"" placeholder:"ID|URL|FILE" help:"Name of a receipt in the database, address of one (its server computes), or a file with one (the database computes)."`
	JSON bool   `help:"Print JSON."`
}

// Run computes a frozen number again. It exits with 1 when the number does not hold, or the receipt was changed.
func (c *verifyCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	then, check, err := c.check(ctx, s)
	if err != nil {
		return err
	}
	if c.JSON {
		err = json.NewEncoder(std.out).Encode(check)
	} else {
		err = printCheck(std.out, then, check)
	}
	if !check.Holds {
		return errors.Join(err, errReported)
	}
	return err
}

func (c *verifyCmd) check(ctx context.Context, s *Settings) (*ask.Receipt, *api.CheckBody, error) {
	if strings.HasPrefix(c.What, "http://") || strings.HasPrefix(c.What, "https://") {
		return checkAt(ctx, c.What)
	}
	var file *receiptFile
	if !ask.IsReceiptID(c.What) {
		data, err := os.ReadFile(c.What)
		if err != nil {
			return nil, nil, fmt.Errorf("%.60q is neither the name of a receipt (32 letters and digits), nor an address, nor a file that can be read: %w", c.What, err)
		}
		read, err := decodeReceiptFile(data)
		if err != nil {
			return nil, nil, fmt.Errorf("reading %s: %w", c.What, err)
		}
		file = &read
	}
	return c.checkHere(ctx, s, file)
}

// checkHere computes from the database: a receipt of a file or, without one, of the database itself.
func (c *verifyCmd) checkHere(ctx context.Context, s *Settings, file *receiptFile) (then *ask.Receipt, check *api.CheckBody, err error) {
	if file == nil {
		file = &receiptFile{}
	}
	err = withExisting(ctx, s, func(store *relational.Store) error {
		if file.ID == "" {
			kept, err := store.Receipt(ctx, c.What)
			if err != nil {
				return fmt.Errorf("there is no receipt %s in this database: %w", c.What, err)
			}
			file.ID, file.Receipt = kept.ID, kept.Content
		}
		r, forged, err := file.read()
		if err := errors.Join(err, forged); err != nil {
			return err
		}
		then = &r
		check, err = api.New(answering(s, store)).Verify(ctx, file.ID, then)
		return err
	})
	return then, check, err
}

const (
	verifyTimeout = time.Minute
	mostFetched   = 4 << 20
)

// checkAt lets the server of an address compute. That the receipt is what its name was made of is looked at here.
func checkAt(ctx context.Context, address string) (*ask.Receipt, *api.CheckBody, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the address: %w", err)
	}
	before, id, found := strings.Cut(u.Path, "/receipts/")
	id = strings.TrimSuffix(id, "/check")
	if !found || !ask.IsReceiptID(id) {
		return nil, nil, fmt.Errorf("%.120q is not the address of a receipt: it ends with /receipts/ and 32 letters and digits", address)
	}
	u.Path, u.RawQuery, u.Fragment = strings.TrimSuffix(before, "/api/v1")+"/api/v1/receipts/"+id, "", ""
	ctx, cancel := context.WithTimeout(ctx, verifyTimeout)
	defer cancel()
	data, err := fetch(ctx, u.String())
	if err != nil {
		return nil, nil, err
	}
	file, err := decodeReceiptFile(data)
	if err != nil {
		return nil, nil, fmt.Errorf("what %s answers: %w", u, err)
	}
	r, forged, err := file.read()
	if err := errors.Join(err, forged); err != nil {
		return nil, nil, err
	}
	if file.ID != id {
		return nil, nil, fmt.Errorf("%s answers with another receipt: %.40q", u, file.ID)
	}
	if data, err = fetch(ctx, u.String()+"/check"); err != nil {
		return nil, nil, err
	}
	var check api.CheckBody
	return &r, &check, json.Unmarshal(data, &check)
}

func fetch(ctx context.Context, address string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, mostFetched))
	if err != nil || resp.StatusCode == http.StatusOK {
		return data, err
	}
	var problem struct{ Detail string }
	_ = json.Unmarshal(data, &problem) // another's answer: the status alone will do
	return nil, fmt.Errorf("%s answers %s. %.300s", address, resp.Status, problem.Detail)
}

// printCheck prints a check, of which a server may have written any word, without what a terminal might obey.
func printCheck(out io.Writer, then *ask.Receipt, check *api.CheckBody) error {
	w := &bytes.Buffer{}
	simulated := ""
	if then.Simulated {
		simulated = " (simulated data)"
	}
	fmt.Fprintf(w, "Receipt %s of %s%s\n%s\n\n", check.ID, then.Made.UTC().Format(time.RFC3339), simulated, strings.Join(then.Claims, "\n"))
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "\tTHEN\tNOW\t")
	for _, l := range check.Lines {
		verdict := "same"
		switch {
		case !l.Same && l.Figure:
			verdict = "DIFFERS"
		case !l.Same:
			verdict = "changed"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", l.What, l.Then, l.Now, verdict)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	verdict := "It holds."
	if !check.Holds {
		verdict = "It does not hold."
	}
	fmt.Fprintf(w, "\n%s\n", verdict)
	for _, change := range check.Changes {
		fmt.Fprintf(w, "- %s\n", change)
	}
	if !check.Settled {
		fmt.Fprintln(w, "- Some of this is being added up anew just now: verify again in a moment.")
	}
	_, err := io.WriteString(harmless(out), w.String())
	return err
}
