package api

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// worthPacking is the size from which gzip saves more than it costs.
const worthPacking = 1024

// fill runs the handlers for a canonical target. The answer is of one data version: when a
// newer one is published in the middle, it starts again.
func (a *API) fill(ctx context.Context, target string) *answer {
	ctx, cancel := context.WithTimeout(ctx, patience(ctx))
	defer cancel()
	made, again := a.fillOnce(ctx, target)
	for tries := 1; again && tries < 3; tries++ {
		made, again = a.fillOnce(ctx, target)
	}
	return made
}

func (a *API) fillOnce(ctx context.Context, target string) (made *answer, again bool) {
	defer func() {
		if p := recover(); p != nil {
			a.opt.Log.Error("panic while refilling", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			made, again = a.refusal(target, problem(http.StatusInternalServerError, "The answer could not be made because of a fault in voxpop. The log says more.")), false
		}
	}()
	hour := a.hour()
	v, err := a.opt.Reader.Version(ctx)
	if err != nil {
		return a.refusal(target, a.asProblem("data version", err)), false
	}
	a.version.learn(v, false)
	req, err := http.NewRequestWithContext(withFrame(ctx, frame{version: v, now: hour}), http.MethodGet, target, http.NoBody)
	if err != nil {
		return a.refusal(target, problem(http.StatusBadRequest, "The path or query cannot be read.")), false
	}
	rec := &recorder{header: http.Header{}, status: http.StatusOK}
	if a.match(rec, req) != "" {
		a.routes.ServeHTTP(rec, req)
	}
	if rec.status != http.StatusOK {
		rec.header.Set("Cache-Control", "no-store")
		return &answer{status: rec.status, header: rec.header, body: rec.body.Bytes()}, false
	}
	after, err := a.opt.Reader.Version(ctx)
	made = newAnswer(rec.body.Bytes(), v, hour)
	made.analysis = isAnalysis(target)
	return made, err == nil && after.Number != v.Number
}

// refusal is a problem as an answer.
func (a *API) refusal(target string, err error) *answer {
	rec := &recorder{header: http.Header{}}
	req, reqErr := http.NewRequestWithContext(context.Background(), http.MethodGet, target, http.NoBody)
	if reqErr != nil {
		req = &http.Request{Method: http.MethodGet}
	}
	writeProblem(rec, req, err)
	return &answer{status: rec.status, header: rec.header, body: rec.body.Bytes()}
}

func newAnswer(body []byte, v voxpop.DataVersion, hour time.Time) *answer {
	sum := sha256.Sum256(body)
	tag := "v" + strconv.FormatInt(v.Number, 10) + "-" + hex.EncodeToString(sum[:6])
	made := &answer{
		status: http.StatusOK, body: body, version: v.Number, hour: hour,
		etag: `"` + tag + `"`, packedETag: `"` + tag + `-gzip"`, contentLine: jsonContent,
		lengthLine: []string{strconv.Itoa(len(body))},
	}
	made.etagLine = []string{made.etag}
	if len(body) < worthPacking {
		return made
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write(body) // into memory: cannot fail
	_ = z.Close()
	made.packed = packed.Bytes()
	made.packedETagLine = []string{made.packedETag}
	made.packedLenLine = []string{strconv.Itoa(packed.Len())}
	made.encodingLines = []string{"gzip"}
	return made
}

// recorder takes an answer into memory.
type recorder struct {
	header http.Header
	body   bytes.Buffer
	status int
}

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }
func (r *recorder) WriteHeader(status int)      { r.status = status }
