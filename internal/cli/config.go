package cli

import (
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"text/tabwriter"
)

type configCmd struct {
	JSON bool `help:"Print JSON."`
}

// Run prints the effective settings under their environment names, secrets masked.
func (c *configCmd) Run(std *streams, s *Settings) error {
	if c.JSON {
		all := map[string]any{}
		for name, v := range effective(s) {
			all[name] = v
		}
		enc := json.NewEncoder(std.out)
		enc.SetIndent("", "  ")
		return enc.Encode(all)
	}
	w := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
	for name, v := range effective(s) {
		fmt.Fprintf(w, "%s\t%s\n", name, words(v))
	}
	return w.Flush()
}

// effective yields each setting's first environment name and its value, masked.
func effective(s *Settings) func(yield func(string, any) bool) {
	return func(yield func(string, any) bool) {
		v := reflect.ValueOf(s).Elem()
		for f := range settingFields() {
			name, _, _ := strings.Cut(f.Tag.Get("env"), ",")
			value := v.FieldByIndex(f.Index).Interface()
			if list, ok := value.([]string); ok && list == nil {
				value = []string{} // JSON shows a list, not null
			}
			if how := f.Tag.Get("secret"); how != "" {
				value = mask(how, value.(string))
			}
			if !yield(name, value) {
				return
			}
		}
	}
}

// mask hides a secret. Of a URL only the password is hidden.
func mask(how, v string) string {
	if v == "" {
		return ""
	}
	if how != "url" {
		return "********"
	}
	return maskURL(v)
}

func maskURL(v string) string {
	if strings.HasPrefix(v, "sqlite:") {
		return v
	}
	u, err := url.Parse(v)
	if err != nil {
		return "********"
	}
	q := u.Query()
	if q.Has("password") {
		q.Set("password", "xxxxx")
		u.RawQuery = q.Encode()
	}
	return u.Redacted()
}

func words(v any) string {
	if list, ok := v.([]string); ok {
		return strings.Join(list, ",")
	}
	return fmt.Sprint(v)
}
