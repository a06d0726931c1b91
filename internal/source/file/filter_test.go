package file_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop/internal/source/file"
)

func TestFilters(t *testing.T) {
	path := save(t, "dump", []byte(dump(0, 30)))
	at := func(n int) time.Time { return time.Unix(begin+60*int64(n), 0) }
	store, sum := importAll(t, file.Config{Paths: []string{path}, Communities: []string{"r/CURSOR", "claude"}, Since: at(3), Until: at(9)})
	var ids []string
	for _, it := range store.Items() {
		ids = append(ids, it.ID.Native)
	}
	if got := strings.Join(ids, " "); got != "t1_c3 t1_c5 t1_c6 t1_c8" {
		t.Errorf("kept %s", got)
	}
	if sum.Read != 30 || sum.Matched != 4 || sum.Skipped != 26 || !sum.Oldest.Equal(at(3)) || !sum.Newest.Equal(at(8)) {
		t.Errorf("summary %+v", sum)
	}
	want := []file.Range{
		{Source: "reddit", Community: "Claude", Items: 2, Oldest: at(5).UTC(), Newest: at(8).UTC()},
		{Source: "reddit", Community: "Cursor", Items: 2, Oldest: at(3).UTC(), Newest: at(6).UTC()},
	}
	if !reflect.DeepEqual(sum.Communities, want) {
		t.Errorf("communities %+v", sum.Communities)
	}
}

func TestACrosspostOfAnotherCommunityIsNoReasonToSkip(t *testing.T) {
	line := `{"id":"a","title":"x","crosspost_parent_list":[{"subreddit":"other"}],"subreddit": "Cursor","created_utc":1700000000}`
	store, _ := importAll(t, file.Config{Paths: []string{save(t, "d", []byte(line))}, Communities: []string{"cursor"}})
	if len(store.Items()) != 1 {
		t.Error("the crosspost was skipped")
	}
}
