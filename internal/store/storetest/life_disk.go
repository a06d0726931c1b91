package storetest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/voxpop-dev/voxpop"
)

// lifeGone are the marks of texts that must go, without their first letter: an index may store the begin of
// a word apart from its end.
var lifeGone = []string{"deletedq", "removedq", "expiredq", "formerq"}

// lifePurge searches the files of the store, and a backup made after, for every piece of text of items that were
// deleted, removed, expired or edited.
func lifePurge(t *testing.T, s Store) {
	lifeMarkedItems(t, s)
	dir, prefix, reachable := lifeDisk(t, s)
	if !reachable {
		t.Log("the files of the server are out of reach; only the backup is searched")
	}
	for _, mark := range append(lifeGone, "keptq") {
		if reachable && len(lifeFilesWith(t, dir, prefix, mark)) == 0 {
			t.Fatalf("the search of the disk does not even find %s while it is there", mark)
		}
	}
	lifeBuryMarked(t, s)
	if err := s.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}

	backup := lifeBackupText(t, s)
	if !bytes.Contains(backup, []byte("bodyqkeptq")) {
		t.Error("the backup lacks a text that is there")
	}
	if reachable {
		lifeDisk(t, s)
		if len(lifeFilesWith(t, dir, prefix, "bodyqkeptq")) == 0 {
			t.Error("purging took a text that should stay")
		}
	}
	for _, mark := range lifeGone {
		if bytes.Contains(backup, []byte(mark)) {
			t.Errorf("%s is in the backup", mark)
		}
		if !reachable {
			continue
		}
		if files := lifeFilesWith(t, dir, prefix, mark); len(files) > 0 {
			t.Errorf("%s is still in %v", mark, files)
		}
	}
	if lifeFind(t, s, "bodyqkeptq") != 1 || lifeFind(t, s, "bodyqexpiredq") != 0 {
		t.Error("search is wrong after purging")
	}
	lifeExpectClean(t, s)
	if err := s.Purge(t.Context()); err != nil {
		t.Errorf("second purge: %v", err)
	}
	lifePut(t, s, lifeItem("afterwards", lifeDay))
	lifeCatchUp(t, s)
	lifeExpectClean(t, s)
}

// lifeMarkedItems stores and analyses items p0 to p4 with marks, in company, so that pages and index segments are shared.
func lifeMarkedItems(t *testing.T, s Store) {
	t.Helper()
	var items []voxpop.Item
	for i, mark := range append(lifeGone, "keptq") {
		items = append(items, lifeMarked(fmt.Sprintf("p%d", i), "q"+mark, lifeDay))
	}
	// A text too long for one page.
	items[2].Body += strings.Repeat(" and on and on it goes about bodyqexpiredq", 500)
	lifePut(t, s, items...)
	for i := range 60 {
		lifePut(t, s, lifeItem(fmt.Sprintf("other%d", i), lifeDay))
	}
	lifeCatchUp(t, s)
}

// lifeBuryMarked makes the marks go: by deletion, removal, expiry and an edit.
func lifeBuryMarked(t *testing.T, s Store) {
	t.Helper()
	later := lifeDay.Add(time.Hour)
	for i, state := range []voxpop.State{voxpop.StateDeleted, voxpop.StateRemoved} {
		it := lifeItem(fmt.Sprintf("p%d", i), lifeDay)
		it.State, it.Observed = state, later
		it.Author, it.Title, it.Body = "", "", "[removed]"
		lifePut(t, s, it)
	}
	edited := lifeItem("p3", lifeDay)
	edited.Observed = later
	lifePut(t, s, edited)
	lifeAge(t, s, voxpop.ItemID{Source: "reddit", Native: "p2"})
	if n, err := s.Expire(t.Context(), lifeDay.AddDate(0, 0, 20), 10); err != nil || n != 1 {
		t.Fatalf("expired %d, %v", n, err)
	}
	lifeCatchUp(t, s)
}

// BlankOne stores an item and its deletion, so that there is something to purge.
func BlankOne(t *testing.T, s Store, native string) {
	t.Helper()
	it := lifeItem(native, lifeDay)
	lifePut(t, s, it)
	it.State, it.Observed = voxpop.StateDeleted, it.Observed.Add(time.Hour)
	lifePut(t, s, it)
}

// lifePurgeWhileReading: readers never fail and never see an item without its text because of a purge.
func lifePurgeWhileReading(t *testing.T, s Store) {
	it := lifeItem("watched", lifeDay)
	lifePut(t, s, it)
	lifeCatchUp(t, s)
	ctx, stop := context.WithCancel(t.Context())
	failed := make(chan error, 1)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			got, err := s.Item(t.Context(), it.ID)
			if err == nil && got.Title == it.Title {
				continue
			}
			failed <- fmt.Errorf("title %q, %w", got.Title, err)
			return
		}
	}()
	for round := range 3 {
		BlankOne(t, s, fmt.Sprintf("blank%d", round))
		if err := s.Purge(t.Context()); err != nil {
			t.Error(err)
		}
	}
	stop()
	<-done
	select {
	case err := <-failed:
		t.Errorf("a reader suffered: %v", err)
	default:
	}
}

// lifeBackup makes a backup while items are stored: it must hold whole batches only.
func lifeBackup(t *testing.T, s Store) {
	const size = 7
	put := func(batch int) {
		var items []voxpop.Item
		for i := range size {
			items = append(items, lifeItem(fmt.Sprintf("b%di%d", batch, i), lifeDay))
		}
		lifePut(t, s, items...)
	}
	put(0)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for batch := 1; ctx.Err() == nil && batch < 200; batch++ {
			var items []voxpop.Item
			for i := range size {
				items = append(items, lifeItem(fmt.Sprintf("b%di%d", batch, i), lifeDay))
			}
			if _, err := s.Put(ctx, "reddit", voxpop.Batch{Items: items}); err != nil && ctx.Err() == nil {
				t.Errorf("a writer suffered from the backup: %v", err)
			}
		}
	}()
	for range 3 {
		text := lifeBackupText(t, s)
		if n := strings.Count(string(text), "https://example.com/url"); n == 0 || n%size != 0 {
			t.Errorf("the backup holds %d items, which is not a multiple of the batches of %d", n, size)
		}
	}
	stop()
	<-done
	if err := s.Backup(t.Context(), failingWriter{}); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("a full disk went unnoticed: %v", err)
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, fmt.Errorf("disk full") }

// lifeBackupText is a backup without its compression.
func lifeBackupText(t *testing.T, s Store) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := s.Backup(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	r, err := zstd.NewReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
