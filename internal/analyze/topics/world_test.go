package topics

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// subjects are what the people of the test talk about: phrases of the subject, and words beside them.
var subjects = map[string][]string{
	"rate limits":  {"rate limits", "quota", "daily cap", "throttling", "weekly reset"},
	"memory leak":  {"memory leak", "swap", "crash dump", "garbage collector", "restart"},
	"dark theme":   {"dark theme", "contrast", "palette", "font rendering", "icons"},
	"Vortex Pro":   {"Vortex Pro", "Vortex", "subscription", "invoice", "checkout page"},
	"unit testing": {"unit testing", "mocks", "coverage report", "flaky suite", "assertions"},
}

var chatter = strings.Fields(`I think they really should do it when you use the thing because it was good and we found
that some people would like to see more of it in the way that works for them but others say it takes time and makes sense`)

// talk is a window of n items: every second one is about a subject, which its thread prefers; the rest is chatter.
func talk(seed uint64, n int) []Item {
	r := rand.New(rand.NewPCG(seed, 1))
	names := []string{"Vortex Pro", "dark theme", "memory leak", "rate limits", "unit testing"}
	items := make([]Item, n)
	for i := range items {
		thread := r.IntN(n/8 + 1)
		id := voxpop.ItemID{Source: "reddit", Native: fmt.Sprintf("t1_%d_%05d", seed, i)}
		items[i] = Item{ID: id, Community: "tools", Thread: fmt.Sprint("t3_", thread), Created: time.Unix(1_750_000_000+int64(i)*60, 0).UTC(), Label: voxpop.Neutral}
		text := sentence(r, "")
		if i%2 == 0 {
			subject := names[thread%len(names)]
			words := subjects[subject]
			text = sentence(r, words[0]) + " " + sentence(r, words[1+r.IntN(len(words)-1)])
			if subject == "rate limits" {
				items[i].Label = voxpop.Negative
			}
		}
		items[i].Text = text
	}
	return items
}

func sentence(r *rand.Rand, about string) string {
	var w []string
	for range 6 + r.IntN(8) {
		w = append(w, chatter[r.IntN(len(chatter))])
	}
	if about != "" {
		at := r.IntN(len(w))
		w = append(w[:at], append([]string{"the", about, "is"}, w[at:]...)...)
	}
	return strings.Join(w, " ") + "."
}

func labels(r Result) []string {
	var out []string
	for _, t := range r.Themes {
		out = append(out, t.Label)
	}
	return out
}
