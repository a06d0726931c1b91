package bare

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "bare-http" {
		fmt.Fprintln(os.Stderr, ServeHTTP(os.Args[2], os.Stdout))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func TestServesTheBytes(t *testing.T) {
	want := strings.Repeat("bytes ", 2000)
	path := filepath.Join(t.TempDir(), "answer")
	if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
		t.Fatal(err)
	}
	addr, stop, err := Start(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	resp, err := http.Get("http://" + addr + "/any/path")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if got, err := io.ReadAll(resp.Body); err != nil || string(got) != want || resp.ContentLength != int64(len(want)) {
		t.Errorf("%d bytes, length %d, %v", len(got), resp.ContentLength, err)
	}
}

// Every column that the statements name must exist, or the comparison would not run.
func TestInsert(t *testing.T) {
	dir := t.TempDir()
	dump := filepath.Join(dir, "dump.ndjson")
	lines := `{"name":"t3_a","author":"x","created_utc":1770000000,"score":3,"title":"A post","selftext":"text","url":"https://example.com","link_flair_text":"News"}
{"name":"t1_b","author":"y","created_utc":1770000001,"score":1,"body":"A comment","link_id":"t3_a","parent_id":"t3_a"}
`
	if err := os.WriteFile(dump, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	rate, err := Insert(t.Context(), dump, filepath.Join(dir, "bare.db"))
	if err != nil || rate <= 0 {
		t.Errorf("%v rows a second, %v", rate, err)
	}
}
