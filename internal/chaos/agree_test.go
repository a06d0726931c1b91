package chaos

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// answer is one answer of a replica that is kept ready. Its tag begins with the data version.
type answer struct {
	version    int64
	etag, body string
}

func (c *child) answer(path string) (a answer, err error) {
	res, err := http.Get(c.api + path)
	if err != nil {
		return a, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("status %d", res.StatusCode)
	}
	a.etag, a.body = res.Header.Get("ETag"), string(b)
	if _, scan := fmt.Sscanf(a.etag, `"v%d-`, &a.version); scan != nil {
		err = errors.Join(err, fmt.Errorf("the tag %q has no version", a.etag))
	}
	return a, err
}

// kept are reads whose answers are kept ready by data version.
var kept = []string{"/sentiment/stats?hours=720", "/sentiment/trends?hours=720", "/posts/recent", "/items?q=good", "/subreddits"}

// agree expects that replicas answer the same bytes under the same tag, once the same data version is known to them.
func (f *fleet) agree(one, two *replica) {
	f.t.Helper()
	for _, path := range kept {
		eventually(f.t, path+" is the same everywhere", waitAtMost, func() error {
			a, err := one.answer(path)
			b, errB := two.answer(path)
			switch err = errors.Join(err, errB); {
			case err != nil:
				return err
			case a.version != b.version:
				return fmt.Errorf("versions %d and %d: %w", a.version, b.version, errStill)
			case a.body != b.body || a.etag != b.etag:
				f.t.Fatalf("%s differs in version %d: %s %.300s\n%s %.300s", path, a.version, a.etag, a.body, b.etag, b.body)
			}
			return nil
		})
	}
}

// versions listens to a replica's events and tells when it announced which data version.
func (c *child) versions(t *testing.T) <-chan announced {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.api+"/events", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	out := make(chan announced, 1000)
	go func() {
		defer res.Body.Close()
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			var v struct {
				Version int64 `json:"data_version"`
			}
			data, is := strings.CutPrefix(lines.Text(), "data: ")
			if is && json.Unmarshal([]byte(data), &v) == nil && v.Version > 0 {
				out <- announced{v.Version, time.Now()}
			}
		}
	}()
	return out
}

type announced struct {
	version int64
	at      time.Time
}

// hears returns when a version, or a later one, was announced.
func (f *fleet) hears(from <-chan announced, version int64) time.Time {
	f.t.Helper()
	for {
		select {
		case a := <-from:
			if a.version >= version {
				return a.at
			}
		case <-time.After(waitAtMost):
			f.t.Fatalf("version %d was not announced", version)
		}
	}
}
