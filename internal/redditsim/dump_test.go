package redditsim

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

type dumpLine struct {
	Name        string
	Body        string
	Selftext    string
	Author      string
	Score       int
	NumComments int   `json:"num_comments"`
	CreatedUTC  int64 `json:"created_utc"`
	RetrievedOn int64 `json:"retrieved_on"`
	Meta        *struct {
		WasDeletedLater bool   `json:"was_deleted_later"`
		RemovalType     string `json:"removal_type"`
	} `json:"_meta"`
}

func dumped(t *testing.T, s *Sim, from, to time.Time) []dumpLine {
	t.Helper()
	var b bytes.Buffer
	if err := s.WriteDump(&b, from, to); err != nil {
		t.Fatal(err)
	}
	var lines []dumpLine
	for text := range strings.Lines(b.String()) {
		var l dumpLine
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		lines = append(lines, l)
	}
	return lines
}

func TestDumpEqualsTheWorld(t *testing.T) {
	s, m, c := newDay(t)
	s.SetAccess("aws", Private, "")
	from := day0.Add(-10 * time.Hour)
	lines := dumped(t, s, from, m.Now())
	var live, marked []string
	byName := make(map[string]dumpLine)
	for i, l := range lines {
		byName[l.Name] = l
		if i > 0 && l.CreatedUTC < lines[i-1].CreatedUTC {
			t.Fatal("not sorted by created time")
		}
		if l.Meta != nil && l.Meta.WasDeletedLater {
			marked = append(marked, l.Name)
			if it := s.history.find(l.Name); (l.Meta.RemovalType == "removed") != (it.removed != 0) {
				t.Errorf("%s: removal type %q", l.Name, l.Meta.RemovalType)
			}
			if l.RetrievedOn > l.CreatedUTC+6*3600 || strings.HasPrefix(l.Body, "[deleted]") || l.Author == "[deleted]" {
				t.Errorf("a marked item should be as it was at first: %+v", l)
			}
			continue
		}
		live = append(live, l.Name)
		if l.RetrievedOn != m.Now().Unix() {
			t.Errorf("%s retrieved on %d", l.Name, l.RetrievedOn)
		}
	}
	posts, comments := s.Visible(from, m.Now())
	want := slices.Concat(posts, comments)
	slices.Sort(want)
	slices.Sort(live)
	if !slices.Equal(live, want) {
		t.Errorf("%d live items in the dump, %d visible", len(live), len(want))
	}
	if len(marked) < len(live)/100 {
		t.Errorf("only %d items are marked as deleted later", len(marked))
	}
	for _, child := range c.page("/r/OpenAI+claude/new?limit=50&raw_json=1").Data.Children {
		l := byName[child.Data["name"].(string)]
		if l.Selftext != child.Data["selftext"] || float64(l.Score) != child.Data["score"] || float64(l.NumComments) != child.Data["num_comments"] {
			t.Errorf("the dump says %+v, the API %v", l, child.Data)
		}
	}
}

type brokenWriter struct{}

var errBroken = errors.New("pipe is gone")

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestDumpReportsAFailedWriter(t *testing.T) {
	s, m, _ := newDay(t)
	if err := s.WriteDump(brokenWriter{}, day0, m.Now()); !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
}

func BenchmarkDemoDump(b *testing.B) {
	for b.Loop() {
		s := New(Config{Seed: 1, World: Demo(day0), Clock: Fixed(day0)})
		var out bytes.Buffer
		if err := s.WriteDump(&out, day0.AddDate(0, 0, -DemoDays), day0); err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(out.Len()))
	}
}
