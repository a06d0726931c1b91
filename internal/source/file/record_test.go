package file_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/shareddata"
	"github.com/voxpop-dev/voxpop/internal/source/file"
)

func one(t *testing.T, record string) voxpop.Item {
	t.Helper()
	store, sum := importAll(t, file.Config{Paths: []string{"-"}, Stdin: strings.NewReader(record)})
	if len(store.Items()) != 1 {
		t.Fatalf("%s: %d items, %+v", record, len(store.Items()), sum)
	}
	return store.Items()[0]
}

func TestOurOwnExportComesBack(t *testing.T) {
	got := one(t, `{"id":"t1_b","source":"reddit","kind":"comment","subreddit":"Cursor","author":"ann","title":"","body":"a &gt; b","url":"",
		"permalink":"https://www.reddit.com/r/Cursor/comments/a/x/b/","score":3,"num_comments":0,"created_utc":1700000000,"edited_utc":1700000060,
		"thread_id":"t3_a","parent_id":"t3_a","state":"live","collected_at":"2026-01-02T15:00:00Z","sentiment":"positive"}`)
	want := voxpop.Item{
		ID: voxpop.ItemID{Source: "reddit", Native: "t1_b"}, Kind: voxpop.KindComment, Community: "Cursor", Author: "ann", Body: "a &gt; b",
		Permalink: "https://www.reddit.com/r/Cursor/comments/a/x/b/", Upvotes: 3, ThreadID: "t3_a", ParentID: "t3_a",
		Created: time.Unix(1700000000, 0).UTC(), Edited: time.Unix(1700000060, 0).UTC(), State: voxpop.StateLive, Origin: voxpop.OriginImport,
	}
	if got != want {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

func TestAnExportedItemOfAnotherPlatform(t *testing.T) {
	got := one(t, `{"id":"4242","source":"hackernews","kind":"comment","subreddit":"Hacker News","body":"x","created_utc":1700000000,"thread_id":"41","parent_id":"42","edited_utc":null,"state":"live"}`)
	if got.ID.String() != "hackernews/4242" || got.ThreadID != "41" || got.ParentID != "42" || !got.Edited.IsZero() {
		t.Errorf("%+v", got)
	}
}

func TestAnExportedTombstoneHasNoText(t *testing.T) {
	got := one(t, `{"id":"t3_a","source":"reddit","kind":"post","subreddit":"go","title":"left","body":"over","author":"x","created_utc":1700000000,"thread_id":"t3_a","state":"removed"}`)
	if got.State != voxpop.StateRemoved || got.Title+got.Body+got.Author != "" {
		t.Errorf("%+v", got)
	}
}

func TestThePredecessorsPostsAreRead(t *testing.T) {
	got := one(t, `[{"id":"1abcd","title":"A","content":"B","author":"x","subreddit":"claude","url":"https://example.org/p","created_utc":"2025-05-01T10:00:00","upvotes":7,"comment_count":2,"collected_at":"2025-05-01T11:00:00"}]`)
	if got.ID.Native != "t3_1abcd" || got.Body != "B" || got.Upvotes != 7 || got.Comments != 2 || got.ThreadID != "t3_1abcd" ||
		!got.Created.Equal(time.Date(2025, 5, 1, 10, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v", got)
	}
}

func TestUnusableExportsAreRefused(t *testing.T) {
	base := func(change map[string]any) string {
		m := map[string]any{"id": "t3_a", "source": "reddit", "kind": "post", "subreddit": "go", "created_utc": 1700000000, "thread_id": "t3_a", "state": "live"}
		for k, v := range change {
			m[k] = v
		}
		raw, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	for name, change := range map[string]map[string]any{
		"no id": {"id": ""}, "odd id": {"id": "../a"}, "odd source": {"source": "a b"}, "slash in source": {"source": "a/b", "id": "x"},
		"no community": {"subreddit": ""}, "state": {"state": "gone"}, "time": {"created_utc": "soon"}, "comment without thread": {"kind": "comment", "id": "t1_a", "thread_id": ""},
		"thread with spaces": {"thread_id": "a b"},
	} {
		content := base(nil) + "\n" + base(change)
		_, sum := importAll(t, file.Config{Paths: []string{"-"}, Stdin: strings.NewReader(content)})
		if sum.Malformed != 1 || sum.Matched != 1 {
			t.Errorf("%s: %+v", name, sum)
		}
	}
}

func TestMoreStubsAreNotedInTheLedger(t *testing.T) {
	thread := `[{"kind":"Listing","data":{"children":[{"kind":"t3","data":{"id":"a","title":"x","subreddit":"go","created_utc":1700000000}}]}},
	  {"kind":"Listing","data":{"children":[{"kind":"t1","data":{"id":"z"}},{"kind":"more","data":{"id":"d","count":7,"children":["d"]}}]}}]`
	store, sum := importAll(t, file.Config{Paths: []string{save(t, "d.json", []byte(thread))}})
	if sum.Absent != 7 || sum.Read != 2 || sum.Malformed != 1 {
		t.Errorf("%+v", sum)
	}
	if l := store.Ledger(); len(l) != 1 || !strings.Contains(l[0].Reason, "7 more comments") || l[0].Recorded.IsZero() {
		t.Errorf("ledger %+v", l)
	}
}

func TestRealDumpsComeInWhole(t *testing.T) {
	paths, _ := filepath.Glob(filepath.Join(shareddata.Path(t, "reddit", "localllama"), "*.zst"))
	store, sum := importAll(t, file.Config{Paths: paths})
	if sum.Read != 82_943 || sum.Matched != 82_943 || sum.Malformed != 0 || len(store.Items()) != 82_943 {
		t.Errorf("%d items, %+v", len(store.Items()), sum)
	}
	states := map[voxpop.State]int{}
	for _, it := range store.Items() {
		states[it.State]++
	}
	if states[voxpop.StateDeleted] != 597 || states[voxpop.StateRemoved] != 181 {
		t.Errorf("states %v, want 597 deleted and 181 removed (3 of them by Reddit), as counted in the raw files", states)
	}
}

func TestRealListingsComeInWhole(t *testing.T) {
	paths, _ := filepath.Glob(filepath.Join(shareddata.Path(t, "reddit", "listings"), "*.json"))
	store, sum := importAll(t, file.Config{Paths: paths})
	if sum.Read != 244 || sum.Malformed != 0 || len(store.Items()) != 244 || sum.Truncated != "" {
		t.Errorf("%d items, %+v", len(store.Items()), sum)
	}
}

func FuzzImport(f *testing.F) {
	f.Add([]byte(dump(0, 3)))
	f.Add([]byte(`[{"kind":"Listing","data":{"children":[{"kind":"t1","data":{"id":"b","body":"x","link_id":"t3_a","subreddit":"go","created_utc":1700000000}}]}}]`))
	f.Add([]byte(`{"id":"1","source":"x","kind":"comment","subreddit":"s","created_utc":"2025-05-01 10:00:00","thread_id":"1","content":"\u0000"}`))
	f.Add([]byte("{\n\"id\":\"a\"}\n{"))
	f.Add([]byte("\x28\xb5\x2f\xfd\x00"))
	f.Fuzz(func(t *testing.T, content []byte) {
		src := open(t, file.Config{Paths: []string{"-"}, Stdin: strings.NewReader(string(content))})
		tasks, err := src.Plan(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		items := int64(0)
		for b, err := range src.Run(t.Context(), tasks[0], nil) {
			if err != nil {
				return
			}
			for _, it := range b.Items {
				items++
				all := it.ID.String() + it.Community + it.Author + it.Title + it.Body + it.URL + it.Permalink + it.Flair + it.ThreadID + it.ParentID
				if !utf8.ValidString(all) || strings.ContainsRune(all, 0) || it.Created.IsZero() || it.ThreadID == "" || it.State == "" {
					t.Errorf("unstorable: %+v", it)
				}
				if _, err := voxpop.ParseItemID(it.ID.String()); err != nil {
					t.Errorf("id: %v", err)
				}
			}
		}
		if sum, _ := src.Summary("-"); sum.Read != sum.Matched+sum.Skipped+sum.Malformed || items > sum.Matched {
			t.Errorf("%d items, %+v", items, sum)
		}
	})
}
