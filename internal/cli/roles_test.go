package cli

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/serve/api"
	"github.com/voxpop-dev/voxpop/internal/store/postgrestest"
)

func TestRolesAreChecked(t *testing.T) {
	for list, want := range map[string]string{
		"api,collect,analyze": "api,collect,analyze", " Collect , analyze,collect": "collect,analyze", "api": "api",
		"": "ROLES=: want some of", "api,,collect": "ROLES=: want some of", "api,cook,wash": "ROLES=cook: want some of|ROLES=wash: want some of",
	} {
		s := Settings{Roles: strings.Split(list, ",")}
		if list == "" {
			s.Roles = nil
		}
		err := errors.Join(s.checkRoles()...)
		if err == nil {
			if got := strings.Join(s.Roles, ","); got != want {
				t.Errorf("%q: %q, want %q", list, got, want)
			}
			continue
		}
		for part := range strings.SplitSeq(want, "|") {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%q: %v, want %q", list, err, part)
			}
		}
	}
}

// A command leaves work to replicas that do it, not to any.
func TestCommandsAskReplicasOfTheRole(t *testing.T) {
	t.Parallel()
	s := &Settings{DatabaseURL: postgrestest.URL(t)}
	store, err := openStore(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	want := func(role voxpop.ReplicaRole, want bool) {
		t.Helper()
		if running, _, err := served(t.Context(), s, store, role); err != nil || running != want {
			t.Errorf("somebody has the role %s: %v, %v, want %v", role, running, err, want)
		}
	}
	want(voxpop.Collects, false)
	for _, role := range []voxpop.ReplicaRole{voxpop.ServesAPI, voxpop.Analyzes} {
		if err := store.Heartbeat(t.Context(), voxpop.Replica{Name: string(role), Roles: []voxpop.ReplicaRole{role}}); err != nil {
			t.Fatal(err)
		}
	}
	want(voxpop.Collects, false)
	want(voxpop.Analyzes, true)
}

// Where others collect, sources stand as these found them, whatever keys are set here.
func TestSourcesOfOtherReplicas(t *testing.T) {
	b := &sourceBoard{settings: &Settings{}, elsewhere: true}
	states := func() (out []string) {
		for _, s := range b.list() {
			out = append(out, s.Name+" "+s.State)
		}
		return out
	}
	if got := states(); !slices.Equal(got, []string{"reddit unused", "hackernews unused", "feed unused"}) {
		t.Errorf("before a cycle: %v", got)
	}
	b.note([]voxpop.Cycle{{Collected: faultDay, Results: []voxpop.CommunityResult{
		{Source: voxpop.SourceFeed, Error: "refused"},
	}}, {Collected: faultDay, Results: []voxpop.CommunityResult{
		{Source: voxpop.SourceReddit, Community: "Cursor", Error: "private"}, {Source: voxpop.SourceReddit, Error: "refused"},
	}}})
	if got := states(); !slices.Equal(got, []string{"reddit ok", "hackernews unused", "feed refused"}) {
		t.Errorf("after a cycle: %v", got)
	}
	if i := slices.IndexFunc(b.list(), func(s api.SourceStatus) bool { return s.Detail == "refused" }); i != 2 {
		t.Errorf("the refusal is not told: %+v", b.list())
	}
}
