package redditjson_test

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/source/redditjson"
)

func decode(t *testing.T, raw string) voxpop.Item {
	t.Helper()
	it, err := redditjson.Item([]byte(raw))
	if err != nil {
		t.Fatalf("Item(%s): %v", raw, err)
	}
	return it
}

func TestCommentOfADump(t *testing.T) {
	got := decode(t, `{"id":"k2x9","name":"t1_k2x9","subreddit":"Cursor","author":"ann","created_utc":1703101777,
		"score":-3,"body":"It &gt; that &amp;amp; more","link_id":"t3_18n3","parent_id":"t1_k2x8","edited":1703101800,
		"permalink":"/r/Cursor/comments/18n3/some_words/k2x9/","distinguished":"moderator","author_flair_text":"dev",
		"retrieved_on":1703105000}`)
	want := voxpop.Item{
		ID: voxpop.ItemID{Source: "reddit", Native: "t1_k2x9"}, Kind: voxpop.KindComment, Community: "Cursor",
		Author: "ann", Body: "It > that &amp; more", ThreadID: "t3_18n3", ParentID: "t1_k2x8", Upvotes: -3,
		Permalink: "https://www.reddit.com/r/Cursor/comments/18n3/some_words/k2x9/",
		Created:   time.Unix(1703101777, 0).UTC(), Edited: time.Unix(1703101800, 0).UTC(),
		Observed: time.Unix(1703105000, 0).UTC(), State: voxpop.StateLive, Distinguished: "moderator",
	}
	if got != want {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

func TestPostOfTheAPI(t *testing.T) {
	got := decode(t, `{"kind":"t3","data":{"id":"18n3","subreddit":"Cursor","author":"ann","created_utc":1703101777.0,
		"score":12,"num_comments":4,"title":"A < B","selftext":"&lt;b&gt;","selftext_html":"<div>&lt;b&gt;</div>","is_self":true,
		"url":"https://www.reddit.com/r/Cursor/comments/18n3/a_b/","permalink":"/r/Cursor/comments/18n3/a_b/",
		"edited":false,"link_flair_text":"Bug"}}`)
	want := voxpop.Item{
		ID: voxpop.ItemID{Source: "reddit", Native: "t3_18n3"}, Kind: voxpop.KindPost, Community: "Cursor", Author: "ann",
		Title: "A < B", Body: "&lt;b&gt;", Flair: "Bug", ThreadID: "t3_18n3", Upvotes: 12, Comments: 4,
		Permalink: "https://www.reddit.com/r/Cursor/comments/18n3/a_b/",
		Created:   time.Unix(1703101777, 0).UTC(), State: voxpop.StateLive,
	}
	if got != want {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

const least = `"subreddit":"go","created_utc":1703101777`

func TestFieldsOfOtherTypesAreBorne(t *testing.T) {
	for name, c := range map[string]struct {
		raw  string
		pass func(voxpop.Item) bool
	}{
		"numbers as text":      {`{"id":"a","title":"x","subreddit":"go","created_utc":"1703101777","score":"7","num_comments":"2"}`, func(i voxpop.Item) bool { return i.Upvotes == 7 && i.Comments == 2 && i.Created.Unix() == 1703101777 }},
		"score only as ups":    {`{"id":"a","title":"x","ups":9.0,` + least + `}`, func(i voxpop.Item) bool { return i.Upvotes == 9 }},
		"null author":          {`{"id":"a","title":"x","author":null,` + least + `}`, func(i voxpop.Item) bool { return i.Author == "" && i.State == voxpop.StateLive }},
		"numbers for texts":    {`{"id":"a","title":42,"selftext":1.5,"author":1984,` + least + `}`, func(i voxpop.Item) bool { return i.Title == "42" && i.Body == "1.5" && i.Author == "1984" }},
		"object for a title":   {`{"id":"a","title":{"x":1},` + least + `}`, func(i voxpop.Item) bool { return i.Title == "" && i.ID.Native == "t3_a" }},
		"edited without time":  {`{"id":"a","title":"x","edited":true,` + least + `}`, func(i voxpop.Item) bool { return i.Edited.Equal(i.Created) }},
		"meta is a text":       {`{"id":"a","title":"x","_meta":"x",` + least + `}`, func(i voxpop.Item) bool { return i.State == voxpop.StateLive }},
		"bare ids":             {`{"id":"b","body":"x","link_id":"a","parent_id":"c",` + least + `}`, func(i voxpop.Item) bool { return i.ThreadID == "t3_a" && i.ParentID == "t1_c" }},
		"decimal parent":       {`{"id":"b","body":"x","link_id":"t3_a","parent_id":71,` + least + `}`, func(i voxpop.Item) bool { return i.ParentID == "t1_1z" }},
		"thread from parent":   {`{"id":"b","body":"x","parent_id":"t3_a",` + least + `}`, func(i voxpop.Item) bool { return i.ThreadID == "t3_a" && i.ParentID == "t3_a" }},
		"thread from link":     {`{"id":"b","body":"x","permalink":"/r/go/comments/a/t/b/",` + least + `}`, func(i voxpop.Item) bool { return i.ThreadID == "t3_a" && i.ParentID == "t3_a" }},
		"sub from permalink":   {`{"id":"a","title":"x","created_utc":1703101777,"permalink":"/r/Go/comments/a/x/"}`, func(i voxpop.Item) bool { return i.Community == "Go" }},
		"foreign permalink":    {`{"id":"a","title":"x","permalink":"https://evil.example/r/",` + least + `}`, func(i voxpop.Item) bool { return i.Permalink == "https://www.reddit.com/r/go/comments/a/" }},
		"script link":          {`{"id":"a","title":"x","url":"javascript:alert(1)",` + least + `}`, func(i voxpop.Item) bool { return i.URL == "" }},
		"NUL and lone half":    {`{"id":"a","title":"a\u0000b\ud800c",` + least + `}`, func(i voxpop.Item) bool { return i.Title == "ab\uFFFDc" }},
		"bare & is no escape":  {`{"id":"a","title":"R&D &gt; x",` + least + `}`, func(i voxpop.Item) bool { return i.Title == "R&D &gt; x" }},
		"newest retrieval":     {`{"id":"a","title":"x","retrieved_on":1703101900,"_meta":{"retrieved_2nd_on":1703109000},` + least + `}`, func(i voxpop.Item) bool { return i.Observed.Unix() == 1703109000 }},
		"edited as meta says":  {`{"id":"a","title":"x","_meta":{"is_edited":true,"retrieved_2nd_on":1703109000},` + least + `}`, func(i voxpop.Item) bool { return i.Edited.Unix() == 1703109000 }},
		"upper-case full name": {`{"name":"T3_AB","title":"x",` + least + `}`, func(i voxpop.Item) bool { return i.ID.Native == "t3_ab" }},
	} {
		if it := decode(t, c.raw); !c.pass(it) {
			t.Errorf("%s: %+v", name, it)
		}
	}
}

func TestMarksOfDeletion(t *testing.T) {
	for name, c := range map[string]struct {
		raw  string
		want voxpop.State
	}{
		"by its author":           {`{"id":"b","link_id":"t3_a","author":"[deleted]","body":"[deleted]",` + least + `}`, voxpop.StateDeleted},
		"by a moderator":          {`{"id":"b","link_id":"t3_a","author":"[deleted]","body":"[removed]",` + least + `}`, voxpop.StateRemoved},
		"by Reddit":               {`{"id":"b","link_id":"t3_a","author":"x","body":"[ Removed by Reddit ]",` + least + `}`, voxpop.StateRemoved},
		"title only":              {`{"id":"a","author":"[deleted]","title":"[deleted by user]","selftext":"",` + least + `}`, voxpop.StateDeleted},
		"category moderator":      {`{"id":"a","title":"x","selftext":"still here","removed_by_category":"moderator",` + least + `}`, voxpop.StateRemoved},
		"category deleted":        {`{"id":"a","title":"x","selftext":"still here","removed_by_category":"deleted",` + least + `}`, voxpop.StateDeleted},
		"meta deleted later":      {`{"id":"b","link_id":"t3_a","author":"x","body":"was here","_meta":{"was_deleted_later":true},` + least + `}`, voxpop.StateDeleted},
		"meta removed":            {`{"id":"b","link_id":"t3_a","author":"x","body":"was here","_meta":{"was_deleted_later":true,"removal_type":"removed by reddit"},` + least + `}`, voxpop.StateRemoved},
		"somebody writes it":      {`{"id":"b","link_id":"t3_a","author":"x","body":"[deleted]",` + least + `}`, voxpop.StateLive},
		"author gone, text stays": {`{"id":"b","link_id":"t3_a","author":"[deleted]","body":"kept",` + least + `}`, voxpop.StateLive},
	} {
		it := decode(t, c.raw)
		if it.State != c.want {
			t.Errorf("%s: state %q, want %q", name, it.State, c.want)
		}
		if c.want.Textless() && (it.Title+it.Body+it.Author+it.URL+it.Flair != "" || strings.Contains(it.Permalink, "words")) {
			t.Errorf("%s: text left: %+v", name, it)
		}
		if !c.want.Textless() && it.Body == "" {
			t.Errorf("%s: text lost: %+v", name, it)
		}
	}
	it := decode(t, `{"id":"b","link_id":"t3_a","author":"[deleted]","body":"[deleted]","permalink":"/r/go/comments/a/secret_words/b/",`+least+`}`)
	if it.Permalink != "https://www.reddit.com/r/go/comments/a/_/b/" {
		t.Errorf("a deleted item's link still holds words of the title: %s", it.Permalink)
	}
}

func TestUnusableItemsAreRefused(t *testing.T) {
	for _, raw := range []string{
		``, `null`, `[]`, `"x"`, `{}`, `{"id":"a",` + least + `}`, `{"id":"../x","title":"x",` + least + `}`,
		`{"id":"a","title":"x","created_utc":1703101777}`, `{"id":"a","title":"x","subreddit":"a b","created_utc":1703101777}`,
		`{"id":"a","title":"x","subreddit":"go"}`, `{"id":"a","title":"x","subreddit":"go","created_utc":1e300}`,
		`{"kind":"t1","data":{"name":"t3_a","title":"x","link_id":"t3_a",` + least + `}}`,
		`{"id":"a","title":"x","subreddit":"go","created_utc":"NaN"}`, `{"id":"b","body":"x",` + least + `}`,
	} {
		if it, err := redditjson.Item([]byte(raw)); !errors.Is(err, voxpop.ErrInvalid) {
			t.Errorf("Item(%s) = %+v, %v; want ErrInvalid", raw, it, err)
		}
	}
}

func TestLongTextIsCutOnARune(t *testing.T) {
	it := decode(t, `{"id":"a","title":"x","selftext":"`+strings.Repeat("é", 100_000)+`",`+least+`}`)
	if len(it.Body) > 160_000 || !utf8.ValidString(it.Body) {
		t.Errorf("body of %d bytes, valid %v", len(it.Body), utf8.ValidString(it.Body))
	}
}

func FuzzItem(f *testing.F) {
	f.Add([]byte(`{"id":"a","title":"x","selftext":"&gt;",` + least + `}`))
	f.Add([]byte(`{"kind":"t1","data":{"id":"b","body":"x\u0000","link_id":"t3_a","parent_id":7,` + least + `}}`))
	f.Add([]byte(`{"id":"b","link_id":"t3_a","body":"[deleted]","author":"[deleted]","_meta":{"removal_type":"deleted"},` + least + `}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		it, err := redditjson.Item(raw)
		if err != nil {
			if !errors.Is(err, voxpop.ErrInvalid) {
				t.Fatalf("unknown kind of error: %v", err)
			}
			return
		}
		checkItem(t, it)
	})
}

// checkItem asserts what holds for every item whatever was written.
func checkItem(t *testing.T, it voxpop.Item) {
	t.Helper()
	all := it.Author + it.Title + it.Body + it.URL + it.Permalink + it.Flair + it.Community + it.ParentID + it.ThreadID
	if !utf8.ValidString(all) || strings.ContainsRune(all, 0) || len(all) > 200_000 {
		t.Errorf("unstorable text in %+v", it)
	}
	if !redditjson.IsFullname(it.ID.Native) || !redditjson.IsFullname(it.ThreadID) || it.Community == "" || it.Created.IsZero() {
		t.Errorf("identity is incomplete: %+v", it)
	}
	if it.State.Textless() && it.Title+it.Body+it.Author+it.URL+it.Flair != "" {
		t.Errorf("tombstone with text: %+v", it)
	}
	if (it.Kind == voxpop.KindPost) != strings.HasPrefix(it.ID.Native, "t3_") {
		t.Errorf("kind and id disagree: %+v", it)
	}
}
