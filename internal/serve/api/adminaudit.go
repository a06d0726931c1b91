package api

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// AuditInput is the query of admin/audit-log.
type AuditInput struct {
	Actor   string `query:"actor" maxLength:"100" doc:"Name of a key, ADMIN_TOKEN, schedule, catalog or command line"`
	Action  string `query:"action" maxLength:"60" doc:"Whole, such as tools.edit, or its first part: tools"`
	Subject string `query:"subject" maxLength:"200" doc:"What was changed, such as the slug of a tool"`
	Cursor  string `query:"cursor" maxLength:"200"`
	Limit   int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// AuditBody is a line of the record of who changed what.
type AuditBody struct {
	At      time.Time       `json:"at"`
	Actor   string          `json:"actor"`
	Action  string          `json:"action"`
	Subject string          `json:"subject"`
	Detail  string          `json:"detail"`
	Before  json.RawMessage `json:"before" doc:"What was changed, as it was; null where there was nothing"`
	After   json.RawMessage `json:"after" doc:"As it is since; null where nothing is"`
}

// AuditLogBody answers admin/audit-log.
type AuditLogBody struct {
	Entries    []AuditBody `json:"entries" nullable:"false" doc:"Newest first"`
	NextCursor *string     `json:"next_cursor" doc:"null on the last page"`
}

func (a *API) auditLog(ctx context.Context, in *AuditInput) (*AuditLogBody, error) {
	for _, p := range [][2]string{{"query.actor", in.Actor}, {"query.action", in.Action}, {"query.subject", in.Subject}} {
		if err := checkText(p[0], p[1], 200); err != nil {
			return nil, err
		}
	}
	after, err := readAuditCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := a.opt.Audit.AuditLog(ctx, voxpop.AuditFilter{Actor: in.Actor, Action: in.Action, Subject: in.Subject}, after, in.Limit)
	if err != nil {
		return nil, a.asProblem("audit log", err)
	}
	body := &AuditLogBody{Entries: []AuditBody{}, NextCursor: writeAuditCursor(page.Next)}
	for _, e := range page.Entries {
		body.Entries = append(body.Entries, AuditBody{e.At.UTC(), e.Actor, e.Action, e.Subject, e.Detail, rawJSON(e.Before), rawJSON(e.After)})
	}
	return body, nil
}

// rawJSON passes JSON on; what is none goes as a text.
func rawJSON(s string) json.RawMessage {
	switch {
	case s == "":
		return json.RawMessage("null")
	case json.Valid([]byte(s)):
		return json.RawMessage(s)
	}
	quoted, err := json.Marshal(s)
	if err != nil {
		return json.RawMessage("null")
	}
	return quoted
}

func writeAuditCursor(c *voxpop.AuditCursor) *string {
	if c == nil {
		return nil
	}
	s := base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(c.At.UnixMilli(), 10) + "|" + strconv.FormatInt(c.ID, 10)))
	return &s
}

// readAuditCursor reads what writeAuditCursor wrote; nil for the empty text.
func readAuditCursor(s string) (*voxpop.AuditCursor, error) {
	if s == "" {
		return nil, nil
	}
	text, err := base64.RawURLEncoding.Strict().DecodeString(s)
	at, id, found := strings.Cut(string(text), "|")
	millis, errAt := strconv.ParseInt(at, 10, 64)
	number, errID := strconv.ParseInt(id, 10, 64)
	if err != nil || !found || errAt != nil || errID != nil || millis < 0 || millis > 7258118400e3 || number < 0 {
		return nil, invalid("query.cursor", "must be the next_cursor of the page before", clip(s, 60))
	}
	return &voxpop.AuditCursor{At: time.UnixMilli(millis).UTC(), ID: number}, nil
}
