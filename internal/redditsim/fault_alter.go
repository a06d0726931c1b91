package redditsim

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

const hugePadding = 10 << 20

// alter does to a reply what the fault is about.
func (f Fault) alter(p *reply) {
	switch f.Kind {
	case StatusCode:
		f.refuse(p)
	case Hang:
		p.hang = true
	case Drip:
		p.pieces, p.pause = max(1, f.Pieces), f.Pause
		if f.Pieces == 0 {
			p.pieces = 20
		}
		if f.Pause == 0 {
			p.pause = 20 * time.Millisecond
		}
	case ResetBefore:
		p.reset = resetBefore
	case ResetInside:
		p.reset = resetInside
	case Truncate:
		p.body = p.body[:len(p.body)/2]
	case HTMLPage:
		p.header.Set("Content-Type", "text/html; charset=UTF-8")
		p.body = []byte("<!doctype html><html><head><title>Reddit</title></head><body><h1>whoa there, pardner!</h1></body></html>")
	case EmptyBody:
		p.body = nil
	case EmptyListing:
		p.body = encode(newListing(nil))
	case AbsurdRate:
		p.header.Set("X-Ratelimit-Used", "-7")
		p.header.Set("X-Ratelimit-Remaining", "1e309")
		p.header.Set("X-Ratelimit-Reset", "NaN")
	case NoRate:
		for _, name := range []string{"X-Ratelimit-Used", "X-Ratelimit-Remaining", "X-Ratelimit-Reset"} {
			p.header.Del(name)
		}
	case ClockSkew:
		if date, err := http.ParseTime(p.header.Get("Date")); err == nil {
			p.header.Set("Date", date.Add(f.Skew).Format(http.TimeFormat))
		}
	case HugeBody:
		p.body = pad(p.body)
	default:
		p.garble(f.Kind)
	}
}

func (f Fault) refuse(p *reply) {
	p.status = f.Status
	p.body = encode(failure(f.Status, "").body)
	if f.RetryAfter > 0 {
		p.header.Set("Retry-After", strconv.Itoa(int(f.RetryAfter.Seconds())))
	}
}

// pad makes a sound answer very long without changing what it says.
func pad(body []byte) []byte {
	if len(body) < 3 || body[0] != '{' && body[0] != '[' {
		return body
	}
	var b bytes.Buffer
	b.WriteByte(body[0])
	b.Write(bytes.Repeat([]byte{' '}, hugePadding))
	b.Write(body[1:])
	return b.Bytes()
}

// Marks stand where encoding/json would not write what the fault needs.
const (
	nulMark       = "@@nul@@"
	surrogateMark = "@@surrogate@@"
)

// garble changes the things in a reply; a reply without things stays as it is.
func (p *reply) garble(kind Kind) {
	var doc any
	d := json.NewDecoder(bytes.NewReader(p.body))
	d.UseNumber()
	if d.Decode(&doc) != nil {
		return
	}
	doc = garbled(doc, kind)
	body := encode(doc)
	body = bytes.ReplaceAll(body, []byte(nulMark), []byte(`\u0000`))
	p.body = bytes.ReplaceAll(body, []byte(surrogateMark), []byte(`\ud83d`))
}

// garbled walks a document and garbles every list of things in it.
func garbled(doc any, kind Kind) any {
	switch v := doc.(type) {
	case map[string]any:
		for key, value := range v {
			if list, ok := value.([]any); ok && (key == "children" || key == "things") {
				v[key] = garbledList(list, kind)
				continue
			}
			v[key] = garbled(value, kind)
		}
	case []any:
		for i := range v {
			v[i] = garbled(v[i], kind)
		}
	}
	return doc
}

func garbledList(list []any, kind Kind) []any {
	switch kind {
	case Duplicates:
		var twice []any
		for i, v := range list {
			twice = append(twice, v)
			if i%3 == 0 {
				twice = append(twice, v)
			}
		}
		return twice
	case Shuffle:
		r := newRandom(uint64(len(list)), 11)
		for i := len(list) - 1; i > 0; i-- {
			j := r.below(i + 1)
			list[i], list[j] = list[j], list[i]
		}
		return list
	}
	for i := 0; i < len(list); i += 3 {
		wrap, _ := list[i].(map[string]any)
		if data, ok := wrap["data"].(map[string]any); ok && wrap["kind"] != "more" {
			garbleThing(data, kind)
		}
	}
	return list
}

func garbleThing(data map[string]any, kind Kind) {
	switch kind {
	case MalformedFields:
		data["created_utc"] = json.Number("-1e300")
		data["permalink"] = "javascript:alert(1)"
		data["score"] = json.Number("99999999999999999999999")
		data["edited"] = json.Number("-5")
		data["subreddit"] = "no such\n name/.."
	case WrongTypes:
		for _, text := range []string{"title", "body", "selftext"} {
			if _, ok := data[text]; ok {
				data[text] = map[string]any{"text": 1}
			}
		}
		data["created_utc"] = "yesterday"
		data["score"] = []any{"many"}
		data["num_comments"] = "a few"
		data["edited"] = map[string]any{}
	case NullAuthors:
		data["author"] = nil
		delete(data, "author_fullname")
	case NULBytes:
		insert(data, nulMark)
	case LoneSurrogates:
		insert(data, surrogateMark)
	}
}

func insert(data map[string]any, mark string) {
	for _, text := range []string{"title", "body", "selftext", "author"} {
		if s, ok := data[text].(string); ok {
			data[text] = s + mark
		}
	}
}
