package relational

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
)

// cellsWritten is where meta counts the transactions that wrote cells.
const cellsWritten = "cells_written"

// noteCellsWritten makes rollups that are being computed begin again. Whoever writes cells or sheets calls it: they rest on each other, those of
// a source on those of its communities.
func noteCellsWritten(ctx context.Context, tx *Tx) error {
	text, err := metaOf(ctx, tx, cellsWritten)
	if err != nil {
		return err
	}
	n, _ := strconv.ParseInt(text, 10, 64) // of nothing, 0
	return setMeta(ctx, tx, cellsWritten, strconv.FormatInt(n+1, 10))
}

// stampOf is what a rollup goes by besides items and their marks: for which engines and versions of tools cells are kept, what these count, and
// how often cells were written. A rollup can be written as long as it has not changed.
func stampOf(ctx context.Context, q querier) (string, error) {
	written, err := metaOf(ctx, q, cellsWritten)
	if err != nil {
		return "", err
	}
	engines, err := engineIDs(ctx, q)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintln(&b, written, engines)
	err = each(ctx, q, "SELECT id, parts FROM tool_versions WHERE state <> 'retired' ORDER BY id", nil, func(rows *sql.Rows) error {
		var id int64
		var parts string
		err := rows.Scan(&id, &parts)
		fmt.Fprintln(&b, id, parts)
		return err
	})
	return b.String(), err
}
