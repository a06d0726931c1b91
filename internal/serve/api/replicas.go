package api

import (
	"context"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// ReplicasBody counts the replicas that live, by what they do. One with several roles counts for each.
type ReplicasBody struct {
	API     int `json:"api" doc:"Answer"`
	Collect int `json:"collect" doc:"Run collection cycles"`
	Analyze int `json:"analyze" doc:"Score, count and keep house"`
}

// settleTime is how long after the start of a process nobody is missed: the others may be starting, too.
const settleTime = 10 * time.Second

func (s *snapshot) replicasBody() *ReplicasBody {
	if s.replicas == nil {
		return nil
	}
	var b ReplicasBody
	for _, r := range s.replicas {
		for _, role := range r.Roles {
			switch role {
			case voxpop.ServesAPI:
				b.API++
			case voxpop.Collects:
				b.Collect++
			case voxpop.Analyzes:
				b.Analyze++
			}
		}
	}
	return &b
}

// missing are the reasons for degraded that lie in roles that nobody has.
func (s *snapshot) missing() (reasons []string) {
	b := s.replicasBody()
	if b == nil {
		return nil
	}
	if b.Collect == 0 {
		reasons = append(reasons, "nobody collects: no living replica has the role collect (ROLES)")
	}
	if b.Analyze == 0 {
		reasons = append(reasons, "nobody analyses: no living replica has the role analyze (ROLES), so that new items are neither scored nor counted")
	}
	return reasons
}

// lookAtReplicas reads which replicas live.
func (a *API) lookAtReplicas(ctx context.Context, shot *snapshot) {
	if a.opt.Replicas == nil {
		return
	}
	replicas, err := a.opt.Replicas(ctx)
	if err != nil {
		a.complain("replicas", err)
		return
	}
	shot.replicas = append([]voxpop.Replica{}, replicas...)
}
