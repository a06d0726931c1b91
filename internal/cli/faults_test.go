package cli

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/redditsim"
	"github.com/voxpop-dev/voxpop/internal/serve/api"
)

// outsideFault is something that goes wrong at Reddit during one cycle.
type outsideFault struct {
	name    string
	faults  []redditsim.Fault
	access  redditsim.Access // of only, unless Public
	only    string           // the one community that suffers; empty: all of them, unless outcome is success
	later   time.Duration    // how much later than usual the cycle is
	outcome voxpop.Outcome
	words   string // what results, health and coverage say
}

func (f outsideFault) inject(o *outside) {
	o.sim.Inject(f.faults...)
	if f.access != redditsim.Public {
		o.sim.SetAccess(f.only, f.access, "NewName")
	}
	for _, fault := range f.faults {
		o.anonymous = o.anonymous || fault.Kind == redditsim.NullAuthors
	}
}

func (f outsideFault) heal(o *outside) {
	o.sim.Heal()
	if f.only != "" {
		o.sim.SetAccess(f.only, redditsim.Public, "")
	}
}

const (
	keysWords   = "check REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET"
	silentWords = "does not answer in time"
	brokenWords = "unsound answer"
)

func outsideFaults() []outsideFault {
	const ok, partial, failed = voxpop.OutcomeSuccess, voxpop.OutcomePartial, voxpop.OutcomeFailed
	api := func(r *http.Request) bool { return r.URL.Path != "/api/v1/access_token" }
	status := func(code int, pause time.Duration) redditsim.Fault {
		return redditsim.Fault{Kind: redditsim.StatusCode, Status: code, RetryAfter: pause, Match: api}
	}
	one := func(f redditsim.Fault, times int) []redditsim.Fault {
		f.Times = times
		return []redditsim.Fault{f}
	}
	list := []outsideFault{
		{name: "nothing; ids out of order", outcome: ok},
		{name: "401 in mid-cycle", faults: []redditsim.Fault{{Kind: redditsim.StatusCode, Status: 401, Endpoint: redditsim.EndpointComments, Times: 1}}, outcome: ok},
		{name: "401 for ever", faults: one(status(401, 0), 0), outcome: failed, words: keysWords},
		{name: "keys refused", faults: []redditsim.Fault{{Kind: redditsim.StatusCode, Status: 401}}, outcome: failed, words: keysWords},
		{name: "one private", only: "claude", access: redditsim.Private, outcome: ok}, // joined listings leave it out without a word
		{name: "403 of all", faults: one(status(403, 0), 0), outcome: failed, words: "refused (403)"},
		{name: "404 of all", faults: one(status(404, 0), 0), outcome: failed, words: "check the spelling in SUBREDDIT_LIST"},
		{name: "redirected away", faults: one(status(302, 0), 0), outcome: failed, words: "check REDDIT_API_URL"},
		{name: "429 with Retry-After once", faults: one(status(429, 3*time.Second), 1), outcome: ok},
		{name: "429 with Retry-After for ever", faults: one(status(429, 90*time.Second), 0), outcome: failed, words: "asks for a pause"},
		{name: "429 without Retry-After once", faults: []redditsim.Fault{{Kind: redditsim.NoRate}, {Kind: redditsim.StatusCode, Status: 429, Match: api, Times: 1}}, outcome: ok},
		{name: "429 without Retry-After for ever", faults: []redditsim.Fault{{Kind: redditsim.NoRate}, status(429, 0)}, outcome: failed, words: "asked too often (429)"},
		{name: "503 with Retry-After once", faults: one(status(503, 3*time.Second), 1), outcome: ok},
		{name: "slow drip to its end", faults: []redditsim.Fault{{Kind: redditsim.Drip, Pieces: 4, Pause: time.Second}}, outcome: ok},
		{name: "dead anchor", later: 6 * time.Hour, outcome: ok, faults: []redditsim.Fault{{
			Kind: redditsim.EmptyListing, Times: 1, Match: func(r *http.Request) bool { return r.FormValue("after") != "" },
		}}},
		{name: "clock behind", faults: []redditsim.Fault{{Kind: redditsim.ClockSkew, Skew: -26 * time.Hour}}, outcome: ok},
		{name: "clock ahead", faults: []redditsim.Fault{{Kind: redditsim.ClockSkew, Skew: 26 * time.Hour}}, outcome: ok},
		{name: "empty listings", faults: []redditsim.Fault{{Kind: redditsim.EmptyListing, Match: api}}, outcome: failed, words: "maybe blocked"},
		{name: "no tokens", faults: []redditsim.Fault{{Kind: redditsim.HTMLPage}}, outcome: failed, words: "token answer is not JSON"},
		{name: "hang of the token, too", faults: []redditsim.Fault{{Kind: redditsim.Hang}}, outcome: failed, words: silentWords},
	}
	for _, code := range []int{500, 502, 503, 504} {
		words := fmt.Sprintf("reddit has trouble (%d)", code)
		list = append(list,
			outsideFault{name: fmt.Sprint(code, " twice"), faults: one(status(code, 0), 2), outcome: ok},
			outsideFault{name: fmt.Sprint(code, " for ever"), faults: one(status(code, 0), 0), outcome: failed, words: words})
	}
	for _, kind := range []redditsim.Kind{redditsim.Duplicates, redditsim.Shuffle, redditsim.NullAuthors, redditsim.HugeBody,
		redditsim.NULBytes, redditsim.LoneSurrogates, redditsim.AbsurdRate, redditsim.NoRate} {
		list = append(list, outsideFault{name: string(kind), faults: []redditsim.Fault{{Kind: kind}}, outcome: ok})
	}
	for kind, words := range map[redditsim.Kind]string{
		redditsim.ResetBefore: "does not answer", redditsim.ResetInside: "does not answer", redditsim.Truncate: brokenWords, redditsim.HTMLPage: brokenWords,
		redditsim.EmptyBody: brokenWords, redditsim.Hang: silentWords, redditsim.Drip: silentWords,
		redditsim.MalformedFields: "things cannot be read", redditsim.WrongTypes: "things cannot be read",
	} {
		f := redditsim.Fault{Kind: kind, Match: api, Pause: 5 * time.Second}
		list = append(list, outsideFault{name: string(kind) + " of all", faults: []redditsim.Fault{f}, outcome: failed, words: words})
		f.Community = "claude"
		list = append(list, outsideFault{name: string(kind) + " of one", faults: []redditsim.Fault{f}, only: "claude", outcome: partial, words: words})
	}
	for code, words := range map[int]string{403: "refused (403)", 404: "check the spelling", 500: "reddit has trouble (500)"} {
		f := redditsim.Fault{Kind: redditsim.StatusCode, Status: code, Community: "claude"}
		list = append(list, outsideFault{name: fmt.Sprint(code, " of one"), faults: []redditsim.Fault{f}, only: "claude", outcome: partial, words: words})
	}
	return list
}

// TestFaultsOutside: whatever Reddit does during one cycle, the cycle ends within a minute, what it
// could read is stored whole, everybody is told what failed, and the cycles after it make good for it.
func TestFaultsOutside(t *testing.T) {
	grown, at := grownStore(t)
	for i, f := range outsideFaults() {
		if testing.Short() && i%5 != 0 { // a sample: each takes a minute under the race detector
			continue
		}
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			path := copyFile(t, grown)
			synctest.Test(t, func(t *testing.T) {
				o := newOutside(t, path, at)
				time.Sleep(f.later)
				f.inject(o)
				o.expect(f, o.cycle())
				f.heal(o)
				var last voxpop.Cycle
				for range 3 {
					last = o.cycle()
				}
				o.expect(outsideFault{outcome: voxpop.OutcomeSuccess}, last)
				o.check()
			})
		})
	}
}

// expect checks a cycle, what is stored after it, and what the API tells of it.
func (o *outside) expect(f outsideFault, c voxpop.Cycle) {
	o.Helper()
	if took := c.Collected.Sub(c.Started); took > time.Minute {
		o.Errorf("the cycle took %v", took)
	}
	if c.Outcome != f.outcome {
		o.Errorf("outcome %s, want %s: %+v", c.Outcome, f.outcome, c.Results)
	}
	said := ""
	for _, r := range c.Results {
		said += r.Error
		if r.Error != "" && f.only != "" && r.Community != f.only {
			o.Errorf("%s suffers, too: %s", r.Community, r.Error)
		}
	}
	if !strings.Contains(said, f.words) {
		o.Errorf("results do not say %q: %s", f.words, said)
	}
	o.expectTold(f)
	var without []string
	if f.only != "" {
		without = []string{f.only}
	}
	missing, all := o.missing(without...)
	if f.outcome != voxpop.OutcomeFailed && (all < 30 || len(missing)*1000 > all) {
		o.Errorf("%d of %d items are missing, such as %v", len(missing), all, missing[:min(5, len(missing))])
	}
}

// expectTold checks that health and coverage tell what failed, or that nothing did.
func (o *outside) expectTold(f outsideFault) {
	o.Helper()
	var health api.HealthBody
	o.read("/api/v1/health", &health)
	reasons := strings.Join(health.Reasons, "; ")
	well := f.outcome == voxpop.OutcomeSuccess
	if well != (health.Status == "healthy") || !strings.Contains(reasons, f.words) {
		o.Errorf("health is %s: %s; want it to say %q", health.Status, reasons, f.words)
	}
	var coverage api.CoverageBody
	o.read("/api/v1/coverage", &coverage)
	for _, c := range coverage.Communities {
		suffers := !well && (f.only == "" || f.only == c.Community)
		if suffers != (c.Continuity == string(voxpop.Gap)) || suffers && !strings.Contains(c.LastError, f.words) {
			o.Errorf("coverage of %s is %s: %q; suffers is %v, want it to say %q", c.Community, c.Continuity, c.LastError, suffers, f.words)
		}
	}
}

// TestFaultsOutsideOneClosed: joined listings leave a closed community out without a word. When its latest items cannot be
// had any more, or it has been silent for a day, it is asked alone, and from then on everybody is told why nothing comes.
func TestFaultsOutsideOneClosed(t *testing.T) {
	grown, at := grownStore(t)
	for access, words := range map[redditsim.Access]string{
		redditsim.Private: "private (403)", redditsim.Banned: "banned by Reddit (404)", redditsim.Missing: "check the spelling",
		redditsim.Quarantined: "quarantined (403)", redditsim.Renamed: "renamed to NewName (302)",
	} {
		t.Run(words, func(t *testing.T) {
			if testing.Short() {
				t.Skip("takes minutes under the race detector")
			}
			t.Parallel()
			path := copyFile(t, grown)
			synctest.Test(t, func(t *testing.T) {
				o := newOutside(t, path, at)
				f := outsideFault{access: access, only: "claude", outcome: voxpop.OutcomePartial, words: words}
				f.inject(o)
				last := o.cycle()
				for n := 0; n < 8 && !strings.Contains(fmt.Sprint(last.Results), words); n++ {
					time.Sleep(4 * time.Hour)
					last = o.cycle()
				}
				o.expect(f, last)
				f.heal(o)
				for range 4 {
					time.Sleep(time.Hour)
					last = o.cycle()
				}
				o.expect(outsideFault{outcome: voxpop.OutcomeSuccess}, last)
				o.check()
			})
		})
	}
}
