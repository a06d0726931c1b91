package voxpop

import (
	"slices"
	"time"
)

// ReplicaRole is a part of the work that a process of `voxpop serve` takes on.
type ReplicaRole string

// The roles. A replica has at least one.
const (
	ServesAPI ReplicaRole = "api"     // answers the API and the dashboard
	Collects  ReplicaRole = "collect" // runs cycles
	Analyzes  ReplicaRole = "analyze" // everything after collecting: stages, rollup, re-analysis, themes, housekeeping
)

// ReplicaRoles are all roles.
var ReplicaRoles = []ReplicaRole{ServesAPI, Collects, Analyzes}

// Replica is one of the processes that serve one database, as it last told of itself.
type Replica struct {
	Name   string // unique, also over restarts
	Roles  []ReplicaRole
	Engine EngineID  // what it scores with; zero when it does not analyse
	Seen   time.Time // when it was last heard of, by its own clock
}

// Has reports whether the replica has a role.
func (r *Replica) Has(role ReplicaRole) bool { return slices.Contains(r.Roles, role) }
