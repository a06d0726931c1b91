package vader

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"
)

const goldenPath = "testdata/golden.ndjson"

// update rewrites the numbers of the golden corpus, keeping its texts. Use it only after
// TestReferenceVectors has passed with the vectors at hand.
var update = flag.Bool("update", false, "recompute "+goldenPath)

func TestGolden(t *testing.T) {
	vectors := readVectors(t, goldenPath)
	if *update {
		var out bytes.Buffer
		enc := json.NewEncoder(&out)
		enc.SetEscapeHTML(false)
		for _, v := range vectors {
			v.Neg, v.Neu, v.Pos, v.Compound = Polarity(v.Text)
			if err := enc.Encode(v); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(goldenPath, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	check(t, vectors)
}
