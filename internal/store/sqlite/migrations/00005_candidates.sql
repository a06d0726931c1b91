-- +goose Up
-- Names that could be tools. body is what the last search that found it said, as JSON. until is when a snoozed one may be
-- proposed again; decided is 0 while nobody has decided.
CREATE TABLE candidates (
    key     TEXT PRIMARY KEY,
    state   TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'rejected', 'snoozed')),
    until   INTEGER NOT NULL DEFAULT 0,
    decided INTEGER NOT NULL DEFAULT 0,
    score   REAL NOT NULL,
    body    TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX candidates_by_state ON candidates (state, score);
