package file_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/source/file"
	"github.com/voxpop-dev/voxpop/internal/source/sourcetest"
)

// begin is the created time of the first item of a made dump; the others follow a minute apart.
const begin = 1_700_000_000

// comment is a line of a dump.
func comment(n int, community string) string {
	return fmt.Sprintf(`{"name":"t1_c%d","id":"c%d","subreddit":"%s","author":"ann","body":"text %d","link_id":"t3_p","parent_id":"t3_p","created_utc":%d,"score":%d}`,
		n, n, community, n, begin+60*n, n)
}

func dump(from, to int) string {
	var b strings.Builder
	for n := from; n < to; n++ {
		b.WriteString(comment(n, []string{"Cursor", "golang", "Claude"}[n%3]) + "\n")
	}
	return b.String()
}

func save(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func zst(t *testing.T, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := zstd.NewWriter(&b, zstd.WithEncoderConcurrency(1))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(content)); err != nil || w.Close() != nil {
		t.Fatal("packing failed")
	}
	return b.Bytes()
}

func gz(t *testing.T, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(content)); err != nil || w.Close() != nil {
		t.Fatal("packing failed")
	}
	return b.Bytes()
}

func open(t *testing.T, cfg file.Config) *file.Source {
	t.Helper()
	src, err := file.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// importAll reads the files into a new store and returns the total.
func importAll(t *testing.T, cfg file.Config) (*sourcetest.Store, file.Summary) {
	t.Helper()
	store, src := sourcetest.NewStore(), open(t, cfg)
	if err := sourcetest.Cycle(t.Context(), src, store); err != nil {
		t.Fatal(err)
	}
	return store, src.Total()
}

func TestSuite(t *testing.T) {
	for name, pack := range map[string]func(*testing.T, string) []byte{
		"plain": func(_ *testing.T, s string) []byte { return []byte(s) },
		"zst":   zst,
	} {
		t.Run(name, func(t *testing.T) {
			sourcetest.Exercise(t, sourcetest.Fixture{New: func(t *testing.T) sourcetest.World {
				n, path := 2200, save(t, "dump", pack(t, dump(0, 2200)))
				return sourcetest.World{
					Source: func(http.RoundTripper) sourcetest.Source {
						return open(t, file.Config{Paths: []string{path}})
					},
					Grow: func(more int) {
						n += more
						if err := os.WriteFile(path, pack(t, dump(0, n)), 0o600); err != nil {
							t.Fatal(err)
						}
					},
					Want: func() (ids []voxpop.ItemID) {
						for i := range n {
							ids = append(ids, voxpop.ItemID{Source: "reddit", Native: fmt.Sprintf("t1_c%d", i)})
						}
						return ids
					},
				}
			}})
		})
	}
}

func TestPackingAndShapeAreFoundByContent(t *testing.T) {
	lines := dump(0, 5)
	array := "[" + strings.ReplaceAll(strings.TrimSpace(lines), "\n", ",\n") + "]"
	pretty := strings.ReplaceAll(lines, "{", "{\n  ")
	for name, content := range map[string][]byte{
		"lines": []byte(lines), "byte order mark": []byte("\ufeff" + lines), "carriage returns": []byte(strings.ReplaceAll(lines, "\n", "\r\n")),
		"no last newline": []byte(strings.TrimSpace(lines)), "zstd": zst(t, lines), "two zstd frames": append(zst(t, dump(0, 2)), zst(t, dump(2, 5))...),
		"gzip": gz(t, lines), "array": []byte(array), "indented objects": []byte(pretty), "packed array": zst(t, "  \n"+array),
	} {
		path := save(t, "misleading.txt", content)
		store, sum := importAll(t, file.Config{Paths: []string{path}})
		if len(store.Items()) != 5 || sum.Read != 5 || sum.Malformed != 0 || sum.Truncated != "" {
			t.Errorf("%s: %d items, summary %+v", name, len(store.Items()), sum)
		}
		store, _ = importAll(t, file.Config{Paths: []string{"-"}, Stdin: bytes.NewReader(content)})
		if len(store.Items()) != 5 || len(store.AllCursors(file.Name)) != 0 {
			t.Errorf("%s from standard input: %d items, cursors %v", name, len(store.Items()), store.AllCursors(file.Name))
		}
	}
}

func TestMalformedLinesAreCountedNotFatal(t *testing.T) {
	content := comment(1, "go") + "\n{broken\n\n" + `{"id":"x"}` + "\n" + strings.Repeat("x", 17<<20) + "\n" + comment(2, "go")
	store, sum := importAll(t, file.Config{Paths: []string{save(t, "d", []byte(content))}})
	if len(store.Items()) != 2 || sum.Malformed != 3 || sum.Read != 5 {
		t.Fatalf("%d items, %+v", len(store.Items()), sum)
	}
	var lines []int64
	for _, p := range sum.Problems {
		lines = append(lines, p.Line)
	}
	if !reflect.DeepEqual(lines, []int64{2, 4, 5}) {
		t.Errorf("problems %+v", sum.Problems)
	}
}

func TestWhatCannotBeReadAtAllIsAnError(t *testing.T) {
	for name, content := range map[string]string{
		"prose": "Dear diary,\nnothing happened.\n", "html": "<!doctype html>\n", "other json": `{"a":1}`, "zip": "PK\x03\x04zzzz",
		"cut zstd": string(zst(t, dump(0, 5))[:12]), "cut array": `[{"id":`, "broken gzip": "\x1f\x8bxxxxxxxxxxxx",
	} {
		src := open(t, file.Config{Paths: []string{save(t, "d", []byte(content))}})
		if err := sourcetest.Cycle(t.Context(), src, sourcetest.NewStore()); !errors.Is(err, voxpop.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
	}
	if _, sum := importAll(t, file.Config{Paths: []string{save(t, "d", nil)}}); sum.Read != 0 {
		t.Errorf("an empty file: %+v", sum)
	}
}

func TestPlanNamesMissingFiles(t *testing.T) {
	dir := t.TempDir()
	src := open(t, file.Config{Paths: []string{filepath.Join(dir, "absent.zst"), dir}})
	_, err := src.Plan(t.Context(), sourcetest.NewStore())
	if !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "folder") {
		t.Errorf("plan: %v", err)
	}
}

func TestConfigIsChecked(t *testing.T) {
	now := time.Now()
	for _, cfg := range []file.Config{{}, {Paths: []string{"x"}, Since: now, Until: now}} {
		if _, err := file.New(cfg); !errors.Is(err, voxpop.ErrInvalid) {
			t.Errorf("New(%+v): %v", cfg, err)
		}
	}
}

func TestATruncatedDumpSaysSoAndKeepsWhatWasRead(t *testing.T) {
	var packed bytes.Buffer
	w, err := zstd.NewWriter(&packed, zstd.WithEncoderConcurrency(1))
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n < 3000; n += 1000 {
		if _, err := w.Write([]byte(dump(n, n+1000))); err != nil || w.Flush() != nil {
			t.Fatal("packing failed")
		}
	}
	path := save(t, "d.zst", packed.Bytes()[:packed.Len()-10])
	store, sum := importAll(t, file.Config{Paths: []string{path}})
	if n := len(store.Items()); n < 2000 || n >= 3000 || sum.Truncated == "" || sum.Malformed != 0 {
		t.Errorf("%d items, %+v", n, sum)
	}
	if f := store.Failures(); len(f) != 1 || !strings.Contains(f[0].Reason, "kept") {
		t.Errorf("failures %+v", f)
	}
}

func TestProgressReachesTheEnd(t *testing.T) {
	packed := zst(t, dump(0, 2500))
	var seen []file.Progress
	path := save(t, "d", packed)
	importAll(t, file.Config{Paths: []string{path}, OnProgress: func(p file.Progress) { seen = append(seen, p) }})
	if len(seen) < 3 {
		t.Fatalf("called %d times", len(seen))
	}
	if end := seen[len(seen)-1]; end.Bytes != int64(len(packed)) || end.Total != end.Bytes || end.Read != 2500 || end.Matched != 2500 {
		t.Errorf("end %+v of %d bytes", end, len(packed))
	}
}

func TestItemsAreMarkedAsImported(t *testing.T) {
	store, _ := importAll(t, file.Config{Paths: []string{save(t, "d", []byte(dump(0, 1)))}})
	it := store.Items()[0]
	if it.Origin != voxpop.OriginImport || !it.Recheck.IsZero() || !it.Observed.IsZero() {
		t.Errorf("%+v", it)
	}
}

func TestTheNewerOfTwoObservationsInABatchIsYielded(t *testing.T) {
	old := `{"id":"a","title":"old","subreddit":"go","created_utc":1700000000,"retrieved_on":1700000100}`
	newer := `{"id":"a","title":"new","subreddit":"go","created_utc":1700000000,"retrieved_on":1700000200}`
	gone := `{"id":"a","title":"x","removed_by_category":"deleted","subreddit":"go","created_utc":1700000000}`
	for _, c := range []struct{ content, title string }{{old + "\n" + newer, "new"}, {newer + "\n" + old, "new"}, {gone + "\n" + newer, ""}, {newer + "\n" + gone, ""}} {
		src := open(t, file.Config{Paths: []string{"-"}, Stdin: strings.NewReader(c.content)})
		tasks, _ := src.Plan(context.Background(), nil)
		for b, err := range src.Run(t.Context(), tasks[0], sourcetest.NewStore()) {
			if err != nil || len(b.Items) != 1 || b.Items[0].Title != c.title {
				t.Errorf("%s: %+v, %v", c.content, b.Items, err)
			}
		}
	}
}
