package voxpop_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

func TestCleanCutsBetweenCharacters(t *testing.T) {
	for _, c := range []struct {
		in    string
		limit int
		want  string
	}{
		{"plain", 10, "plain"}, {"a\x00b", 10, "ab"}, {"a\xffb", 10, "a\uFFFDb"},
		{"aéb", 2, "a"}, {"aéb", 3, "aé"}, {"é", 1, ""}, {"x", 0, ""},
	} {
		if got := voxpop.Clean(c.in, c.limit); got != c.want {
			t.Errorf("Clean(%q, %d) = %q, want %q", c.in, c.limit, got, c.want)
		}
	}
}

func TestCleanedTextIsStorable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := string(rapid.SliceOf(rapid.Byte()).Draw(t, "in"))
		limit := rapid.IntRange(0, 40).Draw(t, "limit")
		got := voxpop.Clean(in, limit)
		if !utf8.ValidString(got) || strings.ContainsRune(got, 0) || len(got) > limit {
			t.Fatalf("Clean(%q, %d) = %q", in, limit, got)
		}
		if again := voxpop.Clean(got, limit); again != got {
			t.Fatalf("cleaning twice changes %q to %q", got, again)
		}
	})
}
