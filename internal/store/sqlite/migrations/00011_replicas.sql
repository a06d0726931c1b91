-- +goose Up
-- What a replica does (roles with commas between them), and what it scores with ('NAME@VERSION'). The defaults are those of programs that do not tell: they do
-- everything.
ALTER TABLE replicas ADD COLUMN roles TEXT NOT NULL DEFAULT 'api,collect,analyze';
ALTER TABLE replicas ADD COLUMN engine TEXT NOT NULL DEFAULT '';

-- 1 when another engine analysed items since this one began to walk: it has to look for what it missed.
ALTER TABLE engines ADD COLUMN missed INTEGER NOT NULL DEFAULT 0;

-- How many requests may go out, over all replicas, until a time (milliseconds).
CREATE TABLE allowances (
    name  TEXT PRIMARY KEY,
    spare INTEGER NOT NULL,
    until INTEGER NOT NULL
);
