-- +goose Up
-- One row for each scope: the last search for themes in it. tool is a slug, '' for all talk.
CREATE TABLE theme_runs (
    tool       TEXT NOT NULL,
    days       BIGINT NOT NULL,
    from_time  BIGINT NOT NULL,
    to_time    BIGINT NOT NULL,
    made       BIGINT NOT NULL,
    total      BIGINT NOT NULL,
    read       BIGINT NOT NULL,
    copies     BIGINT NOT NULL,
    unassigned BIGINT NOT NULL,
    PRIMARY KEY (tool, days)
);

-- place is the order within the run, from 0. body is the topic as JSON. An id can be in several scopes of one tool: the
-- same theme, seen through windows of different length.
CREATE TABLE themes (
    tool  TEXT NOT NULL,
    days  BIGINT NOT NULL,
    place BIGINT NOT NULL,
    id    TEXT NOT NULL,
    body  TEXT NOT NULL,
    PRIMARY KEY (tool, days, place)
);
CREATE INDEX themes_by_id ON themes (id);
