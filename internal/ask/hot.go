package ask

import (
	"cmp"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// HotMentions is from how many mentions on a tool appears among the most discussed.
const HotMentions = 3

// Hot are the most discussed of the tools, most engagement first, then more mentions, then by slug.
func Hot(all []voxpop.ToolEngagement, limit int) []voxpop.ToolEngagement {
	hot := slices.DeleteFunc(slices.Clone(all), func(e voxpop.ToolEngagement) bool { return e.Mentions < HotMentions })
	slices.SortFunc(hot, func(a, b voxpop.ToolEngagement) int {
		return cmp.Or(cmp.Compare(b.Engagement(), a.Engagement()), cmp.Compare(b.Mentions, a.Mentions), cmp.Compare(a.Tool, b.Tool))
	})
	return hot[:min(limit, len(hot))]
}

// ItemEngagement is what one item adds to the engagement of a tool that it mentions.
func ItemEngagement(i *voxpop.Item) int64 {
	e := voxpop.ToolEngagement{Mentions: 1, Comments: i.Comments, Upvotes: i.Upvotes}
	return e.Engagement()
}

// Rising orders posts by velocity, the fastest first, then the newest, then by id.
func Rising(posts []voxpop.RisingPost) []voxpop.RisingPost {
	out := slices.Clone(posts)
	slices.SortFunc(out, func(a, b voxpop.RisingPost) int {
		return cmp.Or(cmp.Compare(b.Velocity, a.Velocity), b.Created.Compare(a.Created), cmp.Compare(a.ID.String(), b.ID.String()))
	})
	return out
}
