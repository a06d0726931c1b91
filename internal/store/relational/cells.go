package relational

import (
	"database/sql"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/rollup"
)

// cellKey names a cell within one engine.
type cellKey struct {
	source    string
	community int64
	kind      voxpop.Kind
	grain     int64 // seconds
	start     int64
}

func grainSeconds(g voxpop.Grain) int64 {
	if g == voxpop.GrainDay {
		return day
	}
	return hour
}

const (
	tallyColumns = "items, excluded, positive, negative, neutral, sum, sumsq, threads, authors"
	insertCells  = "INSERT INTO cells (engine_id, source, community_id, kind, grain, start, " + tallyColumns + ")"
	upsertCells  = `ON CONFLICT (engine_id, source, community_id, kind, grain, start) DO UPDATE SET items = excluded.items,
		excluded = excluded.excluded, positive = excluded.positive, negative = excluded.negative, neutral = excluded.neutral,
		sum = excluded.sum, sumsq = excluded.sumsq, threads = excluded.threads, authors = excluded.authors`
)

// packed is never nil: an empty cluster is an empty value, not a missing one.
func packed(c *voxpop.Cluster) []byte {
	if b := rollup.EncodeCluster(c); b != nil {
		return b
	}
	return []byte{}
}

// tallyScan holds the columns of a tally between scanning and adding.
type tallyScan struct {
	voxpop.Tally
	threads, authors sql.RawBytes
}

func (t *tallyScan) columns() []any {
	return []any{&t.Items, &t.Excluded, &t.Positive, &t.Negative, &t.Neutral, &t.Sum, &t.SumSq, &t.threads, &t.authors}
}

// addTo adds the scanned row to a tally.
func (t *tallyScan) addTo(sum *voxpop.Tally) error {
	sum.Items += t.Items
	sum.Excluded += t.Excluded
	sum.Positive += t.Positive
	sum.Negative += t.Negative
	sum.Neutral += t.Neutral
	sum.Sum += t.Sum
	sum.SumSq += t.SumSq
	if err := rollup.DecodeCluster(t.threads, &sum.Threads); err != nil {
		return err
	}
	return rollup.DecodeCluster(t.authors, &sum.Authors)
}
