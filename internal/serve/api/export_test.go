package api

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop"
)

func TestExportItems(t *testing.T) {
	a, f := fakeAPI(t)
	f.stored[3].State, f.stored[3].Body, f.stored[3].Author, f.stored[3].Score = voxpop.StateDeleted, "", "", nil
	f.stored[3].Edited = noon
	rec := get(a, "/api/v1/export?what=items&format=ndjson")
	if rec.Code != 200 || rec.Header().Get("Content-Type") != "application/x-ndjson" {
		t.Fatalf("%d %v", rec.Code, rec.Header())
	}
	var ids []string
	for dec := json.NewDecoder(rec.Body); ; {
		var e ExportedItem
		if err := dec.Decode(&e); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if e.CreatedUTC == 0 || e.Subreddit != "Cursor" || e.ID == "t1_c03" && (e.State != "deleted" || e.Sentiment != nil || *e.EditedUTC != noon.Unix()) {
			t.Errorf("%+v", e)
		}
		ids = append(ids, e.ID)
	}
	if len(ids) != 12 || ids[0] != "t1_c11" {
		t.Errorf("exported %v", ids)
	}
	if n := strings.Count(get(a, "/api/v1/export?hours=1&subreddit=CURSOR").Body.String(), "\n"); n != 1 {
		t.Errorf("%d items of the running hour", n)
	}
	if n := strings.Count(get(a, "/api/v1/export?what=scores").Body.String(), "\n"); n != 11 {
		t.Errorf("%d scores", n)
	}
	if n := strings.Count(get(a, "/api/v1/export?what=cells").Body.String(), `"grain":"hour"`); n < 7 {
		t.Errorf("%d cells", n)
	}
}

func TestExportCSV(t *testing.T) {
	a, f := fakeAPI(t)
	f.stored[1].Body = "a \"quoted\",\nbody"
	for what, lines := range map[string]int{"items": 13, "scores": 13, "cells": 8} {
		rec := get(a, "/api/v1/export?format=csv&what="+what)
		rows, err := csv.NewReader(rec.Body).ReadAll()
		if err != nil || len(rows) != lines {
			t.Errorf("%s: %d rows, %v", what, len(rows), err)
		}
		if what == "items" && (rows[0][0] != "id" || rows[12][5] != "'=title" || rows[11][6] != f.stored[1].Body) {
			t.Errorf("%q", rows)
		}
	}
}

// "simulated" stands on every line, in either format.
func TestSimulatedCellsSaySo(t *testing.T) {
	for _, simulated := range []bool{false, true} {
		a, f := fakeAPI(t)
		f.version.Simulated = simulated
		said := fmt.Sprintf(`,"simulated":%t}`, simulated)
		if text := get(a, "/api/v1/export?what=cells").Body.String(); strings.Count(text, said) != strings.Count(text, "\n") || text == "" {
			t.Errorf("not every cell has %s: %s", said, text)
		}
		rows, err := csv.NewReader(get(a, "/api/v1/export?what=cells&format=csv").Body).ReadAll()
		if err != nil || len(rows) < 2 {
			t.Fatal(len(rows), err)
		}
		if last := len(rows[0]) - 1; rows[0][last] != "simulated" || rows[1][last] != fmt.Sprint(simulated) {
			t.Errorf("%q", rows[:2])
		}
	}
}

func TestGuard(t *testing.T) {
	for text, want := range map[string]string{"=1+1": "'=1+1", "+x": "'+x", "-x": "'-x", "@x": "'@x", "\tx": "'\tx", "\rx": "'\rx", "x=1": "x=1", "": ""} {
		if got := guard(text); got != want {
			t.Errorf("guard(%q) = %q", text, got)
		}
	}
}

func TestExportPacked(t *testing.T) {
	a, _ := fakeAPI(t)
	rec := get(a, "/api/v1/export", "Accept-Encoding", "gzip")
	z, err := gzip.NewReader(rec.Body)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil || strings.Count(string(text), "\n") != 12 {
		t.Errorf("%d bytes, %v", len(text), err)
	}
}

// An error in the middle must not look like the end.
func TestBrokenExportIsSeen(t *testing.T) {
	for _, coding := range []string{"identity", "gzip"} {
		a, f := fakeAPI(t)
		f.breakAt = 9000
		server := httptest.NewServer(a)
		req, err := http.NewRequest("GET", server.URL+"/api/v1/export", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Accept-Encoding", coding)
		answer, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = io.Copy(io.Discard, answer.Body); err == nil {
			t.Errorf("%s: a broken export reads as a whole one", coding)
		}
		answer.Body.Close()
		server.Close()
	}
}

func TestExportsAtOnceAreBounded(t *testing.T) {
	a, _ := fakeAPI(t)
	for range exportsAtOnce {
		a.exports <- struct{}{}
	}
	if rec := get(a, "/api/v1/export"); rec.Code != 503 || rec.Header().Get("Retry-After") == "" {
		t.Errorf("%d", rec.Code)
	}
}
