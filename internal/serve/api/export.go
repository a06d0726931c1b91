package api

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// exportsAtOnce bounds exports, each of which holds a connection of the readers for long.
const exportsAtOnce = 4

// ExportInput is the query of export.
type ExportInput struct {
	What   string `query:"what" enum:"items,scores,cells" default:"items"`
	Format string `query:"format" enum:"ndjson,csv" default:"ndjson"`
	WhereInput
	SpanInput
}

// export streams rows. Nothing is sent before the first rows are read, so that a database
// that is gone gives a problem document; an error later aborts the connection, so that a
// part never passes for the whole.
func (a *API) export(ctx context.Context, in *ExportInput, w http.ResponseWriter, r *http.Request) error {
	select {
	case a.exports <- struct{}{}:
		defer func() { <-a.exports }()
	default:
		return exportsBusy()
	}
	filter, simulated, err := a.exportFilter(ctx, in)
	if err != nil {
		return err
	}
	out := newExportWriter(w, r, in)
	if err := a.writeExport(ctx, out, in, filter, simulated); err != nil {
		if !out.begun {
			return a.asProblem("export", err)
		}
		if ctx.Err() == nil {
			a.complain("export", err)
		}
		panic(http.ErrAbortHandler)
	}
	if err := out.close(); err != nil {
		panic(http.ErrAbortHandler)
	}
	return nil
}

// exportFilter reads the query under the time limit of readers; the stream itself has none. simulated is whether the data is.
func (a *API) exportFilter(ctx context.Context, in *ExportInput) (filter voxpop.Filter, simulated bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	f, err := a.frame(ctx)
	if err != nil {
		return filter, false, err
	}
	if filter, _, err = a.filter(ctx, f, in.WhereInput); err != nil {
		return filter, false, err
	}
	window, err := in.exact(f)
	if err != nil {
		return filter, false, err
	}
	if window != nil {
		filter.Window = window.window()
	}
	filter.Textless = true
	return filter, f.version.Simulated, nil
}

func (a *API) writeExport(ctx context.Context, w io.Writer, in *ExportInput, filter voxpop.Filter, simulated bool) error {
	if in.What == "cells" {
		return WriteCells(w, in.Format, a.opt.Reader.ExportCells(ctx, filter), simulated)
	}
	return WriteItems(w, in.What, in.Format, a.opt.Reader.ExportItems(ctx, filter))
}

// exportWriter sends headers with the first bytes and packs when the client accepts it.
type exportWriter struct {
	w       http.ResponseWriter
	control *http.ResponseController
	in      *ExportInput
	pack    *gzip.Writer
	begun   bool
}

func newExportWriter(w http.ResponseWriter, r *http.Request, in *ExportInput) *exportWriter {
	e := &exportWriter{w: w, control: http.NewResponseController(w), in: in}
	if acceptsGzip(r.Header) {
		e.pack, _ = gzip.NewWriterLevel(w, gzip.BestSpeed) // the level is valid
	}
	return e
}

func (e *exportWriter) begin() {
	h := e.w.Header()
	h.Set("Content-Type", map[string]string{"csv": "text/csv; charset=utf-8", "ndjson": "application/x-ndjson"}[e.in.Format])
	h.Set("Content-Disposition", `attachment; filename="voxpop-`+e.in.What+"."+e.in.Format+`"`)
	h.Set("Cache-Control", "no-store")
	h.Set("Vary", "Accept-Encoding")
	if e.pack != nil {
		h.Set("Content-Encoding", "gzip")
	}
	e.w.WriteHeader(http.StatusOK)
	e.begun = true
}

func (e *exportWriter) Write(b []byte) (int, error) {
	if !e.begun {
		e.begin()
	}
	_ = e.control.SetWriteDeadline(time.Now().Add(3 * writeTimeout)) // not every writer has deadlines
	if e.pack != nil {
		return e.pack.Write(b)
	}
	return e.w.Write(b)
}

func (e *exportWriter) close() error {
	if !e.begun {
		e.begin()
	}
	if e.pack != nil {
		return e.pack.Close()
	}
	return nil
}
