package cli

import (
	"reflect"
	"strings"
	"testing"
	"unicode"

	"github.com/voxpop-dev/voxpop/internal/analyze/text"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
	"pgregory.net/rapid"
)

// A text must be found by any phrase copied out of it. The analysis cuts texts into the words of the
// index and the store cuts queries, and neither may import the other.
func TestQueriesAreCutAsTextsAre(t *testing.T) {
	same := func(t rapid.TB, phrase string) {
		want := text.Words(phrase)
		if len(want) == 0 {
			return
		}
		q, err := relational.ParseQuery(`"` + phrase + `"`)
		if err != nil || len(q) != 1 || !reflect.DeepEqual(q[0].Words, want) {
			t.Fatalf("%q: the index has %q, the query %+v, %v", phrase, want, q, err)
		}
	}
	for _, phrase := range []string{
		"The ﬁne ＧＰＴ-４o", "Ünïcode cafe\u0301", "½ of ①", "İstanbul ΣΊΣΥΦΟΣ", "模型 말",
		strings.Repeat("a1", 64), strings.Repeat("é", 90) + "'s", strings.Repeat("x", 40) + " y",
	} {
		same(t, phrase)
	}
	letters := rapid.OneOf(rapid.Rune(), rapid.RuneFrom([]rune("aA1 -'*ﬁＧéıİß½模"), unicode.Latin, unicode.Mn))
	rapid.Check(t, func(t *rapid.T) {
		phrase := rapid.StringOfN(letters, 0, 120, relational.MaxQueryBytes-2).Draw(t, "phrase")
		same(t, strings.NewReplacer(`"`, " ", "*", " ", "\x00", " ").Replace(phrase))
	})
}
