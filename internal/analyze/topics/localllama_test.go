package topics

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/text"
	"github.com/voxpop-dev/voxpop/internal/shareddata"
)

// month reads the posts and comments of r/LocalLLaMA of July 2025, from data that is not part of the repository.
func month(t testing.TB) []Item {
	t.Helper()
	from, to := time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC), time.Date(2025, 8, 1, 0, 0, 0, 0, time.UTC)
	var items []Item
	for _, name := range []string{"RS_localllama.zst", "RC_localllama.zst"} {
		f, err := os.Open(shareddata.Path(t, "reddit", "localllama", name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		z, err := zstd.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		for d := json.NewDecoder(z); ; {
			var r struct {
				Name, Title, Selftext, Body, Author string
				Link                                string  `json:"link_id"`
				Created                             float64 `json:"created_utc"`
				Score                               int64
			}
			if err := d.Decode(&r); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			created := time.Unix(int64(r.Created), 0).UTC()
			plain := text.Clean("reddit", r.Title, r.Selftext+r.Body).Plain
			if !created.Before(from) && created.Before(to) && plain != "" && !text.IsBot(r.Author) {
				thread := r.Link
				if thread == "" {
					thread = r.Name
				}
				items = append(items, Item{ID: voxpop.ItemID{Source: "reddit", Native: r.Name}, Community: "LocalLLaMA", Thread: thread, Text: plain, Created: created, Engagement: r.Score})
			}
		}
	}
	return items
}

func TestThemesOfARealMonth(t *testing.T) {
	items := month(t)
	r := Find(items, nil, Options{})
	t.Logf("%d items, %d read, %d copies, %d themes, %.2f unassigned", r.Total, r.Read, r.Copies, len(r.Themes), r.UnassignedShare())
	if len(r.Themes) < 60 || r.UnassignedShare() > 0.65 {
		t.Errorf("%d themes, %.2f unassigned", len(r.Themes), r.UnassignedShare())
	}
	// Measured: 0.30 (random words of the same frequency: below 0.05).
	if c := coherence(items, r.Themes[:30]); c < 0.25 {
		t.Errorf("the keywords of the 30 biggest themes have a mean NPMI of %.3f", c)
	}
}

// coherence is the mean normalised pointwise mutual information of all pairs of the ten first keywords of a theme
// in the items, averaged over the themes.
func coherence(items []Item, themes []voxpop.Topic) float64 {
	read, _ := sample(items, len(items))
	s := newSpace(corpusOf(read), nil, nil)
	in := map[string]map[int32]bool{}
	for i := range s.terms {
		set := map[int32]bool{}
		for _, p := range s.terms[i].places {
			set[p.item] = true
		}
		in[s.terms[i].key] = set
	}
	n := float64(len(read))
	var total float64
	for _, theme := range themes {
		var sum, pairs float64
		keys := theme.Keywords[:min(10, len(theme.Keywords))]
		for i := range keys {
			for j := range i {
				a, b := in[keys[i].Key], in[keys[j].Key]
				both := 0.0
				for x := range a {
					if b[x] {
						both++
					}
				}
				pairs++
				if both == 0 {
					sum--
					continue
				}
				sum += math.Log(both*n/(float64(len(a))*float64(len(b)))) / -math.Log(both/n)
			}
		}
		total += sum / max(pairs, 1)
	}
	return total / float64(len(themes))
}

func corpusOf(items []Item) *corpus { return read(items, nil) }

// Every theme of a week that has 30 items or more should be there a day later, under the same id, and most under the same label.
func TestIdentityFromDayToDay(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	items := month(t)
	window := func(day int) (out []Item) {
		from := time.Date(2025, 7, day, 0, 0, 0, 0, time.UTC)
		for _, it := range items {
			if !it.Created.Before(from) && it.Created.Before(from.AddDate(0, 0, 7)) {
				out = append(out, it)
			}
		}
		return out
	}
	var kept, labels, big int
	last := Find(window(1), nil, Options{})
	for day := 2; day <= 6; day++ {
		next := Find(window(day), last.Themes, Options{})
		now := map[string]string{}
		for _, theme := range next.Themes {
			now[theme.ID] = theme.Label
		}
		for _, theme := range last.Themes {
			if theme.Items < 30 {
				continue
			}
			big++
			if label, there := now[theme.ID]; there {
				kept++
				if label == theme.Label {
					labels++
				}
			}
		}
		last = next
	}
	share := func(n int) string { return fmt.Sprintf("%.3f", float64(n)/float64(big)) }
	t.Logf("of %d themes of a week with 30 items or more %s are there a day later, %s with the same label", big, share(kept), share(labels))
	if kept*100 < big*85 || labels*100 < big*75 {
		t.Errorf("%d of %d kept, %d labels", kept, big, labels)
	}
}

func BenchmarkFindRealMonth(b *testing.B) {
	items := month(b)
	b.ReportAllocs()
	for b.Loop() {
		Find(items, nil, Options{})
	}
}
