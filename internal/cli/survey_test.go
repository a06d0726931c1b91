package cli

import (
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze"
	"github.com/voxpop-dev/voxpop/internal/analyze/tools"
	"github.com/voxpop-dev/voxpop/internal/redditsim"
	"github.com/voxpop-dev/voxpop/internal/store/sqlite"
)

func TestSurveyIsDue(t *testing.T) {
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "s.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	log := slog.New(slog.DiscardHandler)
	due := func(what string, at time.Time, want bool) {
		t.Helper()
		got, err := surveyDue(t.Context(), store.Store, at)
		if err != nil || got != want {
			t.Errorf("%s: due %v, %v", what, got, err)
		}
	}
	put := func(native string) {
		t.Helper()
		_, err := store.Put(t.Context(), "reddit", voxpop.Batch{Items: []voxpop.Item{{
			ID: voxpop.ItemID{Source: "reddit", Native: native}, Kind: voxpop.KindPost, Community: "Cursor", Title: "good", ThreadID: native,
			Created: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), Observed: time.Date(2026, 5, 1, 1, 0, 0, 0, time.UTC), State: voxpop.StateLive, Origin: voxpop.OriginLive,
		}}})
		if err == nil {
			err = catchUp(t.Context(), store.Store, newAnalyzer(&Settings{}, store.Store, log), func(int) {})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	now := time.Now()
	due("an empty store", now, false)
	put("t3_a")
	due("items and no themes", now, true)
	settings := &Settings{CandidateDays: 7, CandidateMentions: 50}
	if err := survey(t.Context(), settings, store.Store, log); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Themes(t.Context(), voxpop.ThemeScope{Days: analyze.ThemeDays[0]}); err != nil {
		t.Fatal(err)
	}
	if err := count(t.Context(), store.Store); err != nil { // publishes the themes themselves
		t.Fatal(err)
	}
	put("t3_b")
	due("a moment later", time.Now(), false)
	due("an hour later, with newer data", time.Now().Add(surveyEvery), true)
}

// The demo looks for its own tools and knows where each is at home.
func TestDemoTools(t *testing.T) {
	list := demoTools(redditsim.Demo(time.Now()))
	m, err := tools.Compile(list)
	if err != nil || len(list) != 8 {
		t.Fatalf("%d tools, %v", len(list), err)
	}
	found := m.Find(tools.Input{Source: "reddit", Community: "DevToolTalk", Text: "Left drift-lathe for Quillfern."})
	if len(found) != 2 || found[0].Tool != "driftlathe" || found[1].Tool != "quillfern" {
		t.Errorf("%+v", found)
	}
	if home := list[0].Home; len(home) != 1 || home[0] != "reddit/nimbrel" {
		t.Errorf("nimbrel is at home in %v", home)
	}
}
