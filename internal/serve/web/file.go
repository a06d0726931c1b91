package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"
)

// file is one file of the built dashboard, ready to be sent.
type file struct {
	plain   []byte
	kind    string // media type
	tag     string // strong ETag of the plain bytes, with its quotes
	forever bool   // its name holds a hash of its content
	gzipped func() []byte
}

// kinds gives media types of our own, since those of the machine's tables vary.
var kinds = map[string]string{
	".html": "text/html; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".svg":  "image/svg+xml",
	".json": "application/json",
	".png":  "image/png",
	".txt":  "text/plain; charset=utf-8",
}

// loadFiles reads every file of a built dashboard, keyed by its URL path. Hidden files and
// what cannot be read are left out.
func loadFiles(built fs.FS) map[string]*file {
	files := map[string]*file{}
	_ = fs.WalkDir(built, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
			return nil
		}
		if data, err := fs.ReadFile(built, name); err == nil {
			files["/"+name] = newFile(name, data)
		}
		return nil
	})
	return files
}

func newFile(name string, data []byte) *file {
	sum := sha256.Sum256(data)
	kind := kinds[path.Ext(name)]
	if kind == "" {
		kind = mime.TypeByExtension(path.Ext(name))
	}
	if kind == "" {
		kind = "application/octet-stream"
	}
	return &file{
		plain:   data,
		kind:    kind,
		tag:     `"` + hex.EncodeToString(sum[:12]) + `"`,
		forever: strings.HasPrefix(name, "assets/"),
		gzipped: sync.OnceValue(func() []byte { return compress(data) }),
	}
}

// compress returns data in gzip, or nil when that does not make it smaller.
func compress(data []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil
	}
	if _, err := w.Write(data); err != nil {
		return nil
	}
	if err := w.Close(); err != nil || out.Len() >= len(data) {
		return nil
	}
	return out.Bytes()
}

func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Vary", "Accept-Encoding")
	if f.forever {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	body, tag := f.plain, f.tag
	if acceptsGzip(r.Header.Get("Accept-Encoding")) {
		if z := f.gzipped(); z != nil {
			h.Set("Content-Encoding", "gzip")
			body, tag = z, strings.TrimSuffix(f.tag, `"`)+`-gzip"`
			r.Header.Del("Range") // parts of the compressed form are of no use to anyone
		}
	}
	h.Set("ETag", tag)
	if h.Get("Content-Encoding") != "" && r.Header.Get("If-None-Match") == "" {
		h.Set("Content-Length", strconv.Itoa(len(body)))
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// acceptsGzip reads an Accept-Encoding header: gzip is named, or everything is, and not with q=0.
func acceptsGzip(header string) bool {
	named, starred := -1, -1
	for part := range strings.SplitSeq(header, ",") {
		coding, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		wanted := 1
		if key, value, ok := strings.Cut(strings.TrimSpace(params), "="); ok && strings.EqualFold(strings.TrimSpace(key), "q") {
			if q, err := strconv.ParseFloat(strings.TrimSpace(value), 64); err != nil || q <= 0 {
				wanted = 0
			}
		}
		switch strings.ToLower(strings.TrimSpace(coding)) {
		case "gzip", "x-gzip":
			named = wanted
		case "*":
			starred = wanted
		}
	}
	return named == 1 || named == -1 && starred == 1
}
