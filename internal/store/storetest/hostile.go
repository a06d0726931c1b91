package storetest

import (
	"errors"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop"
)

// hostile are texts that strangers send.
var hostile = []string{
	"\x00", "a\x00b", "\xff\xfe broken", "'; DROP TABLE items; --", `" OR 1=1`, "\\", "\\x00", "$1 ? :a", "\u202e right to left", "👩‍👩‍👧 family",
	strings.Repeat("long ", 60000), strings.Repeat("x", 5000), strings.Repeat("é", 3000), "İstanbul ſ", "{\"a\":1}", "\r\n\t",
}

var hostileTests = map[string]func(*testing.T, Store){
	"Texts": func(t *testing.T, s Store) {
		for n, text := range hostile {
			native := "t3_" + string(rune('a'+n))
			put(t, s, post(native, func(it *voxpop.Item) {
				it.Author, it.Title, it.Body, it.URL, it.Permalink, it.Flair, it.ParentID = text, text, text, text, text, text, text
				it.Distinguished = text
			}))
			catchUp(t, s)
			got := item(t, s, native)
			want := strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "")
			if got.Body != want || got.Title != want || got.Author != want || got.URL != want {
				t.Errorf("text %d is not kept: %.80q", n, got.Body)
			}
		}
		if n := len(list(t, s, voxpop.Filter{}, 3)); n != len(hostile) {
			t.Errorf("%d items", n)
		}
		put(t, s, post("t3_p", body("\x00"))) // the same as before to the store
	},
	"IDsAndNames": func(t *testing.T, s Store) {
		for n, text := range hostile {
			if strings.Contains(text, "\x00") && len(text) < 2 || strings.TrimSpace(text) == "" {
				continue
			}
			if len(text) > 2000 {
				text = text[:2000]
			}
			it := post("t3_"+text, in("c"+text))
			putBatch(t, s, voxpop.Batch{
				Items: []voxpop.Item{it}, Cursors: map[string][]byte{text: []byte(text)}, Missing: []voxpop.ItemID{id("x" + text)},
				Ledger:   []voxpop.LedgerEntry{{Community: text, Reason: text}},
				Failures: []voxpop.Failure{{Community: text, Reason: text}},
			})
			if known, err := s.Known(ctx, []voxpop.ItemID{it.ID}); err != nil || len(known) != 1 {
				t.Errorf("text %d: known %v, %v", n, known, err)
			}
			catchUp(t, s)
			if sum := tally(t, s, voxpop.Filter{Community: "C" + text}); sum.Items == 0 {
				t.Errorf("text %d: %+v", n, sum)
			}
			if _, err := s.Item(ctx, it.ID); err != nil {
				t.Errorf("text %d: %v", n, err)
			}
		}
	},
	"Queries": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"))
		catchUp(t, s)
		for _, text := range hostile {
			for _, f := range []voxpop.Filter{{Query: "good " + text[:min(len(text), 400)]}, {Author: text}, {Source: text}} {
				if _, err := s.Items(ctx, f, nil, 5); err != nil && !errors.Is(err, voxpop.ErrInvalid) {
					t.Errorf("%.40q: %v", text, err)
				}
			}
		}
		if _, err := s.Items(ctx, voxpop.Filter{}, &voxpop.PageCursor{Created: noon, ID: voxpop.ItemID{Source: "\x00\xff", Native: "\x00'"}}, 5); err != nil {
			t.Error(err)
		}
	},
}
