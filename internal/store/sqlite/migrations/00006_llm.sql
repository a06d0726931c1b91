-- +goose Up
-- stand_in says that a local engine made the score of an engine that asks a language model, and why:
-- "waiting name@version" or "sure name@version"; empty where none did.
ALTER TABLE scores ADD COLUMN stand_in TEXT NOT NULL DEFAULT '';

-- What a language model answered. hash names the question: text, tools, model, what it is told. Rows go with the text of their
-- item; a copy of it has a row of its own.
CREATE TABLE llm_answers (
    item_id INTEGER NOT NULL,
    hash    TEXT NOT NULL,
    answer  TEXT NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (item_id, hash)
) WITHOUT ROWID;
CREATE INDEX llm_answers_by_hash ON llm_answers (hash);

-- Items for whose score by an engine a language model is to be asked, from due on. problem says why the last try failed.
CREATE TABLE llm_waiting (
    item_id   INTEGER NOT NULL,
    engine_id INTEGER NOT NULL,
    text_rev  INTEGER NOT NULL,
    created   INTEGER NOT NULL,
    due       INTEGER NOT NULL DEFAULT 0,
    tries     INTEGER NOT NULL DEFAULT 0,
    problem   TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (item_id, engine_id)
) WITHOUT ROWID;
CREATE INDEX llm_waiting_by_created ON llm_waiting (engine_id, created, item_id);

-- What asking cost. day is the first second of a UTC day, micros are millionths of a dollar.
CREATE TABLE llm_spending (
    day    INTEGER PRIMARY KEY,
    calls  INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    micros INTEGER NOT NULL
);
