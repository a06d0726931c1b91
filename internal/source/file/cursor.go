package file

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/voxpop-dev/voxpop"
)

// cursor is the note kept of a file: how far an unfinished import has come, or what a finished
// one wrote into the ledger. A finished import reads the file again from its beginning.
type cursor struct {
	Offset  int64    `json:"offset,omitempty"` // in the unpacked stream
	Number  int64    `json:"number,omitempty"` // of the last record
	Summary *Summary `json:"summary,omitempty"`
	Ledger  string   `json:"ledger,omitempty"` // hash of the entries, once written
}

// maxNoted is up to how many communities a summary is kept in a cursor. An import of more, when
// interrupted, counts in the ledger only what it read after it went on.
const maxNoted = 200

func loadCursor(ctx context.Context, view voxpop.SourceView, key string) (cursor, error) {
	var c cursor
	if key == "" {
		return c, nil
	}
	notes, err := view.Cursors(ctx, Name, key)
	if err != nil {
		return c, fmt.Errorf("import: reading how far it came: %w", err)
	}
	if raw := notes[key]; json.Unmarshal(raw, &c) != nil || c.Offset < 0 || c.Number < 0 {
		return cursor{}, nil // a note that cannot be read means starting over, which loses nothing
	}
	return c, nil
}

// entries are the ledger's lines about a file: how much of each community came, from when to
// when. A file cannot prove that nothing is missing.
func (r *run) entries() []voxpop.LedgerEntry {
	reason := "imported from a file"
	if r.sum.Absent > 0 {
		reason = fmt.Sprintf("imported from a file that names %d more comments without holding them", r.sum.Absent)
	}
	var out []voxpop.LedgerEntry
	for _, found := range r.found.list() {
		out = append(out, voxpop.LedgerEntry{
			Source: found.Source, Community: found.Community, From: found.Oldest, To: found.Newest,
			Continuity: voxpop.Unknown, Received: found.Items, Reason: reason, Recorded: r.now,
		})
	}
	return out
}

// digest tells whether two imports of a file would write the same entries.
func digest(found []Range, absent int64) string {
	h := sha256.New()
	for _, f := range found {
		fmt.Fprintf(h, "%s %q %d %d %d\n", f.Source, f.Community, f.Items, f.Oldest.Unix(), f.Newest.Unix())
	}
	fmt.Fprint(h, absent)
	return fmt.Sprintf("%x", h.Sum(nil)[:16])
}
