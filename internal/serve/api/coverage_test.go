package api

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

func coverageOf(t *testing.T, a *API, community string) CommunityCoverage {
	t.Helper()
	var b CoverageBody
	if err := json.Unmarshal(get(a, "/api/v1/coverage?hours=48&subreddit="+community).Body.Bytes(), &b); err != nil {
		t.Fatal(err)
	}
	return b.Communities[0]
}

func TestCoverageTellsGapsAndCounts(t *testing.T) {
	a, f := fakeAPI(t)
	twelve, ten := int64(12), int64(10)
	span := func(from, to int, c voxpop.Continuity, received int64, recorded int) voxpop.LedgerEntry {
		at := func(h int) time.Time { return noon.Add(time.Duration(h) * time.Hour) }
		return voxpop.LedgerEntry{Source: "reddit", Community: "Cursor", From: at(from), To: at(to), Continuity: c, Received: received, Recorded: at(recorded)}
	}
	closing, stated, whole := span(-9, -6, voxpop.Complete, 3, -1), span(-6, 0, voxpop.Complete, 9, 0), span(-20, -18, voxpop.Gap, 100, -18)
	closing.Expected, stated.Expected, whole.Community = &twelve, &ten, ""
	f.ledger = []voxpop.LedgerEntry{stated, closing, span(-8, -7, voxpop.Gap, 0, -7), span(-12, -11, voxpop.Gap, 0, -11), whole}
	got := coverageOf(t, a, "cursor")
	if len(got.Gaps) != 3 || !got.Gaps[0].Repaired || got.Gaps[1].Repaired || got.Gaps[2].Repaired {
		t.Errorf("gaps %+v: only the first was read again", got.Gaps)
	}
	if got.Received != 12 || got.Expected == nil || *got.Expected != 22 {
		t.Errorf("received %d of %v", got.Received, got.Expected)
	}
	f.ledger = f.ledger[2:]
	if got = coverageOf(t, a, "cursor"); got.Received != 0 || got.Expected != nil {
		t.Errorf("nothing was stated: %d of %v", got.Received, got.Expected)
	}
}
