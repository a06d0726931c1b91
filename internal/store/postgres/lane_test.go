package postgres

import (
	"fmt"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/postgrestest"
	"github.com/voxpop-dev/voxpop/internal/store/storetest"
)

// Items of a community must come from its own index: in search of one that holds nothing, that of all items by
// time would be walked to its end.
func TestLaneWalksItsIndex(t *testing.T) {
	ctx := t.Context()
	s, err := Open(ctx, postgrestest.URL(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Put(ctx, "reddit", voxpop.Batch{Items: storetest.Generate(3000)}); err != nil {
		t.Fatal(err)
	}
	db, _ := s.JobsDB()
	if _, err := db.ExecContext(ctx, "ANALYZE items"); err != nil {
		t.Fatal(err)
	}
	condition, args := dialect{}.Lane("i.community_id", 1, 0, 4_000_000_000)
	for _, arg := range args {
		condition = strings.Replace(condition, "?", fmt.Sprint(arg), 1)
	}
	rows, err := db.QueryContext(ctx, "EXPLAIN SELECT i.id FROM items i WHERE "+condition+" ORDER BY i.community_id DESC, i.created DESC, i.source, i.native LIMIT 26")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		plan.WriteString(line + "\n")
	}
	if err := rows.Err(); err != nil || !strings.Contains(plan.String(), "items_by_community") || strings.Contains(plan.String(), "items_by_created") {
		t.Errorf("%s%v", plan.String(), err)
	}
}
