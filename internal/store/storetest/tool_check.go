package storetest

import (
	"fmt"
	"strings"
	"testing"
)

// toolCheckTests: db check notices what is wrong about tools.
var toolCheckTests = map[string]func(*testing.T, Store){
	"NoticesDamage": func(t *testing.T, s Store) {
		talking(t, s)
		lifeExpectClean(t, s)
		for _, c := range toolBreaks {
			lifeSQL(t, s, c.breaks)
			if problems := strings.Join(lifeProblems(t, s), "\n"); !strings.Contains(problems, c.want) {
				t.Errorf("after %s check reports:\n%s\nwant %q in it", c.breaks, problems, c.want)
			}
			lifeSQL(t, s, c.mends)
			if problems := lifeProblems(t, s); len(problems) > 0 {
				t.Fatalf("%s did not mend what %s broke: %q", c.mends, c.breaks, problems)
			}
		}
	},
}

// In the store of talking, version 1 is of tool 1 (a), version 2 of tool 2 (b); item 1 mentions a.
var toolBreaks = []struct{ breaks, mends, want string }{
	{"UPDATE mentions SET item_id = 77 WHERE item_id = 1", "UPDATE mentions SET item_id = 1 WHERE item_id = 77", "a mention belongs to no item: item number 77"},
	{"UPDATE mentions SET created = created + 1 WHERE item_id = 1", "UPDATE mentions SET created = created - 1 WHERE item_id = 1", "a mention differs from its item: reddit/t3_1"},
	{"UPDATE mentions SET version_id = 9 WHERE item_id = 1", "UPDATE mentions SET version_id = 1 WHERE version_id = 9", "a mention belongs to no version of a tool: version number 9"},
	{"UPDATE mentions SET engine_id = 9 WHERE item_id = 1", "UPDATE mentions SET engine_id = 1 WHERE engine_id = 9", "stands beside no score of its text and engine: item number 1"},
	{"UPDATE mentions SET confidence = 10001 WHERE item_id = 1", "UPDATE mentions SET confidence = 5000 WHERE item_id = 1", "a mention is out of range"},
	{"UPDATE mentions SET text_rev = 5 WHERE item_id = 1", "UPDATE mentions SET text_rev = 1 WHERE item_id = 1", "a mention outlived the text"},
	{"UPDATE mentions SET compound = compound + 1 WHERE item_id = 1", "UPDATE mentions SET compound = compound - 1 WHERE item_id = 1", "a number about a tool differs from its rows: reddit Cursor, day 2026-03-04"},
	{"UPDATE relations SET created = created + 1", "UPDATE relations SET created = created - 1", "a relation belongs to no item, or differs from it"},
	{"UPDATE relations SET to_tool = 9 WHERE kind = 'switched'", "UPDATE relations SET to_tool = 1 WHERE to_tool = 9", "a relation names no tool"},
	{"UPDATE relations SET text_rev = 9", "UPDATE relations SET text_rev = 1", "a relation stands beside no score"},
	{"UPDATE tools SET version_id = 2 WHERE id = 1", "UPDATE tools SET version_id = 1 WHERE id = 1", "not ready or not its own: a"},
	{"UPDATE tools SET status = 'deleted' WHERE id = 1", "UPDATE tools SET status = 'active' WHERE id = 1", "a deleted tool still answers: a"},
	{"UPDATE tool_versions SET pattern_id = 9 WHERE id = 1", "UPDATE tool_versions SET pattern_id = 1 WHERE id = 1", "continues a pattern that is unknown"},
	{"UPDATE tool_versions SET parts = '[1, 9]' WHERE id = 1", "UPDATE tool_versions SET parts = '[1]' WHERE id = 1", "counts mentions by a pattern that is unknown: version number 1, pattern 9"},
	{"UPDATE tools SET merged_into = 1 WHERE id = 1", "UPDATE tools SET merged_into = 0 WHERE id = 1", "merged into one that is unknown, deleted or itself: a"},
	{"DELETE FROM catalog", "INSERT INTO catalog VALUES (1, 5)", "there is not exactly one catalog"},
	{"INSERT INTO tool_versions SELECT 7, tool_id, revision, definition, 1, '[1]', bases, 'walking', 0, 0, 0 FROM tool_versions WHERE id = 1", "DELETE FROM tool_versions WHERE id = 7", "waits for a re-analysis that nobody does: a, version number 7"},
	{"INSERT INTO dirty_engagement (community_id, day) VALUES (55, 0)", "DELETE FROM dirty_engagement", "a mark of engagement is of no community"},
	{"UPDATE tool_sheets SET start = start + 1 WHERE family = 'posts'", "UPDATE tool_sheets SET start = start - 1 WHERE family = 'posts'", "a sheet of numbers about tools has a shape that does not exist: posts"},
	{"UPDATE tool_sheets SET source = 'nowhere' WHERE family = 'relations'", "UPDATE tool_sheets SET source = 'reddit' WHERE family = 'relations'", "a sheet of numbers about tools is of no community or another source"},
	{moved("opinions", "> 0", 1, 9), moved("opinions", "> 0", 9, 1), "day 2026-03-04, cells of tools: "},
	{moved("opinions", "= 0", 1, 9), moved("opinions", "= 0", 9, 1), "a number about a tool differs from the sum of the communities: reddit: "},
	{moved("attention", "> 0", 0, 9), moved("attention", "> 0", 9, 0), "day 2026-03-04, engagement: "},
	{moved("attention", "= 0", 0, 9), moved("attention", "= 0", 9, 0), "reddit, engagement: "},
	{moved("posts", "> 0", 0, 9), moved("posts", "> 0", 9, 0), "day 2026-03-04, posts: "},
	{moved("relations", "> 0", 1, 9), moved("relations", "> 0", 9, 1), "day 2026-03-04, relations: "},
	{"UPDATE items SET upvotes = upvotes + 1 WHERE id = 1", "UPDATE items SET upvotes = upvotes - 1 WHERE id = 1", "Cursor, day 2026-03-04, engagement: "},
	{"UPDATE tool_opinions SET engine_id = 9", "UPDATE tool_opinions SET engine_id = 1", "day 2026-03-04, lists of opinions: "},
	{"UPDATE tool_days SET day = day + 864000 WHERE version_id = 2", "UPDATE tool_days SET day = day - 864000 WHERE version_id = 2", "authors: "},
}

// moved takes sheets from one engine to another.
func moved(family, community string, from, to int) string {
	return fmt.Sprintf("UPDATE tool_sheets SET engine_id = %d WHERE family = '%s' AND community_id %s AND engine_id = %d", to, family, community, from)
}
