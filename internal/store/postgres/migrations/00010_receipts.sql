-- +goose Up
-- Claims, each under a name made of its content. asked names the question and the data it was asked of.
CREATE TABLE receipts (
    id      TEXT PRIMARY KEY,
    asked   TEXT NOT NULL UNIQUE,
    content BYTEA NOT NULL,
    made    BIGINT NOT NULL
);
