package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"pgregory.net/rapid"
)

// ExercisePages walks searches page by page: together they must hold every match once and in order, however early pages end. Previews of a tool,
// which read pages of several searches, must hold all since then.
// open gives a store of which a page looks at about effort candidates.
func ExercisePages(t *testing.T, open func(t *testing.T, effort int) Store) {
	for _, effort := range []int{1, 48, 400, 4000} {
		t.Run(fmt.Sprint("effort of ", effort), func(t *testing.T) {
			s := open(t, effort)
			items := chatter(t, s)
			short := 0
			look := func(t tester, f voxpop.Filter, terms []searchTerm, limit int) {
				got, some := walkPages(t, s, f, limit)
				short += some
				if want := foundBy(items, f, terms); !slices.Equal(got, want) {
					t.Fatalf("%+v, pages of %d:\ngot  %v\nwant %v", f, limit, got, want)
				}
			}
			phrase := searchTerm{text: "the is the"} // of frequent words: many texts are read for few matches
			look(t, voxpop.Filter{Query: `"` + phrase.text + `"`}, []searchTerm{phrase}, 50)
			rapid.Check(t, func(t *rapid.T) {
				f, terms := drawSearch(t)
				look(t, f, terms, rapid.SampledFrom([]int{1, 3, 10, 50}).Draw(t, "limit"))
			})
			rapid.Check(t, func(t *rapid.T) { checkPreview(t, s, items, effort > 4*chatterItems) })
			if enough := effort > 4*chatterItems; enough == (short > 0) {
				t.Errorf("%d pages were short and had a next one", short)
			}
		})
	}
}

const (
	chatterDays  = 40
	chatterItems = 600
)

var chatterWords = []string{"the", "is", "claude", "claudes", "cursor", "con", "contact", "rare"}

// chatter stores items of few words, most in one community; some hours and seconds hold many.
func chatter(t tester, s Store) []voxpop.Item {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	var items []voxpop.Item
	for n := range chatterItems {
		when := noon.Add(-time.Duration(random.IntN(chatterDays*24*60)) * time.Minute)
		if n%5 == 0 {
			when = noon.Add(-time.Duration(n%3*11) * 24 * time.Hour)
		}
		var text []string
		for range 1 + random.IntN(6) {
			w := chatterWords[min(random.IntN(len(chatterWords)), random.IntN(len(chatterWords)))]
			if w == "rare" && n%4 > 0 {
				w = "the"
			}
			text = append(text, w)
		}
		items = append(items, post(fmt.Sprintf("t3_%03d", n), at(when), func(it *voxpop.Item) {
			it.Title, it.Body = "", strings.Join(text, " ")
			it.Community = []string{"Cursor", "Cursor", "Cursor", "Cursor", "Cursor", "Cursor", "Cursor", "Claude", "Claude", "Bard"}[random.IntN(10)]
			it.Author = fmt.Sprint("author", random.IntN(40))
			if n%3 > 0 {
				it.Kind, it.ThreadID, it.ParentID = voxpop.KindComment, "t3_000", "t3_000"
			}
		}))
	}
	put(t, s, items...)
	catchUp(t, s)
	slices.SortFunc(items, func(a, b voxpop.Item) int {
		if c := b.Created.Compare(a.Created); c != 0 {
			return c
		}
		return strings.Compare(a.ID.Native, b.ID.Native)
	})
	return items
}

// searchTerm is a part of a search as the test understands it: words with blanks between.
type searchTerm struct {
	text        string
	prefix, not bool
}

func (s searchTerm) in(it voxpop.Item) bool {
	end := " "
	if s.prefix {
		end = ""
	}
	return strings.Contains(" "+it.Body+" ", " "+s.text+end) != s.not
}

func drawSearch(t *rapid.T) (voxpop.Filter, []searchTerm) {
	words := rapid.SliceOfN(rapid.SampledFrom(chatterWords), 1, 3)
	var terms []searchTerm
	var query []string
	for n := range rapid.IntRange(1, 3).Draw(t, "terms") {
		term := searchTerm{text: strings.Join(words.Draw(t, "words"), " "), prefix: rapid.IntRange(0, 3).Draw(t, "prefix") == 0}
		term.not = n > 0 && rapid.IntRange(0, 3).Draw(t, "not") == 0
		written := `"` + term.text + `"`
		if term.prefix {
			written += "*"
		}
		if term.not {
			written = "-" + written
		}
		if term.prefix && len(term.text[strings.LastIndex(term.text, " ")+1:]) < 3 {
			continue
		}
		terms, query = append(terms, term), append(query, written)
	}
	if len(terms) == 0 || terms[0].not {
		terms, query = append(terms, searchTerm{text: "the"}), append(query, "the")
	}
	f := voxpop.Filter{Query: strings.Join(query, " ")}
	f.Community = rapid.SampledFrom([]string{"", "", "Cursor", "Claude", "Bard"}).Draw(t, "community")
	f.Kind = rapid.SampledFrom([]voxpop.Kind{"", "", voxpop.KindPost}).Draw(t, "kind")
	f.Author = rapid.SampledFrom([]string{"", "", "", "author7"}).Draw(t, "author")
	if rapid.Bool().Draw(t, "window") {
		f.From = noon.Add(-time.Duration(rapid.IntRange(0, chatterDays*24).Draw(t, "hours")) * time.Hour)
		f.To = f.From.Add(time.Duration(rapid.IntRange(1, chatterDays*24).Draw(t, "length")) * time.Hour)
	}
	return f, terms
}

func foundBy(items []voxpop.Item, f voxpop.Filter, terms []searchTerm) (natives []string) {
	for _, it := range items {
		fits := expected([]voxpop.Item{it}, f).Items == 1 && (f.Author == "" || it.Author == f.Author)
		if fits && !slices.ContainsFunc(terms, func(s searchTerm) bool { return !s.in(it) }) {
			natives = append(natives, it.ID.Native)
		}
	}
	return natives
}

// walkPages lists a search page by page, and counts the pages that are short though not the last.
func walkPages(t tester, s Store, f voxpop.Filter, limit int) (natives []string, short int) {
	t.Helper()
	var cursor *voxpop.PageCursor
	for range 20 * chatterItems {
		p, err := s.Items(ctx, f, cursor, limit)
		if err != nil {
			t.Fatalf("%+v: %v", f, err)
		}
		for _, it := range p.Items {
			natives = append(natives, it.ID.Native)
		}
		if p.Next == nil {
			return natives, short
		}
		if len(p.Items) < limit {
			short++
		}
		cursor = p.Next
	}
	t.Fatalf("%+v: no end after %v", f, cursor)
	return nil, 0
}
