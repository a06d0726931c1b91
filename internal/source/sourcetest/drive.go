package sourcetest

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/voxpop-dev/voxpop"
)

// Source is what collect asks of a source; each source satisfies both.
type Source interface {
	Name() string
	Plan(ctx context.Context, view voxpop.SourceView) ([]voxpop.Task, error)
	Run(ctx context.Context, t voxpop.Task, view voxpop.SourceView) iter.Seq2[voxpop.Batch, error]
}

// ErrStopped is the crash that Cycle plays when it has used up its commits.
var ErrStopped = errors.New("stopped as if the process had died")

// Cycle plans and runs every task of src in turn and commits each batch before it asks for the next. A task that fails
// does not keep the others from running; the errors come back joined.
func Cycle(ctx context.Context, src Source, store *Store) error {
	return cycle(ctx, src, store, -1)
}

// CycleStopping is Cycle in a process that dies after so many commits. It returns ErrStopped when that happened.
func CycleStopping(ctx context.Context, src Source, store *Store, commits int) error {
	return cycle(ctx, src, store, commits)
}

func cycle(ctx context.Context, src Source, store *Store, commits int) error {
	if commits == 0 {
		return ErrStopped
	}
	tasks, err := src.Plan(ctx, store)
	if err != nil {
		return fmt.Errorf("plan: %w", err)
	}
	var errs []error
	for _, task := range tasks {
		err := run(ctx, src, store, task, &commits)
		if errors.Is(err, ErrStopped) {
			return err
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// RunTask runs one task and commits its batches.
func RunTask(ctx context.Context, src Source, store *Store, task voxpop.Task) error {
	forever := -1
	return run(ctx, src, store, task, &forever)
}

func run(ctx context.Context, src Source, store *Store, task voxpop.Task, commits *int) error {
	for batch, err := range src.Run(ctx, task, store) {
		if err != nil {
			return fmt.Errorf("task %s: %w", task.Key, err)
		}
		if _, err := store.Put(ctx, src.Name(), batch); err != nil {
			return fmt.Errorf("task %s: commit: %w", task.Key, err)
		}
		if *commits--; *commits == 0 {
			return ErrStopped
		}
	}
	return nil
}
