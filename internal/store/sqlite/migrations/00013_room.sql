-- +goose Up
-- Nothing: this is about how PostgreSQL keeps versions of rows and new words. The number is its, so that backups fit both.
SELECT 1;
