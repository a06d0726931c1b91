package api

import (
	"html"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// badText returns where s stops being printable UTF-8 text, or -1. Line ends and tabs pass.
func badText(s string) int {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(s[i:]); n <= 1 {
				return i
			}
		}
		if unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' {
			return i
		}
	}
	return -1
}

// printable reports whether s is valid UTF-8 of one line without anything that cannot be seen.
func printable(s string) bool {
	return badText(s) < 0 && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

// clip shortens s to n runes for showing.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// safeURL returns a link that is safe to follow: absolute, http or https. Else "".
func safeURL(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return s
}

// plainMarkup shows a body as escaped paragraphs.
func plainMarkup(_, body string) string {
	var b strings.Builder
	for paragraph := range strings.SplitSeq(body, "\n\n") {
		if p := strings.TrimSpace(paragraph); p != "" {
			b.WriteString("<p>" + html.EscapeString(p) + "</p>")
		}
	}
	return b.String()
}
