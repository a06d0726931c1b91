package relational

import (
	"cmp"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// sheetPost is a live post that mentions the tool of a version.
type sheetPost struct {
	version, inferred, item, created, comments, upvotes int64
}

func (p *sheetPost) engagement() int64 {
	e := voxpop.ToolEngagement{Mentions: 1, Comments: p.comments, Upvotes: p.upvotes}
	return e.Engagement()
}

// wantedPosts is the sheet of posts that a unit should have.
func wantedPosts(source string, u unit, c counting, items []unitItem) map[sheetKey]string {
	var posts []sheetPost
	for i := range items {
		it := &items[i]
		if it.kind != voxpop.KindPost || !it.live {
			continue
		}
		for version, inferred := range it.mentioned(c) {
			posts = append(posts, sheetPost{version, flag(inferred), it.id, it.created, it.comments, it.upvotes})
		}
	}
	if len(posts) == 0 {
		return nil
	}
	return map[sheetKey]string{{0, u.community, day, u.day, source}: postSheet(posts)}
}

// postSheet packs posts.
func postSheet(posts []sheetPost) string {
	slices.SortFunc(posts, func(a, b sheetPost) int {
		return cmp.Or(cmp.Compare(a.version, b.version), cmp.Compare(a.item, b.item))
	})
	var w sheetWriter
	for _, p := range posts {
		w.long(p.version)
		w.flag(p.inferred)
		w.long(p.item, p.created, p.comments, p.upvotes)
	}
	return w.sheet()
}

// eachPost takes a sheet of posts apart.
func eachPost(sheet []byte, yield func(sheetPost)) error {
	r := sheetReader{rest: sheet}
	for r.more() {
		p := sheetPost{r.long(), r.flag(), r.long(), r.long(), r.long(), r.long()}
		if !r.failed {
			yield(p)
		}
	}
	return r.err()
}

// postKey names a post in a sheet.
type postKey struct {
	sheetKey
	version, item int64
}

func comparePosts(a, b postKey) int {
	return cmp.Or(compareSheets(a.sheetKey, b.sheetKey), cmp.Compare(a.version, b.version), cmp.Compare(a.item, b.item))
}

func postsOf(sheets map[sheetKey]string) (map[postKey]sheetPost, error) {
	out := map[postKey]sheetPost{}
	for k, sheet := range sheets {
		if err := eachPost([]byte(sheet), func(p sheetPost) { out[postKey{k, p.version, p.item}] = p }); err != nil {
			return nil, err
		}
	}
	return out, nil
}
