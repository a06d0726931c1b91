package storetest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// dumped are the tables of a store and the columns that are not compared: numbers of rows, which a transaction
// that failed may burn, and words, which are kept in two ways.
var dumped = map[string][]string{
	"meta": nil, "publication": nil, "communities": nil, "items": nil, "texts": {"words"}, "engines": {"pending_mark", "dirty_mark"},
	"scores": nil, "pending": {"id"}, "dirty": {"id"}, "cells": nil, "cursors": nil, "ledger": {"id"},
	"cycles": {"pending_mark", "dirty_mark"}, "tasks": nil, "results": nil, "replicas": nil, "keys": nil, "audit": {"id"},
	"catalog": nil, "tools": nil, "tool_versions": {"dirty_mark"}, "mentions": nil, "relations": nil, "tool_sheets": nil,
	"tool_days": nil, "tool_opinions": nil, "dirty_engagement": {"id"}, "merges": nil,
	"reanalyses": nil, "annotations": nil, "theme_runs": nil, "themes": nil, "candidates": nil, "llm_answers": nil, "llm_waiting": nil, "llm_spending": nil, "label_tasks": nil, "labels": nil, "receipts": nil, "former_scores": nil,
}

// dump is the whole state of a store, one text for each row. Ids of cycles, which are random, become numbers.
func dump(t tester, s Store) []string {
	t.Helper()
	var out []string
	for table, without := range dumped {
		out = append(out, dumpTable(t, s, table, without)...)
	}
	slices.Sort(out)
	return numbered(slices.Compact(out)) // a day that is marked twice is as dirty as one marked once
}

func dumpTable(t tester, s Store, table string, without []string) (out []string) {
	t.Helper()
	db, _ := s.JobsDB()
	rows, err := db.QueryContext(ctx, "SELECT * FROM "+table)
	if err != nil {
		t.Fatalf("dump of %s: %v", table, err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatalf("dump of %s: %v", table, err)
	}
	values := make([]any, len(columns))
	for rows.Next() {
		into := make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatalf("dump of %s: %v", table, err)
		}
		var row strings.Builder
		row.WriteString(table + ":")
		for i, c := range columns {
			if slices.Contains(without, c) {
				continue
			}
			v := values[i]
			if b, ok := v.([]byte); ok {
				v = string(b)
			}
			if c == "value" && table == "meta" && strings.HasSuffix(row.String(), "key=blanked") {
				v = "a random note"
			}
			fmt.Fprintf(&row, " %s=%v", c, v)
		}
		out = append(out, row.String())
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("dump of %s: %v", table, err)
	}
	return out
}

var uuid = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// numbered replaces ids of cycles by their order of appearance.
func numbered(rows []string) []string {
	names := map[string]string{}
	for i, row := range rows {
		rows[i] = uuid.ReplaceAllStringFunc(row, func(id string) string {
			if names[id] == "" {
				names[id] = fmt.Sprint("cycle ", len(names)+1)
			}
			return names[id]
		})
	}
	slices.Sort(rows)
	return rows
}
