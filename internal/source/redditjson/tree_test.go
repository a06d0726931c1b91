package redditjson_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/shareddata"
	"github.com/voxpop-dev/voxpop/internal/source/redditjson"
)

const page = `[{"kind":"Listing","data":{"after":"t3_zz","children":[{"kind":"t3","data":{"id":"a","title":"x","subreddit":"go","created_utc":1703101777}}]}},
 {"kind":"Listing","data":{"children":[
  {"kind":"t1","data":{"id":"b","body":"one","link_id":"t3_a","parent_id":"t3_a","subreddit":"go","created_utc":1703101778,"replies":
    {"kind":"Listing","data":{"children":[
      {"kind":"t1","data":{"id":"c","body":"two","link_id":"t3_a","parent_id":"t1_b","subreddit":"go","created_utc":1703101779,"replies":""}},
      {"kind":"more","data":{"id":"d","parent_id":"t1_b","count":3,"children":["d","e","!"]}}]}}}},
  {"kind":"t1","data":{"id":"f"}},
  {"kind":"t5","data":{"id":"g"}}, 7
 ]}}]`

func TestTreeIsLaidOutFlat(t *testing.T) {
	tree, err := redditjson.ParseTree([]byte(page))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, it := range tree.Items {
		ids = append(ids, it.ID.Native)
	}
	if got := strings.Join(ids, " "); got != "t3_a t1_b t1_c" {
		t.Errorf("items %q", got)
	}
	if len(tree.More) != 1 || tree.More[0].Count != 3 || strings.Join(tree.More[0].Children, " ") != "d e" || tree.More[0].Parent != "t1_b" {
		t.Errorf("more %+v", tree.More)
	}
	if len(tree.Broken) != 2 || tree.Cut { // t1_f and 7
		t.Errorf("broken %v, cut %v", tree.Broken, tree.Cut)
	}
}

func TestListingKeepsItsPlace(t *testing.T) {
	l, err := redditjson.ParseListing([]byte(`{"kind":"Listing","data":{"after":"t3_a","before":null,"children":[{"kind":"t3","data":{}}]}}`))
	if err != nil || l.After != "t3_a" || l.Before != "" || len(l.Things) != 1 || l.Things[0].Kind != "t3" {
		t.Errorf("%+v, %v", l, err)
	}
}

func TestWhatIsNoListingIsRefused(t *testing.T) {
	for _, raw := range []string{``, `{`, `{}`, `[1]`, `[{}]`, `{"kind":"t3","data":{}}`, `{"error":403}`,
		`{"kind":"Listing"}`, `{"kind":"Listing","data":{}}`, `{"kind":"Listing","data":{"children":null}}`, `{"kind":"Listing","data":{"children":[1,{"kind":"t1"}]}}`} {
		if _, err := redditjson.ParseTree([]byte(raw)); !errors.Is(err, voxpop.ErrInvalid) {
			t.Errorf("ParseTree(%s): %v, want ErrInvalid", raw, err)
		}
	}
}

func TestDeepRepliesAreCut(t *testing.T) {
	const head = `{"kind":"Listing","data":{"children":[{"kind":"t1","data":{"id":"b","body":"x","link_id":"t3_a","subreddit":"go","created_utc":1703101778,"replies":`
	raw := strings.Repeat(head, 300) + `""` + strings.Repeat(`}}]}}`, 300)
	tree, err := redditjson.ParseTree([]byte(raw))
	if err != nil || !tree.Cut || len(tree.Items) != 101 {
		t.Errorf("%d items, cut %v, %v", len(tree.Items), tree.Cut, err)
	}
}

func TestSavedListingsDecodeWithoutLoss(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(shareddata.Path(t, "reddit", "listings"), "*.json"))
	posts, comments := 0, 0
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		tree, err := redditjson.ParseTree(raw)
		if err != nil || len(tree.Broken) > 0 || len(tree.More) > 0 {
			t.Errorf("%s: %v, broken %v, more %v", filepath.Base(name), err, tree.Broken, tree.More)
		}
		for _, it := range tree.Items {
			checkItem(t, it)
			if it.Kind == voxpop.KindPost {
				posts++
			} else {
				comments++
			}
		}
	}
	if posts != 13 || comments != 231 {
		t.Errorf("%d posts and %d comments, want 13 and 231", posts, comments)
	}
}

func FuzzTree(f *testing.F) {
	f.Add([]byte(page))
	f.Add([]byte(`{"kind":"Listing","data":{"children":[{"kind":"more","data":{"children":[null]}}]}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		tree, err := redditjson.ParseTree(raw)
		if err != nil && !errors.Is(err, voxpop.ErrInvalid) {
			t.Fatalf("unknown kind of error: %v", err)
		}
		for _, it := range tree.Items {
			checkItem(t, it)
		}
	})
}
