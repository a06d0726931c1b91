package ask

import (
	"strings"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/stats"
)

// Talk adds up what communities say of a tool: all of them, and those that are about it.
func Talk(communities []voxpop.CommunityTally) (all, home voxpop.Tally) {
	for i := range communities {
		c := &communities[i]
		all.Add(&c.Tally)
		if c.Home {
			home.Add(&c.Tally)
		}
	}
	return all, home
}

// Without is what is left of all when a part of it is taken away.
func Without(all, part voxpop.Tally) voxpop.Tally {
	all.Sub(&part)
	return all
}

// placeKey names a community whatever its case: "reddit/cursor".
func placeKey(source, community string) string { return source + "/" + strings.ToLower(community) }

// samples are the signs by community.
func samples(communities []voxpop.CommunityTally) map[string]stats.Sample {
	out := make(map[string]stats.Sample, len(communities))
	for i := range communities {
		c := &communities[i]
		sample := stats.SampleOf(&c.Tally)
		if known, ok := out[placeKey(c.Source, c.Community)]; ok {
			sample.Add(&known)
		}
		out[placeKey(c.Source, c.Community)] = sample
	}
	return out
}

// Away are the communities that are not about the tool.
func Away(communities []voxpop.CommunityTally) (away []voxpop.CommunityTally) {
	for i := range communities {
		if !communities[i].Home {
			away = append(away, communities[i])
		}
	}
	return away
}
