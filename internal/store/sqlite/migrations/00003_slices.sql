-- +goose Up
-- Nothing: the search index of SQLite is in the order of time. The number is PostgreSQL's, so that backups fit both.
SELECT 1;
