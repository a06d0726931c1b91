package storetest

import (
	"context"

	"github.com/voxpop-dev/voxpop"
)

// Labels keeps what people say of mentions and texts, without knowing what engines say.
type Labels interface {
	// DrawLabels draws up to Count tasks at random, evenly over tools, communities and confidences, that were not drawn before.
	DrawLabels(ctx context.Context, d voxpop.LabelDraw, audit voxpop.AuditEntry) (int, error)
	// LabelTasks returns drawn tasks that a person has not labelled and whose text is as it was, in an order of its own.
	LabelTasks(ctx context.Context, person string, limit int) ([]voxpop.LabelTask, error)
	// LabelCounts tells how many of these there are, and how many the person has labelled.
	LabelCounts(ctx context.Context, person string) (voxpop.LabelCount, error)
	SaveLabel(ctx context.Context, task int64, l voxpop.PersonLabel, audit voxpop.AuditEntry) error
	// RemoveLabel takes one back; ErrNotFound when there is none.
	RemoveLabel(ctx context.Context, task int64, person string, audit voxpop.AuditEntry) error
	// ImportLabels brings in labels of stored items that have a text; others are left out. A label keeps its time where it has one that is over.
	ImportLabels(ctx context.Context, tasks []voxpop.LabelTask, audit voxpop.AuditEntry) (int, error)
	// Labelled returns labelled tasks beside what each engine says of the same text.
	Labelled(ctx context.Context) ([]voxpop.LabelledTask, error)
	// LabelledTask is one of them; ErrNotFound when nobody has labelled it, or its text has changed.
	LabelledTask(ctx context.Context, task int64) (voxpop.LabelledTask, error)
}
