package world

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestDumpHoldsTheHistory(t *testing.T) {
	start := time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)
	w, err := Open(2000, 10, start)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	path := filepath.Join(t.TempDir(), "dump.ndjson")
	size, err := w.Dump(path, 10)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if lines := bytes.Count(b, []byte("\n")); lines < 1700 || lines > 2300 || int64(len(b)) != size {
		t.Errorf("%d lines and %d bytes, told %d bytes", lines, len(b), size)
	}
}

func TestClockStandsUntilRun(t *testing.T) {
	start := time.Date(2026, time.March, 4, 0, 0, 0, 0, time.UTC)
	w, err := OpenDay(start)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if got := w.Sim.Now(); !got.Equal(start) {
		t.Errorf("it is %v before anything moved", got)
	}
	w.Advance(time.Hour)
	if got := w.Sim.Now(); !got.Equal(start.Add(time.Hour)) {
		t.Errorf("it is %v an hour later", got)
	}
	w.Run(1e9) // a nanosecond is a second
	if got := w.Sim.Now(); !got.After(start.Add(time.Hour)) {
		t.Errorf("it is %v while the clock runs", got)
	}
}

func TestAnswersOverHTTP(t *testing.T) {
	w, err := OpenDay(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	w.SetLatency(time.Millisecond)
	began := time.Now()
	resp, err := http.Get(w.URL + "/r/Cursor/new")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if took := time.Since(began); took < time.Millisecond {
		t.Errorf("answered after %v", took)
	}
}
