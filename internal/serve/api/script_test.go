package api

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Each testdata/*.txt is a script against a fresh API. A paragraph is one request: its line,
// "> Header: value" and ">> body" lines to send, then what must come: "< 200", "< Header: part",
// "~ part of the body", "!~ not in the body". "# …" is a comment. A cookie that is set is kept.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			a, _ := fakeAPI(t, func(o *Options) { o.Origins = []string{"https://ui.example"} })
			s := &script{t: t, handler: a}
			for paragraph := range strings.SplitSeq(string(text), "\n\n") {
				s.play(paragraph)
			}
		})
	}
}

type script struct {
	t       *testing.T
	handler http.Handler
	cookie  string
}

func (s *script) play(paragraph string) {
	var lines []string
	for line := range strings.SplitSeq(paragraph, "\n") {
		if line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, strings.ReplaceAll(line, "$KEY", adminToken))
		}
	}
	if len(lines) == 0 {
		return
	}
	method, target, _ := strings.Cut(lines[0], " ")
	header := http.Header{}
	var body []string
	rest := lines[1:]
	for len(rest) > 0 && strings.HasPrefix(rest[0], ">") {
		if text, ok := strings.CutPrefix(rest[0], ">> "); ok {
			body = append(body, text)
		} else {
			name, value, _ := strings.Cut(strings.TrimPrefix(rest[0], "> "), ": ")
			header.Set(name, value)
		}
		rest = rest[1:]
	}
	req := httptest.NewRequest(method, target, strings.NewReader(strings.Join(body, "\n")))
	for k, v := range header {
		req.Header[k] = v
	}
	if s.cookie != "" {
		req.Header.Set("Cookie", s.cookie)
	}
	rec := httptest.NewRecorder()
	s.handler.ServeHTTP(rec, req)
	for _, c := range rec.Result().Cookies() {
		s.cookie = c.Name + "=" + c.Value
	}
	for _, line := range rest {
		s.check(lines[0], line, rec)
	}
}

func (s *script) check(request, line string, rec *httptest.ResponseRecorder) {
	s.t.Helper()
	body := rec.Body.String()
	kind, want, _ := strings.Cut(line, " ")
	ok := false
	switch name, part, isHeader := strings.Cut(want, ": "); {
	case kind == "<" && isHeader:
		ok = strings.Contains(strings.Join(rec.Header()[http.CanonicalHeaderKey(name)], "\n"), part)
	case kind == "<":
		ok = http.StatusText(rec.Code) != "" && want == strings.TrimSpace(strings.Split(rec.Result().Status, " ")[0])
	case kind == "~":
		ok = strings.Contains(body, want)
	case kind == "!~":
		ok = !strings.Contains(body, want)
	}
	if !ok {
		s.t.Errorf("%s\n  wanted %q\n  got %d %v\n  %s", request, line, rec.Code, rec.Header(), body)
	}
}
