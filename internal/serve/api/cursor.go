package api

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// writeCursor makes a place in a list opaque. nil stays nil.
func writeCursor(c *voxpop.PageCursor) *string {
	if c == nil {
		return nil
	}
	s := base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(c.Created.UnixMicro(), 10) + "|" + c.ID.String()))
	return &s
}

// readCursor reads what writeCursor wrote; nil for the empty text.
func readCursor(s string) (*voxpop.PageCursor, error) {
	if s == "" {
		return nil, nil
	}
	wrong := invalid("query.cursor", "must be the next_cursor of the page before", clip(s, 60))
	text, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || badText(string(text)) >= 0 || strings.ContainsAny(s, "\r\n") { // which decoding passes over
		return nil, wrong
	}
	micros, id, found := strings.Cut(string(text), "|")
	at, err := strconv.ParseInt(micros, 10, 64)
	if !found || err != nil || strconv.FormatInt(at, 10) != micros || at < 0 || at > 7258118400e6 {
		return nil, wrong
	}
	source, native, found := strings.Cut(id, "/")
	if !found || source == "" || native == "" {
		return nil, wrong
	}
	return &voxpop.PageCursor{Created: time.UnixMicro(at).UTC(), ID: voxpop.ItemID{Source: source, Native: native}}, nil
}
