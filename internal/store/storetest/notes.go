package storetest

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// noteTests are about what administrators write beside tools: annotations, the audit log, keys that expire.
var noteTests = map[string]func(*testing.T, Store){
	"Annotations": func(t *testing.T, s Store) {
		create(t, s, tool("a", "a"), tool("b", "b"))
		about := func(slug string, when time.Time) voxpop.Annotation {
			a, err := s.CreateAnnotation(ctx, voxpop.Annotation{At: when, Tool: slug, Title: "release " + slug, Link: "https://example.com/x"}, byAdmin)
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		first, all, other := about("a", noon), about("", noon.Add(time.Hour)), about("b", noon.Add(-time.Hour))
		titles := func(w voxpop.Window, slug string) string {
			list, err := s.Annotations(ctx, w, slug)
			out := ""
			for _, a := range list {
				out += a.Title + ";"
			}
			return fmt.Sprint(out, err)
		}
		for name, c := range map[string][2]string{
			"every one": {titles(voxpop.Window{}, ""), "release b;release a;release ;<nil>"},
			"of a":      {titles(voxpop.Window{}, "a"), "release a;release ;<nil>"},
			"in window": {titles(voxpop.Window{From: noon, To: noon.Add(time.Hour)}, ""), "release a;<nil>"},
		} {
			if c[0] != c[1] {
				t.Errorf("%s: %s, want %s", name, c[0], c[1])
			}
		}
		changed := first
		changed.Title, changed.Tool = "later", "b"
		got, err := s.EditAnnotation(ctx, changed, byAdmin)
		if err != nil || got.Edit != 2 || !got.Created.Equal(first.Created) {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := s.EditAnnotation(ctx, changed, byAdmin); !errors.Is(err, voxpop.ErrConflict) {
			t.Errorf("stale: %v", err)
		}
		if err := s.DeleteAnnotation(ctx, first.ID, 1, byAdmin); !errors.Is(err, voxpop.ErrConflict) {
			t.Errorf("stale: %v", err)
		}
		must(t, s.DeleteAnnotation(ctx, first.ID, 2, byAdmin))
		if err := s.DeleteAnnotation(ctx, first.ID, 2, byAdmin); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("deleted twice: %v", err)
		}
		if list, err := s.Annotations(ctx, voxpop.Window{}, ""); err != nil || len(list) != 2 || list[0].ID != other.ID || list[1] != all {
			t.Errorf("%+v, %v", list, err)
		}
		for name, a := range map[string]voxpop.Annotation{
			"no title": {At: noon}, "no time": {Title: "x"}, "a script": {At: noon, Title: "x", Link: "javascript:alert(1)"}, "half a link": {At: noon, Title: "x", Link: "/x"},
		} {
			if _, err := s.CreateAnnotation(ctx, a, byAdmin); !errors.Is(err, voxpop.ErrInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := s.CreateAnnotation(ctx, voxpop.Annotation{At: noon, Title: "x", Tool: "nope"}, byAdmin); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("%v", err)
		}
	},
	"AuditLog": func(t *testing.T, s Store) {
		for n := range 5 {
			_, err := s.Push(ctx, nil, voxpop.AuditEntry{At: noon.Add(time.Duration(n/2) * time.Minute), Actor: fmt.Sprint("a", n%2), Action: []string{"tools.create", "tools", "toolsmith", "keys.create", "tools.edit"}[n],
				Subject: fmt.Sprint(n), Before: "{}", After: "[]"})
			must(t, err)
		}
		read := func(f voxpop.AuditFilter, page int) (out string) {
			for cursor := (*voxpop.AuditCursor)(nil); ; {
				p, err := s.AuditLog(ctx, f, cursor, page)
				must(t, err)
				for _, a := range p.Entries {
					out += a.Subject
				}
				if cursor = p.Next; cursor == nil {
					return out
				}
			}
		}
		for name, c := range map[string][2]string{
			"all": {read(voxpop.AuditFilter{}, 2), "43210"}, "tools": {read(voxpop.AuditFilter{Action: "tools"}, 1), "410"},
			"one": {read(voxpop.AuditFilter{Action: "tools.edit"}, 9), "4"}, "actor": {read(voxpop.AuditFilter{Actor: "a1"}, 1), "31"},
			"subject": {read(voxpop.AuditFilter{Subject: "2"}, 1), "2"},
		} {
			if c[0] != c[1] {
				t.Errorf("%s: %s, want %s", name, c[0], c[1])
			}
		}
		if p, err := s.AuditLog(ctx, voxpop.AuditFilter{}, nil, 1); err != nil || p.Entries[0].Before != "{}" || p.Entries[0].After != "[]" {
			t.Errorf("%+v, %v", p, err)
		}
	},
	"KeysExpire": func(t *testing.T, s Store) {
		for id, expires := range map[string]time.Time{"past": time.Now().Add(-time.Hour), "future": time.Now().Add(time.Hour), "never": {}} {
			k := voxpop.Key{ID: id, Name: id, Role: voxpop.RoleRead, Created: noon, Expires: expires}
			must(t, s.CreateKey(ctx, k, sha256.Sum256([]byte(id)), keyMade))
			got, err := s.KeyByHash(ctx, sha256.Sum256([]byte(id)))
			if id == "past" {
				if !errors.Is(err, voxpop.ErrNotFound) {
					t.Errorf("%s: %+v, %v", id, got, err)
				}
			} else if err != nil || got.Expires.Unix() != expires.Unix() {
				t.Errorf("%s: %+v, %v", id, got, err)
			}
		}
	},
}
