package schedule

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/riverqueue/river/rivertype"
)

// running knows which jobs this process works on. The queue writes a job's end after the work; when the
// database is away or full just then, it gives up after some seconds, and the job counts as running though nobody
// runs it. Jobs are unique, so that would keep the next one of its kind waiting for rescueAfter.
type running struct {
	mu      *sync.Mutex
	jobs    map[int64]int       // how many workers are at it
	orphans map[int64]time.Time // since when a job has been seen without a worker
}

func newRunning() running {
	return running{mu: new(sync.Mutex), jobs: map[int64]int{}, orphans: map[int64]time.Time{}}
}

// track is the queue's middleware around the work of every job.
func (n *running) track(ctx context.Context, job *rivertype.JobRow, work func(context.Context) error) error {
	n.add(job.ID, 1)
	defer n.add(job.ID, -1)
	return work(ctx)
}

func (n *running) add(id int64, by int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.jobs[id] += by; n.jobs[id] == 0 {
		delete(n.jobs, id)
	}
}

// orphanAfter is how long a job must have been without a worker to be freed: writing its end has been given up by
// then. Were it not, the work would only be done once more.
const orphanAfter = 10 * time.Second

// ripe takes the jobs that count as running here and returns those that have had no worker for long.
func (n *running) ripe(ids []int64, now time.Time) (out []int64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	seen := map[int64]time.Time{}
	for _, id := range ids {
		if n.jobs[id] > 0 {
			continue
		}
		since, known := n.orphans[id]
		if !known {
			since = now
		}
		if now.Sub(since) >= orphanAfter {
			out = append(out, id)
			continue
		}
		seen[id] = since
	}
	n.orphans = seen
	return out
}

// freeOrphans hands jobs of this process without a worker back to the queue.
func (r *Runner) freeOrphans(ctx context.Context) error {
	ids, err := r.countedAsRunning(ctx)
	if err != nil {
		return fmt.Errorf("looking for abandoned jobs: %w", err)
	}
	for _, id := range r.jobs.ripe(ids, r.Now()) {
		r.Log.Debug("Freeing a job that nobody works on", "job", id)
		_, err := r.DB.ExecContext(ctx, "UPDATE river_job SET state = 'available' WHERE state = 'running' AND id = $1", id)
		if err != nil {
			return fmt.Errorf("freeing an abandoned job: %w", err)
		}
	}
	return nil
}

// countedAsRunning are the jobs that the database believes to run here. On SQLite nobody else runs any.
func (r *Runner) countedAsRunning(ctx context.Context) (ids []int64, err error) {
	query, args := "SELECT id FROM river_job WHERE state = 'running'", []any(nil)
	if r.Dialect == "postgres" {
		query += " AND attempted_by[array_upper(attempted_by, 1)] = $1"
		args = []any{r.Replica}
	}
	rows, err := r.DB.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}
