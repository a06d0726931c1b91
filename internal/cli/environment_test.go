package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func envFile(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), ".env")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestEnvironmentBeatsFile(t *testing.T) {
	path := envFile(t, "API_PORT=1\nLOG_LEVEL=warn\nLOG_FORMAT=json\n")
	e, err := loadEnvironment([]string{"API_PORT=2", "LOG_FORMAT=", "HOME=/x"}, path)
	if err != nil {
		t.Fatal(err)
	}
	if e.vars["API_PORT"] != "2" || e.vars["LOG_LEVEL"] != "warn" || e.vars["LOG_FORMAT"] != "" || len(e.warnings) != 0 {
		t.Errorf("%v %q", e.vars, e.warnings)
	}
}

func TestNoFileIsNoError(t *testing.T) {
	if _, err := loadEnvironment(nil, filepath.Join(t.TempDir(), ".env")); err != nil {
		t.Error(err)
	}
	if _, err := loadEnvironment(nil, t.TempDir()); err == nil {
		t.Error("a folder named .env is read")
	}
}

func TestSecretFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret")
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range secretNames() {
		write("  hush\n")
		e, err := loadEnvironment([]string{name + "_FILE=" + path}, "")
		if err != nil || e.vars[name] != "hush" {
			t.Errorf("%s_FILE: %q, %v", name, e.vars[name], err)
		}
	}
	write(strings.Repeat("x", maxSecretFile+1))
	if _, err := loadEnvironment([]string{"ADMIN_TOKEN_FILE=" + path}, ""); err == nil || !strings.Contains(err.Error(), "64 KiB") {
		t.Errorf("a huge file: %v", err)
	}
}

func TestPlaceholdersCountAsNotSet(t *testing.T) {
	e, err := loadEnvironment([]string{"REDDIT_CLIENT_ID=your_client_id", "ADMIN_TOKEN=Your-Token", "AZURE_OPENAI_ENDPOINT=https://your-resource.example/", "REDDIT_USER_AGENT=yourself"}, "")
	if err != nil {
		t.Fatal(err)
	}
	if e.vars["REDDIT_CLIENT_ID"]+e.vars["ADMIN_TOKEN"]+e.vars["AZURE_OPENAI_ENDPOINT"] != "" || e.vars["REDDIT_USER_AGENT"] != "yourself" || len(e.warnings) != 3 {
		t.Errorf("%v %q", e.vars, e.warnings)
	}
}

// Whatever stands in .env, loading neither panics nor shows a value in an error or a warning.
func FuzzDotEnv(f *testing.F) {
	f.Add("ADMIN_TOKEN=hush\n")
	f.Add("ADMIN_TOKN=hush")
	f.Add("ADMIN_TOKEN hush")
	f.Add("export A='${B}'\n#x\n\"=hush")
	path := filepath.Join(f.TempDir(), ".env")
	f.Fuzz(func(t *testing.T, text string) {
		if err := os.WriteFile(path, []byte("LLM_API_KEY=s3cr3tvalue\n"+text), 0o600); err != nil {
			t.Fatal(err)
		}
		e, err := loadEnvironment(nil, path)
		if err != nil && strings.Contains(err.Error(), "s3cr3tvalue") {
			t.Errorf("the error shows a secret: %v", err)
		}
		if e != nil && !strings.Contains(text, "s3cr3tvalue") && slices.ContainsFunc(e.warnings, func(w string) bool { return strings.Contains(w, "s3cr3tvalue") }) {
			t.Errorf("a warning shows a secret: %q", e.warnings)
		}
	})
}

// Every name that one keystroke makes of a setting's is answered with a setting.
func TestSlipsAreRecognised(t *testing.T) {
	known := settingNames()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(known).Draw(t, "name")
		i := rapid.IntRange(0, len(name)-1).Draw(t, "at")
		if slip := name[:i] + name[i+1:]; suggestion(slip, known) == "" {
			t.Fatalf("no suggestion for %s", slip)
		}
	})
	if s := suggestion("COMPLETELY_DIFFERENT_NAME", known); s != "" {
		t.Errorf("suggests%s", s)
	}
}
