package file_test

import (
	"errors"
	"testing"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/source/file"
	"github.com/voxpop-dev/voxpop/internal/source/sourcetest"
)

func TestAnInterruptedImportGoesOnWhereItWas(t *testing.T) {
	path, store := save(t, "d.zst", zst(t, dump(0, 4500))), sourcetest.NewStore()
	cfg := file.Config{Paths: []string{path}}
	if err := sourcetest.CycleStopping(t.Context(), open(t, cfg), store, 2); !errors.Is(err, sourcetest.ErrStopped) {
		t.Fatal(err)
	}
	if len(store.Ledger()) != 0 {
		t.Error("the ledger was written before the end")
	}
	first := store.Counts()
	moved := save(t, "elsewhere", zst(t, dump(0, 4500)))
	src := open(t, file.Config{Paths: []string{moved}})
	if err := sourcetest.Cycle(t.Context(), src, store); err != nil {
		t.Fatal(err)
	}
	c := store.Counts()
	if first.New != 2000 || c.New != 4500 || c.Unchanged != 0 {
		t.Errorf("before %+v, after %+v: lines were read twice", first, c)
	}
	if sum := src.Total(); !sum.Resumed || sum.Read != 4500 || sum.Matched != 4500 || len(sum.Communities) != 3 || sum.Communities[0].Items != 1500 {
		t.Errorf("summary %+v", sum)
	}
	if l := store.Ledger(); len(l) != 3 || l[0].Received != 1500 || l[0].Continuity != voxpop.Unknown || l[0].Source != "reddit" {
		t.Errorf("ledger %+v", l)
	}
}

func TestASecondImportChangesNothing(t *testing.T) {
	path, store := save(t, "d", []byte(dump(0, 2500))), sourcetest.NewStore()
	for range 2 {
		if err := sourcetest.Cycle(t.Context(), open(t, file.Config{Paths: []string{path}}), store); err != nil {
			t.Fatal(err)
		}
	}
	if c := store.Counts(); c.New != 2500 || c.Unchanged != 2500 || c.Updated != 0 {
		t.Errorf("counts %+v", c)
	}
	if n := len(store.Ledger()); n != 3 {
		t.Errorf("%d ledger entries, want the 3 of the first import", n)
	}
}

func TestAnotherFilterDoesNotUseTheCursorOfThisOne(t *testing.T) {
	path, store := save(t, "d", []byte(dump(0, 4500))), sourcetest.NewStore()
	_ = sourcetest.CycleStopping(t.Context(), open(t, file.Config{Paths: []string{path}, Communities: []string{"cursor"}}), store, 1)
	if err := sourcetest.Cycle(t.Context(), open(t, file.Config{Paths: []string{path}, Communities: []string{"golang"}}), store); err != nil {
		t.Fatal(err)
	}
	if n := len(store.Items()); n != 1000+1500 {
		t.Errorf("%d items, want the 1000 committed of one and all 1500 of the other community", n)
	}
}
