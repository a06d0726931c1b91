package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"pgregory.net/rapid"
)

// defaults parses an empty command line.
func defaults(t testing.TB) *Settings {
	t.Helper()
	for _, name := range settingNames() {
		t.Setenv(name, "") // restores it afterwards
		os.Unsetenv(name)
	}
	var s Settings
	parser, err := kong.New(&s, kong.KindMapper(reflect.Int, kong.MapperFunc(wholeNumber)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse(nil); err != nil {
		t.Fatal(err)
	}
	return &s
}

func TestDefaultsAreAllowed(t *testing.T) {
	if err := defaults(t).check(); err != nil {
		t.Error(err)
	}
}

// The README's table of settings and .env.example say what the code says.
func TestDocumentedSettings(t *testing.T) {
	readme := read(t, "README.md")
	example := read(t, ".env.example")
	row := regexp.MustCompile("(?m)^\\| `([A-Z_]+)` \\| (.*?) \\| .+\\|$")
	documented := map[string]string{}
	for _, m := range row.FindAllStringSubmatch(readme, -1) {
		documented[m[1]] = strings.Trim(m[2], "`")
	}
	for f := range settingFields() {
		name, _, _ := strings.Cut(f.Tag.Get("env"), ",")
		want := strings.ReplaceAll(f.Tag.Get("default"), ",", ", ")
		got, found := documented[name]
		if !found {
			t.Errorf("README.md: no row for %s in the table of settings", name)
		} else if got != want {
			t.Errorf("README.md: default of %s is %q, the program's is %q", name, got, want)
		}
		delete(documented, name)
		if !regexp.MustCompile(`(?m)^# ?` + name + `=|^` + name + `=`).MatchString(example) {
			t.Errorf(".env.example: no line for %s", name)
		}
	}
	for name := range documented {
		t.Errorf("README.md: %s is no setting", name)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// No secret shows in what config prints, whatever it is made of.
func TestSecretsAreMasked(t *testing.T) {
	base := *defaults(t)
	rapid.Check(t, func(t *rapid.T) {
		s := base
		secret := rapid.StringMatching(`[a-z]{3}[A-Za-z0-9!$&'()*+,;=._~-]{6,20}`).Draw(t, "secret") + "Zq9"
		v := reflect.ValueOf(&s).Elem()
		for f := range settingFields() {
			switch f.Tag.Get("secret") {
			case "value":
				v.FieldByIndex(f.Index).SetString(secret)
			case "url":
				form := rapid.SampledFrom([]string{"postgres://u:%s@h/d", "postgres://h/d?user=u&password=%s", "postgresql://u:%s@h:5432/d?sslmode=disable"}).Draw(t, "form")
				v.FieldByIndex(f.Index).SetString(fmt.Sprintf(form, strings.NewReplacer("&", "", ";", "", "+", "").Replace(secret)))
			}
		}
		for name, value := range effective(&s) {
			if shown := words(value); strings.Contains(shown, secret[:9]) || strings.Contains(shown, "Zq9") {
				t.Fatalf("%s shows %q", name, shown)
			}
		}
	})
}

func TestEmptySecretsShowAsEmpty(t *testing.T) {
	if got := mask("value", ""); got != "" {
		t.Errorf("mask of nothing is %q", got)
	}
	if got := maskURL("sqlite:data/voxpop.db"); got != "sqlite:data/voxpop.db" {
		t.Errorf("an SQLite path is masked: %q", got)
	}
	if got := maskURL("postgres://u:%zz@h/d"); strings.Contains(got, "zz") {
		t.Errorf("an unreadable URL is shown: %q", got)
	}
}

// near agrees with the edit distance as a plain recursion defines it.
func TestNear(t *testing.T) {
	name := rapid.StringMatching(`[AB_]{0,6}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := name.Draw(t, "a"), name.Draw(t, "b")
		if got, want := near(a, b), distance(a, b) <= 2; got != want {
			t.Fatalf("near(%q, %q) = %v, distance %d", a, b, got, distance(a, b))
		}
	})
}

func distance(a, b string) int {
	if a == "" || b == "" {
		return len(a) + len(b)
	}
	if a[0] == b[0] {
		return distance(a[1:], b[1:])
	}
	return 1 + min(distance(a[1:], b), distance(a, b[1:]), distance(a[1:], b[1:]))
}

// Names of subreddits are taken as people write them, and empty ones are passed over.
func TestSubredditNames(t *testing.T) {
	s := &Settings{Subreddits: []string{" r/Cursor", "/r/claude", "", "aws "}}
	if errs := s.checkSubreddits(); len(errs) > 0 {
		t.Fatal(errs)
	}
	if want := []string{"Cursor", "claude", "aws"}; !reflect.DeepEqual(s.Subreddits, want) {
		t.Errorf("got %q, want %q", s.Subreddits, want)
	}
	for _, bad := range []string{"a", "with space", "a+b", "../x", strings.Repeat("x", 22), "naïve"} {
		if errs := (&Settings{Subreddits: []string{bad}}).checkSubreddits(); len(errs) != 1 {
			t.Errorf("%q: %v", bad, errs)
		}
	}
}

func TestHackerNewsIsCollectedWhileThereAreNoKeys(t *testing.T) {
	for _, c := range []struct {
		when, id, secret string
		want             bool
	}{
		{"auto", "", "", true}, {"auto", "a", "b", false}, {"auto", "a", "", true},
		{"True", "a", "b", true}, {"false", "", "", false},
	} {
		s := &Settings{HackerNews: c.when, RedditClientID: c.id, RedditClientSecret: c.secret}
		if got := s.collectsHackerNews(); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestDatabaseURL(t *testing.T) {
	for url, path := range map[string]string{"sqlite:a.db": "a.db", "sqlite:///var/a.db": "/var/a.db", "sqlite:/var/a.db": "/var/a.db"} {
		if got, ok := databasePath(url); !ok || got != path || checkDatabaseURL(url) != nil {
			t.Errorf("%s is the file %q", url, got)
		}
	}
	for _, url := range []string{"postgres://h/d", "postgresql://h/d"} {
		if err := checkDatabaseURL(url); err != nil {
			t.Error(err)
		}
	}
	for _, url := range []string{"", "sqlite:", "sqlite://", "mysql://u:hush@h/d", "/var/a.db"} {
		err := checkDatabaseURL(url)
		if err == nil || strings.Contains(err.Error(), "hush") {
			t.Errorf("%q: %v", url, err)
		}
	}
}

func TestSentimentMethodChoosesTheEngine(t *testing.T) {
	for method, want := range map[string]string{"VADER": "vader", "Model": "model", "model": "model", "llm": "model", "auto": "model"} {
		s := defaults(t)
		s.SentimentMethod = method
		if err := s.check(); err != nil {
			t.Error(err)
		}
		if got := newAnalyzer(s, nil, nil).Engine.ID().Name; got != want {
			t.Errorf("SENTIMENT_METHOD=%s: %s scores, want %s", method, got, want)
		}
	}
}
