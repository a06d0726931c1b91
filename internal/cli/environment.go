package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/joho/godotenv"
)

// maxSecretFile bounds what is read from a file that a *_FILE variable names.
const maxSecretFile = 64 << 10

// environment is what settings are read from: the process's variables, then .env below
// them. It is taken once at start, so that every setting is read from the same place.
type environment struct {
	vars     map[string]string
	warnings []string
}

// loadEnvironment reads the variables and the file .env (when there is one). Variables that are
// set but empty count as set: an operator empties a variable to switch a line of .env off.
func loadEnvironment(environ []string, path string) (*environment, error) {
	e := &environment{vars: map[string]string{}}
	for _, kv := range environ {
		name, value, _ := strings.Cut(kv, "=")
		e.vars[name] = value
	}
	file, err := readDotEnv(path)
	if err != nil {
		return nil, err
	}
	known := settingNames()
	for _, name := range sortedKeys(file) {
		if !slices.Contains(known, strings.TrimSuffix(name, "_FILE")) && !withoutMeaning(name) {
			e.warnf("%s in %s is not a setting of voxpop%s; it is ignored", name, path, suggestion(name, known))
		}
		if _, set := e.vars[name]; !set {
			e.vars[name] = file[name]
		}
	}
	e.warnPredecessor()
	if err := e.readSecretFiles(); err != nil {
		return nil, err
	}
	e.dropPlaceholders()
	e.readLists()
	return e, nil
}

func readDotEnv(path string) (map[string]string, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading settings: %w", err)
	}
	vars, err := godotenv.UnmarshalBytes(b)
	if err != nil {
		// The parser's message may quote a line that holds a secret.
		return nil, fmt.Errorf("%s cannot be read: a line is not NAME=value", path)
	}
	return vars, nil
}

func (e *environment) warnf(format string, args ...any) {
	e.warnings = append(e.warnings, fmt.Sprintf(format, args...))
}

// withoutMeaning reports whether name is a setting of the predecessor that has nothing to set here.
func withoutMeaning(name string) bool {
	if strings.HasPrefix(name, "COSMOS_") {
		return true
	}
	return slices.Contains([]string{"HEALTH_CHECK_ENABLED", "DB_RETRY_MAX_ATTEMPTS", "DB_RETRY_BASE_DELAY", "STARTUP_LOAD_HOURS"}, name)
}

// warnPredecessor says once, in one line, which of the predecessor's settings are ignored.
func (e *environment) warnPredecessor() {
	var found []string
	for _, name := range sortedKeys(e.vars) {
		if withoutMeaning(name) {
			found = append(found, name)
		}
	}
	if len(found) > 0 {
		e.warnf("settings of the predecessor without meaning here are ignored: %s", strings.Join(found, ", "))
	}
}

// readSecretFiles takes NAME from the file that NAME_FILE names, for every secret setting.
func (e *environment) readSecretFiles() error {
	for _, name := range secretNames() {
		path := e.vars[name+"_FILE"]
		if path == "" {
			continue
		}
		if e.vars[name] != "" {
			return fmt.Errorf("%s and %s_FILE are both set: set one of them", name, name)
		}
		info, err := os.Stat(path)
		if err != nil {
			return fmt.Errorf("%s_FILE: %w", name, err)
		}
		if info.Size() > maxSecretFile {
			return invalid(name+"_FILE", path, "a file of at most 64 KiB")
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("%s_FILE: %w", name, err)
		}
		if e.vars[name] = strings.TrimSpace(string(b)); e.vars[name] == "" {
			return invalid(name+"_FILE", path, "a file that is not empty")
		}
	}
	return nil
}

// dropPlaceholders empties values that were copied from an example file and never filled in.
func (e *environment) dropPlaceholders() {
	for _, name := range settingNames() {
		v := strings.ToLower(e.vars[name])
		if strings.HasPrefix(v, "your_") || strings.HasPrefix(v, "your-") || strings.Contains(v, "://your-") {
			e.vars[name] = ""
			e.warnf("%s still holds the example's placeholder; it is treated as not set", name)
		}
	}
}

// readLists turns lists written as JSON, as the predecessor's settings had them, into names between commas. What only looks
// like one is left to the check of the setting.
func (e *environment) readLists() {
	for f := range settingFields() {
		if f.Type.Kind() != reflect.Slice {
			continue
		}
		for name := range strings.SplitSeq(f.Tag.Get("env"), ",") {
			var list []string
			if v := strings.TrimSpace(e.vars[name]); strings.HasPrefix(v, "[") && json.Unmarshal([]byte(v), &list) == nil {
				e.vars[name] = strings.Join(list, ",")
			}
		}
	}
}

// settingNames lists the environment names of all settings.
func settingNames() []string {
	var names []string
	for f := range settingFields() {
		names = append(names, strings.Split(f.Tag.Get("env"), ",")...)
	}
	return names
}

func secretNames() []string {
	var names []string
	for f := range settingFields() {
		if f.Tag.Get("secret") != "" {
			names = append(names, f.Tag.Get("env"))
		}
	}
	return names
}

func settingFields() func(yield func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for f := range reflect.TypeFor[Settings]().Fields() {
			if f.Tag.Get("env") != "" && !yield(f) {
				return
			}
		}
	}
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// suggestion finds the known name that is a slip of the finger away.
func suggestion(name string, known []string) string {
	for _, k := range known {
		if near(name, k) {
			return " (do you mean " + k + "?)"
		}
	}
	return ""
}

// near reports whether a and b differ by at most two single-character edits.
func near(a, b string) bool {
	if len(a)-len(b) > 2 || len(b)-len(a) > 2 {
		return false
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)] <= 2
}
