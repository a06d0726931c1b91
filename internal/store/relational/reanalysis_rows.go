package relational

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// catalogActor is who asks for a re-analysis that a change of the catalog needs.
const catalogActor = "catalog"

// reanalysisRow is a row of reanalyses.
type reanalysisRow struct {
	voxpop.Reanalysis
	engine   int64 // that runs it; 0 before it has started
	position string
	plan     walkPlan
}

const reanalysisColumns = `r.id, r.requested, r.actor, r.reason, r.from_time, r.to_time, r.tools, r.engine_name, r.engine_version, r.dry, r.proposed,
	r.versions, r.plan, r.state, r.engine_id, r.position, r.started, r.updated, r.finished, r.error, r.total, r.done, r.gone, r.changes FROM reanalyses r`

func scanReanalysis(scan func(...any) error) (reanalysisRow, error) {
	var r reanalysisRow
	var requested, from, to, dry, started, updated, finished int64
	var tools, proposed, versions, plan, changes string
	err := scan(&r.ID, &requested, &r.Actor, &r.Reason, &from, &to, &tools, &r.Engine.Name, &r.Engine.Version, &dry, &proposed,
		&versions, &plan, &r.State, &r.engine, &r.position, &started, &updated, &finished, &r.Error, &r.Total, &r.Done, &r.Gone, &changes)
	if err != nil {
		return r, err
	}
	r.Requested, r.Started, r.Updated, r.Finished = fromMillis(requested), fromMillis(started), fromMillis(updated), fromMillis(finished)
	r.Window, r.DryRun = voxpop.Window{From: fromSeconds(from), To: fromSeconds(to)}, dry != 0
	var definitions []definition
	var counted changesJSON
	err = errors.Join(json.Unmarshal([]byte(tools), &r.Tools), json.Unmarshal([]byte(proposed), &definitions),
		json.Unmarshal([]byte(versions), &r.Versions), json.Unmarshal([]byte(changes), &counted))
	if plan != "" {
		err = errors.Join(err, json.Unmarshal([]byte(plan), &r.plan))
	}
	for _, d := range definitions {
		r.Proposed = append(r.Proposed, d.tool())
	}
	r.Changes = counted.changes()
	return r, err
}

// reanalysisByID is ErrNotFound for an unknown one.
func reanalysisByID(ctx context.Context, q querier, id int64) (reanalysisRow, error) {
	var out reanalysisRow
	err := each(ctx, q, "SELECT "+reanalysisColumns+" WHERE r.id = ?", []any{id}, func(rows *sql.Rows) (err error) {
		out, err = scanReanalysis(rows.Scan)
		return err
	})
	if err == nil && out.ID == 0 {
		err = fmt.Errorf("re-analysis %d: %w", id, voxpop.ErrNotFound)
	}
	return out, err
}

func insertReanalysis(ctx context.Context, tx *Tx, r voxpop.Reanalysis, now int64) (int64, error) {
	var id int64
	if err := tx.one(ctx, "SELECT COALESCE(MAX(id), 0) + 1 FROM reanalyses", nil, &id); err != nil {
		return 0, err
	}
	definitions := make([]definition, len(r.Proposed))
	for i, t := range r.Proposed {
		definitions[i] = definitionOf(t)
	}
	return id, tx.Insert(ctx, `INSERT INTO reanalyses (id, requested, actor, reason, from_time, to_time, tools, engine_name, engine_version, dry,
		proposed, versions, state, updated)`, 14, []any{id, now, clean(r.Actor), clean(r.Reason), seconds(r.Window.From), seconds(r.Window.To),
		asJSON(filled(r.Tools)), clean(r.Engine.Name), clean(r.Engine.Version), flag(r.DryRun), asJSON(definitions), asJSON(numbers(r.Versions)),
		string(voxpop.ReanalysisQueued), now}, "")
}

// examineFor queues the re-analysis after which versions take over.
func examineFor(ctx context.Context, tx *Tx, reason string, versions []versionRow, now int64) error {
	if len(versions) == 0 {
		return nil
	}
	r := voxpop.Reanalysis{Actor: catalogActor, Reason: reason}
	for _, v := range versions {
		t, err := toolFromJSON(v.definition)
		if err != nil {
			return err
		}
		r.Versions, r.Tools = append(r.Versions, v.id), append(r.Tools, t.Slug)
	}
	_, err := insertReanalysis(ctx, tx, r, now)
	return err
}

// openReanalyses yields those that are not over, oldest first.
func openReanalyses(ctx context.Context, q querier) ([]reanalysisRow, error) {
	var out []reanalysisRow
	err := each(ctx, q, "SELECT "+reanalysisColumns+" WHERE r.state IN ('queued', 'running') ORDER BY r.id", nil, func(rows *sql.Rows) error {
		r, err := scanReanalysis(rows.Scan)
		out = append(out, r)
		return err
	})
	return out, err
}

// dropVersions takes versions that will not answer out of the re-analyses for them, and ends those that are for nothing else.
func dropVersions(ctx context.Context, tx *Tx, versions []int64, slug string, now int64) error {
	open, err := openReanalyses(ctx, tx)
	if err != nil {
		return err
	}
	for _, r := range open {
		left := slices.DeleteFunc(slices.Clone(r.Versions), func(id int64) bool { return slices.Contains(versions, id) })
		if len(left) == len(r.Versions) {
			continue
		}
		tools := slices.DeleteFunc(slices.Clone(r.Tools), func(s string) bool { return s == slug })
		state, finished := r.State, int64(0)
		if len(left) == 0 {
			state, finished, tools = voxpop.ReanalysisCancelled, now, r.Tools
		}
		_, err := tx.Exec(ctx, "UPDATE reanalyses SET versions = ?, tools = ?, state = ?, finished = ?, updated = ? WHERE id = ?",
			asJSON(numbers(left)), asJSON(tools), string(state), finished, now, r.ID)
		if err != nil {
			return err
		}
	}
	return nil
}
