package api

import (
	"encoding/base64"
	"fmt"
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
	if !found || (source == "") != (native == "") {
		return nil, wrong
	}
	return &voxpop.PageCursor{Created: time.UnixMicro(at).UTC(), ID: voxpop.ItemID{Source: source, Native: native}}, nil
}

// writeOpinionCursor makes a place in a list of items of a tool opaque. nil stays nil.
func writeOpinionCursor(c *voxpop.OpinionCursor) *string {
	if c == nil {
		return nil
	}
	s := base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "@%d|%d|%d", c.Created.UnixMicro(), c.RowID, c.Compound))
	return &s
}

// readOpinionCursor reads what writeOpinionCursor wrote; nil for the empty text.
func readOpinionCursor(s string) (*voxpop.OpinionCursor, error) {
	if s == "" {
		return nil, nil
	}
	wrong := invalid("query.cursor", "must be the next_cursor of the page before", clip(s, 60))
	text, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(text) == 0 || text[0] != '@' {
		return nil, wrong
	}
	var n [3]int64
	parts := strings.Split(string(text[1:]), "|")
	if len(parts) != len(n) {
		return nil, wrong
	}
	for i, part := range parts {
		if n[i], err = strconv.ParseInt(part, 10, 64); err != nil {
			return nil, wrong
		}
	}
	if n[0] < 0 || n[0] > 7258118400e6 || n[1] < 0 {
		return nil, wrong
	}
	c := voxpop.OpinionCursor{Created: time.UnixMicro(n[0]).UTC(), RowID: n[1], Compound: n[2]}
	if *writeOpinionCursor(&c) != s { // another spelling of the same numbers
		return nil, wrong
	}
	return &c, nil
}
