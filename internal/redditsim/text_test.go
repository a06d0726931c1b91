package redditsim

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func demoSim(t *testing.T) (*Sim, time.Time) {
	t.Helper()
	now := day0.Add(9 * time.Hour)
	return New(Config{Seed: 3, World: Demo(now), Clock: Fixed(now)}), now
}

func TestEveryPhraseCanBeSaid(t *testing.T) {
	g := phrases()
	reached := map[string]bool{}
	var follow func(list, from string)
	follow = func(list, from string) {
		if reached[list] {
			return
		}
		reached[list] = true
		if len(g[list]) == 0 {
			t.Errorf("list %q, wanted by %s, has no phrase", list, from)
		}
		for _, p := range g[list] {
			for _, piece := range p {
				if _, known := (&topic{world: &World{}, tool: -1, other: -1}).slot(piece.text, newRandom(1)); piece.slot && !known {
					follow(piece.text, list)
				}
			}
		}
	}
	for _, kind := range []string{"say", "title", "reply", "compare", "say.general", "title.general"} {
		for _, mood := range moodNames {
			follow(kind+"."+mood, "the writer")
		}
	}
	for _, e := range demoEvents() {
		follow("say."+string(e.Kind)+".bad", "the story")
	}
	for _, list := range []string{"title.hot", "detail", "extra", "closing", "edit", "bot.moderator", "bot.helper"} {
		follow(list, "the writer")
	}
	for list := range g {
		special := strings.Count(list, ".") == 2 // by event and mood; chosen when there is one
		if !reached[list] && !special {
			t.Errorf("nothing ever says what is in list %q", list)
		}
	}
}

func TestTextsAreWhole(t *testing.T) {
	s, now := demoSim(t)
	s.history.read(now.Unix(), func() {
		for _, d := range s.history.days {
			for _, it := range slices.Concat(d.posts, d.comments) {
				w := s.history.write(it)
				if it.isPost() == (w.title == "") || !it.isPost() && w.body == "" {
					t.Fatalf("%s says %q, %q", it.name(), w.title, w.body)
				}
				if !utf8.ValidString(w.title+w.body) || len(w.title) > 300 || len(w.body) > 10_000 {
					t.Fatalf("%s: %d and %d bytes", it.name(), len(w.title), len(w.body))
				}
				if it.edited != 0 && w.edited == w.body {
					t.Fatalf("%s is edited but says the same", it.name())
				}
			}
		}
	})
}

func TestReadersSeldomSeeTheSameTextTwice(t *testing.T) {
	s, now := demoSim(t)
	communities := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
	for hours := range 24 {
		at := now.Add(-time.Duration(hours) * time.Hour).Unix()
		s.history.read(at, func() {
			long := map[string]bool{}
			repeated := 0
			for _, it := range s.history.newest(communities, false, at, 50) {
				body := s.history.write(it).body
				if it.author < 0 || len(body) < 45 {
					continue // people do say "Same here."
				}
				if long[body] {
					repeated++
				}
				long[body] = true
			}
			if repeated > 1 {
				t.Errorf("%d of the newest 50 texts at %v are repeated", repeated, time.Unix(at, 0).UTC())
			}
		})
	}
}

func TestEventsMoveFeelings(t *testing.T) {
	s, now := demoSim(t)
	day := 24 * time.Hour
	net := func(tool int, from, to time.Duration) (percent, n int) {
		start := time.Unix(s.history.start, 0)
		s.history.read(now.Unix(), func() {
			for i := range s.history.communities {
				for _, it := range between(s.history.communities[i].comments, start.Add(from), start.Add(to)) {
					topic := s.config.World.topicOf(it, time.Duration(it.created-s.history.start)*time.Second, newRandom(it.seed))
					if topic.tool == tool {
						percent += topic.mood
						n++
					}
				}
			}
		})
		return percent * 100 / max(1, n), n
	}
	for _, e := range demoEvents() {
		if e.Tool == brackwell {
			continue // too little talk for a day's number
		}
		before, _ := net(e.Tool, e.At-2*day, e.At)
		after, n := net(e.Tool, e.At, e.At+min(day, e.HalfLife))
		if change := after - before; n < 20 || e.Mood < -0.5 && change > -15 || e.Mood > 0.5 && change < 5 {
			t.Errorf("%s of %s on day %.1f: net %d before, %d after (%d comments)", e.Kind, s.config.World.Tools[e.Tool].Name, e.At.Hours()/24, before, after, n)
		}
	}
}

func TestHostileTextsOccur(t *testing.T) {
	s, now := demoSim(t)
	seen := map[int]bool{}
	s.history.read(now.Unix(), func() {
		for _, d := range s.history.days {
			for _, it := range d.comments {
				body := s.history.write(it).body
				for i, h := range hostile {
					if strings.Contains(body, h) {
						seen[i] = true
					}
				}
			}
		}
	})
	if len(seen) != len(hostile) {
		t.Errorf("of %d hostile texts %d occur", len(hostile), len(seen))
	}
}

func TestStyleStaysWithTheAuthor(t *testing.T) {
	const sentence = "Nimbrel is great for debugging."
	kinds := map[string]bool{}
	for author := range int32(400) {
		st := styleOf(author)
		if st != styleOf(author) {
			t.Fatal("an author changed style")
		}
		line := st.line(sentence, newRandom(uint64(author)))
		kinds[line] = true
		if st.lowerCase && strings.ToLower(line) != line {
			t.Errorf("a lower-case author writes %q", line)
		}
	}
	if len(kinds) < 15 {
		t.Errorf("400 authors write it in only %d ways", len(kinds))
	}
}
