package vader

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"github.com/voxpop-dev/voxpop/internal/shareddata"
)

// vector is a text and what the Python reference says about it.
type vector struct {
	Text     string  `json:"text"`
	Neg      float64 `json:"neg"`
	Neu      float64 `json:"neu"`
	Pos      float64 `json:"pos"`
	Compound float64 `json:"compound"`
}

// sharedVectors reads the vectors that lie beside the repository, or skips the test.
func sharedVectors(tb testing.TB) []vector {
	tb.Helper()
	return readShared(tb, "vader", "vectors.ndjson")
}

// readShared reads the texts of a file among the shared data, or skips the test.
func readShared(tb testing.TB, name ...string) []vector {
	tb.Helper()
	return readVectors(tb, shareddata.Path(tb, name...))
}

func readVectors(tb testing.TB, path string) []vector {
	tb.Helper()
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var vectors []vector
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var v vector
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			tb.Fatalf("%s: line %d: %v", path, len(vectors)+1, err)
		}
		vectors = append(vectors, v)
	}
	if len(vectors) == 0 {
		tb.Fatalf("%s holds no vectors", path)
	}
	return vectors
}

func check(t *testing.T, vectors []vector) {
	t.Helper()
	wrong := 0
	for _, v := range vectors {
		neg, neu, pos, compound := Polarity(v.Text)
		if neg == v.Neg && neu == v.Neu && pos == v.Pos && compound == v.Compound {
			continue
		}
		if wrong++; wrong <= 10 {
			t.Errorf("Polarity(%q) = %v %v %v %v, want %v %v %v %v", v.Text,
				neg, neu, pos, compound, v.Neg, v.Neu, v.Pos, v.Compound)
		}
	}
	if wrong > 0 {
		t.Errorf("%d of %d texts differ from the reference", wrong, len(vectors))
	}
}

func TestReferenceVectors(t *testing.T) { check(t, sharedVectors(t)) }
