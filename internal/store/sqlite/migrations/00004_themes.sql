-- +goose Up
-- One row for each scope: the last search for themes in it. tool is a slug, '' for all talk.
CREATE TABLE theme_runs (
    tool       TEXT NOT NULL,
    days       INTEGER NOT NULL,
    from_time  INTEGER NOT NULL,
    to_time    INTEGER NOT NULL,
    made       INTEGER NOT NULL,
    total      INTEGER NOT NULL,
    read       INTEGER NOT NULL,
    copies     INTEGER NOT NULL,
    unassigned INTEGER NOT NULL,
    PRIMARY KEY (tool, days)
) WITHOUT ROWID;

-- place is the order within the run, from 0. body is the topic as JSON. An id can be in several scopes of one tool: the
-- same theme, seen through windows of different length.
CREATE TABLE themes (
    tool  TEXT NOT NULL,
    days  INTEGER NOT NULL,
    place INTEGER NOT NULL,
    id    TEXT NOT NULL,
    body  TEXT NOT NULL,
    PRIMARY KEY (tool, days, place)
) WITHOUT ROWID;
CREATE INDEX themes_by_id ON themes (id);
