package sqlite

import (
	"path/filepath"
	"strings"
	"testing"
)

// Posts of a community must come from its own index: that of all posts by time would be read and sorted whole.
func TestLaneWalksItsIndex(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "voxpop.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	db, _ := s.JobsDB()
	condition, args := dialect{}.Lane("i.community_id", 1, 1, 9)
	rows, err := db.QueryContext(t.Context(), `EXPLAIN QUERY PLAN SELECT i.id FROM items i WHERE i.published = 1 AND i.kind = 'post' AND i.state = 'live'
		AND `+condition+" ORDER BY i.community_id DESC, i.created DESC, i.source, i.native LIMIT 51", args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan.WriteString(detail + "; ")
	}
	if err := rows.Err(); err != nil || !strings.Contains(plan.String(), "items_by_community") {
		t.Errorf("%s, %v", plan.String(), err)
	}
}
