package cli

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

// checkRoles refuses roles that do not exist, and none at all. Each is kept once.
func (s *Settings) checkRoles() []error {
	var errs []error
	var roles []string
	for _, name := range s.Roles {
		name = strings.ToLower(strings.TrimSpace(name))
		if !slices.Contains(voxpop.ReplicaRoles, voxpop.ReplicaRole(name)) {
			errs = append(errs, invalid("ROLES", name, "some of api, collect and analyze, separated by commas"))
		} else if !slices.Contains(roles, name) {
			roles = append(roles, name)
		}
	}
	if len(s.Roles) == 0 {
		errs = append(errs, invalid("ROLES", "", "some of api, collect and analyze, separated by commas"))
	}
	s.Roles = roles
	return errs
}

// roles are what this process does when it serves.
func (s *Settings) roles() []voxpop.ReplicaRole {
	roles := make([]voxpop.ReplicaRole, len(s.Roles))
	for i, name := range s.Roles {
		roles[i] = voxpop.ReplicaRole(name)
	}
	return roles
}

func (s *Settings) does(role voxpop.ReplicaRole) bool { return slices.Contains(s.roles(), role) }

// prepare writes what a process brings to the database before it does its part: each role its own, so that a replica that only answers
// changes nothing.
func (s *Settings) prepare(ctx context.Context, store *relational.Store, own []voxpop.Tool, log *slog.Logger) error {
	var errs []error
	if s.does(voxpop.Collects) {
		errs = append(errs, configureCommunities(ctx, s, store))
	}
	if s.does(voxpop.ServesAPI) {
		errs = append(errs, ensureAdminKey(ctx, s, store, log))
	}
	if s.does(voxpop.Analyzes) {
		// What kept a model from being asked may be mended by new settings.
		errs = append(errs, seedTools(ctx, store, own, log), store.NotePause(ctx, voxpop.Pause{}))
	}
	return errors.Join(errs...)
}
