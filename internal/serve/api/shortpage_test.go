package api

import (
	"fmt"
	"testing"
	"time"
)

// A search may end a page before it is full. The answer says where to go on and how far back was looked.
func TestShortPages(t *testing.T) {
	a, f := fakeAPI(t)
	f.looksAt = 2
	var got []string
	short := 0
	target := "/api/v1/items?q=comment&limit=50"
	for path := target; ; {
		page := answered[ItemsBody](t, a, path)
		for _, i := range page.Items {
			got = append(got, i.ID)
			if page.SearchedTo != nil && i.CreatedUTC.Before(*page.SearchedTo) {
				t.Errorf("%s is older than %v", i.ID, page.SearchedTo)
			}
		}
		if (page.SearchedTo != nil) != (page.NextCursor != nil) {
			t.Fatalf("next %v, searched to %v", page.NextCursor, page.SearchedTo)
		}
		if page.NextCursor == nil {
			break
		}
		short++
		path = target + "&cursor=" + *page.NextCursor
	}
	f.looksAt = 0
	var want []string
	for _, i := range answered[ItemsBody](t, a, "/api/v1/items?q=comment&limit=49").Items { // another address: answers are kept
		want = append(want, i.ID)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) || len(want) == 0 || short == 0 {
		t.Errorf("%d short pages with %v, want %v", short, got, want)
	}
}

func TestFullPagesSayNothingOfHowFar(t *testing.T) {
	a, _ := fakeAPI(t)
	page := answered[ItemsBody](t, a, "/api/v1/items?limit=1")
	if page.NextCursor == nil || page.SearchedTo != (*time.Time)(nil) {
		t.Errorf("next %v, searched to %v", page.NextCursor, page.SearchedTo)
	}
}
