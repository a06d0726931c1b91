package api

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/voxpop-dev/voxpop"
)

const (
	// aheadDelay is how long after the start analyses are first read ahead, aheadEvery how often they are after that.
	aheadDelay, aheadEvery = 2 * time.Second, time.Minute
	// aheadTools is of how many tools, the most discussed ones: the words of all their windows can be remembered together.
	aheadTools = 5
)

// aheadHours are the windows that pages open with.
var aheadHours = []int{24, 168, 720}

// lookAhead makes the analyses that pages open with, so that the first visitor finds them ready: again whenever there was a new version or
// hour, until ctx ends.
func (a *API) lookAhead(ctx context.Context) {
	timer := time.NewTimer(aheadDelay)
	defer timer.Stop()
	var made frame
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		if v := a.version.known.Load(); v != nil && made != (frame{version: v.DataVersion, now: a.hour()}) {
			made = frame{version: v.DataVersion, now: a.hour()}
			a.readAhead(ctx, made)
		}
		timer.Reset(aheadEvery)
	}
}

// readAhead makes them one after the other, and rests after each for as long as it took.
func (a *API) readAhead(ctx context.Context, f frame) {
	targets, err := a.aheadTargets(ctx, f)
	if err != nil {
		a.complain("analyses read ahead", err)
		return
	}
	for _, target := range targets {
		began := time.Now()
		a.renew(target)
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Since(began)):
		}
	}
}

// aheadTargets are the analyses that pages open with, those of the most discussed tools first.
func (a *API) aheadTargets(ctx context.Context, f frame) (targets []string, err error) {
	if a.opt.Tools == nil {
		return nil, nil
	}
	add := func(path string) {
		for _, hours := range aheadHours {
			for _, end := range []string{"", "end=latest&"} { // canonical: in the order of the alphabet
				targets = append(targets, path+"?"+end+"hours="+strconv.Itoa(hours))
			}
		}
	}
	slugs, err := a.mostDiscussed(ctx, f)
	for _, slug := range slugs {
		if a.opt.Tokens != nil && a.opt.Opinions != nil {
			add(toolPrefix + slug + "/drivers")
		}
		if a.opt.Aspects != nil && a.opt.Opinions != nil {
			add(toolPrefix + slug + "/aspects")
		}
	}
	add("/api/v1/movers")
	return targets, err
}

// mostDiscussed are the tools with most mentions in the longest window that is read ahead, until the newest item.
func (a *API) mostDiscussed(ctx context.Context, f frame) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	if f.version.Newest.IsZero() {
		return nil, nil
	}
	window, err := SpanInput{Hours: slices.Max(aheadHours), End: "latest"}.resolve(f, 0)
	if err != nil {
		return nil, err
	}
	counts, err := a.opt.Tools.ToolCounts(ctx, voxpop.ToolFilter{Filter: voxpop.Filter{Window: window.window()}})
	if err != nil {
		return nil, err
	}
	slugs := slices.SortedFunc(maps.Keys(counts), func(x, y string) int {
		return cmp.Or(cmp.Compare(counts[y].Items, counts[x].Items), cmp.Compare(x, y))
	})
	return slugs[:min(aheadTools, len(slugs))], nil
}
