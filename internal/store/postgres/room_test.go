package postgres

import (
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop/internal/store/postgrestest"
	"github.com/voxpop-dev/voxpop/internal/store/storetest"
)

// New words must not wait in a list of megabytes that every search reads, not even in the index that a purge makes anew.
func TestWordsWaitInAShortList(t *testing.T) {
	s := quiet(t, postgrestest.URL(t))
	defer end(t, s)
	db, _ := s.JobsDB()
	check := func(when string) {
		t.Helper()
		var options string
		err := db.QueryRowContext(t.Context(), "SELECT COALESCE(reloptions::text, '') FROM pg_class WHERE relname = 'texts_by_word'").Scan(&options)
		if err != nil || !strings.Contains(options, "gin_pending_list_limit=128") {
			t.Errorf("%s: options %q, %v", when, options, err)
		}
	}
	check("at first")
	storetest.BlankOne(t, s, "gone")
	if err := s.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	check("after a purge")
}

// Most versions of an item must fit into its page: else each, of three, is written into every index.
func TestItemsAreWrittenInPlace(t *testing.T) {
	url := postgrestest.URL(t)
	s := quiet(t, url)
	storetest.Ingest(t, s, storetest.Generate(2000))
	end(t, s)
	itemsRead(t, url) // all sessions have told
	s = quiet(t, url)
	defer end(t, s)
	db, _ := s.JobsDB()
	var inPlace, written int64
	err := db.QueryRowContext(t.Context(), "SELECT n_tup_hot_upd, n_tup_upd FROM pg_stat_user_tables WHERE relname = 'items'").Scan(&inPlace, &written)
	if err != nil || written < 4000 || inPlace*10 < written*8 {
		t.Errorf("%d of %d versions in place, %v", inPlace, written, err)
	}
}
