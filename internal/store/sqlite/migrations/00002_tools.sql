-- +goose Up
-- What the two last observations of a post said; 0 while it was observed once.
ALTER TABLE items ADD COLUMN prev_observed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN prev_upvotes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN prev_comments INTEGER NOT NULL DEFAULT 0;
CREATE INDEX posts_seen_twice ON items (created) WHERE kind = 'post' AND prev_observed > 0;

ALTER TABLE keys ADD COLUMN expires INTEGER NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN state_before TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN state_after TEXT NOT NULL DEFAULT '';
-- version_mark: versions of tools up to this id were known when the engine began to walk.
ALTER TABLE engines ADD COLUMN version_mark INTEGER NOT NULL DEFAULT 0;

-- catalog is one row. revision rises with every change to what texts are examined for.
CREATE TABLE catalog (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    revision INTEGER NOT NULL
);
INSERT INTO catalog VALUES (1, 0);

-- A deleted tool keeps its row, so that its slug stays taken. version_id is the version that answers, 0 for none.
-- archived is the created second from which on it is not looked for, 0 for none. own is the hash of the
-- program's definition, '' once somebody has edited the tool. categories, aliases and home are JSON.
CREATE TABLE tools (
    id          INTEGER PRIMARY KEY,
    slug        TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    vendor      TEXT NOT NULL,
    description TEXT NOT NULL,
    categories  TEXT NOT NULL,
    status      TEXT NOT NULL CHECK (status IN ('active', 'archived', 'candidate', 'deleted')),
    aliases     TEXT NOT NULL,
    home        TEXT NOT NULL,
    merged_into INTEGER NOT NULL DEFAULT 0,
    revision    INTEGER NOT NULL,
    edit        INTEGER NOT NULL,
    version_id  INTEGER NOT NULL DEFAULT 0,
    archived    INTEGER NOT NULL DEFAULT 0,
    own         TEXT NOT NULL DEFAULT '',
    created     INTEGER NOT NULL,
    updated     INTEGER NOT NULL
);

-- A version of a tool has cells of its own. definition is JSON. Its own mentions are kept under pattern_id: its id, or that of
-- the version with the same definition that it continues. parts (JSON) are the patterns whose mentions it counts, bases those
-- whose items the re-analysis examines again. state: walking, walked (waits for dirty ids up to dirty_mark), ready,
-- retired (its cells are deleted, and its mentions where no other version needs them). engine_id is the engine that examined
-- for it, 0 when nothing had to be examined.
CREATE TABLE tool_versions (
    id         INTEGER PRIMARY KEY,
    tool_id    INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    definition TEXT NOT NULL,
    pattern_id INTEGER NOT NULL,
    parts      TEXT NOT NULL,
    bases      TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('walking', 'walked', 'ready', 'retired')),
    engine_id  INTEGER NOT NULL DEFAULT 0,
    dirty_mark INTEGER NOT NULL DEFAULT 0,
    created    INTEGER NOT NULL
);
CREATE INDEX versions_by_tool ON tool_versions (tool_id);

-- A row says that an item mentions a tool, by the pattern version_id, as engine_id scored it. It stands beside a
-- score of that engine and has its text_rev. created and community_id are the item's. spans is JSON: for each
-- mention alias, start, end, inferred, compound and confidence.
CREATE TABLE mentions (
    item_id      INTEGER NOT NULL,
    version_id   INTEGER NOT NULL,
    engine_id    INTEGER NOT NULL,
    text_rev     INTEGER NOT NULL,
    created      INTEGER NOT NULL,
    community_id INTEGER NOT NULL,
    inferred     INTEGER NOT NULL CHECK (inferred IN (0, 1)),
    sign         INTEGER NOT NULL CHECK (sign IN (-1, 0, 1)),
    compound     INTEGER NOT NULL,
    confidence   INTEGER NOT NULL,
    spans        TEXT NOT NULL,
    PRIMARY KEY (item_id, version_id, engine_id)
) WITHOUT ROWID;
CREATE INDEX mentions_by_time ON mentions (version_id, created, item_id, engine_id, sign, compound, inferred, community_id);

-- Relations name tools, not versions: those that the newest definitions find.
CREATE TABLE relations (
    item_id      INTEGER NOT NULL,
    engine_id    INTEGER NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('prefers', 'switched')),
    from_tool    INTEGER NOT NULL,
    to_tool      INTEGER NOT NULL,
    text_rev     INTEGER NOT NULL,
    span_start   INTEGER NOT NULL,
    span_end     INTEGER NOT NULL,
    created      INTEGER NOT NULL,
    community_id INTEGER NOT NULL,
    PRIMARY KEY (item_id, engine_id, kind, from_tool, to_tool)
) WITHOUT ROWID;
CREATE INDEX relations_by_time ON relations (kind, created, item_id);

-- Cells of tools: of all of a source, and by community and kind. grain is 3600 or 86400.
CREATE TABLE tool_cells (
    engine_id  INTEGER NOT NULL,
    version_id INTEGER NOT NULL,
    source     TEXT NOT NULL,
    grain      INTEGER NOT NULL,
    start      INTEGER NOT NULL,
    inferred   INTEGER NOT NULL,
    positive   INTEGER NOT NULL,
    negative   INTEGER NOT NULL,
    neutral    INTEGER NOT NULL,
    sum        INTEGER NOT NULL,
    sumsq      INTEGER NOT NULL,
    threads    BLOB NOT NULL,
    authors    BLOB NOT NULL,
    PRIMARY KEY (engine_id, version_id, source, grain, start, inferred)
) WITHOUT ROWID;
CREATE TABLE tool_community_cells (
    engine_id    INTEGER NOT NULL,
    version_id   INTEGER NOT NULL,
    grain        INTEGER NOT NULL,
    start        INTEGER NOT NULL,
    community_id INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    inferred     INTEGER NOT NULL,
    positive     INTEGER NOT NULL,
    negative     INTEGER NOT NULL,
    neutral      INTEGER NOT NULL,
    sum          INTEGER NOT NULL,
    sumsq        INTEGER NOT NULL,
    threads      BLOB NOT NULL,
    authors      BLOB NOT NULL,
    PRIMARY KEY (engine_id, version_id, grain, start, community_id, kind, inferred)
) WITHOUT ROWID;
CREATE INDEX tool_days ON tool_community_cells (community_id, start) WHERE grain = 86400;

-- Engagement does not depend on the engine. community_id 0 is all of the source.
CREATE TABLE engagement_cells (
    source       TEXT NOT NULL,
    community_id INTEGER NOT NULL,
    grain        INTEGER NOT NULL,
    start        INTEGER NOT NULL,
    version_id   INTEGER NOT NULL,
    inferred     INTEGER NOT NULL,
    mentions     INTEGER NOT NULL,
    comments     INTEGER NOT NULL,
    upvotes      INTEGER NOT NULL,
    PRIMARY KEY (source, community_id, grain, version_id, start, inferred)
) WITHOUT ROWID;
CREATE TABLE dirty_engagement (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    community_id INTEGER NOT NULL,
    day          INTEGER NOT NULL
);

-- How many items of a community's day mention a tool, by author: those that name it and those that do not.
CREATE TABLE tool_authors (
    version_id   INTEGER NOT NULL,
    day          INTEGER NOT NULL,
    community_id INTEGER NOT NULL,
    author_hash  INTEGER NOT NULL,
    named        INTEGER NOT NULL,
    inferred     INTEGER NOT NULL,
    PRIMARY KEY (version_id, day, community_id, author_hash)
) WITHOUT ROWID;
CREATE INDEX authors_by_day ON tool_authors (community_id, day);

-- sources and former are JSON: the ids of the tools, and what is needed to undo.
CREATE TABLE merges (
    id      INTEGER PRIMARY KEY,
    into_id INTEGER NOT NULL,
    sources TEXT NOT NULL,
    former  TEXT NOT NULL,
    actor   TEXT NOT NULL,
    merged  INTEGER NOT NULL,
    undone  INTEGER NOT NULL DEFAULT 0
);

-- tools, proposed, versions, plan and changes are JSON. plan is what its walk goes by, made when it starts. engine_id is the engine that runs it, 0 before it
-- has started. position says where it goes on.
CREATE TABLE reanalyses (
    id             INTEGER PRIMARY KEY,
    requested      INTEGER NOT NULL,
    actor          TEXT NOT NULL,
    reason         TEXT NOT NULL,
    from_time      INTEGER NOT NULL,
    to_time        INTEGER NOT NULL,
    tools          TEXT NOT NULL,
    engine_name    TEXT NOT NULL,
    engine_version TEXT NOT NULL,
    dry            INTEGER NOT NULL,
    proposed       TEXT NOT NULL,
    versions       TEXT NOT NULL,
    plan           TEXT NOT NULL DEFAULT '',
    state          TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    engine_id      INTEGER NOT NULL DEFAULT 0,
    position       TEXT NOT NULL DEFAULT '',
    started        INTEGER NOT NULL DEFAULT 0,
    updated        INTEGER NOT NULL,
    finished       INTEGER NOT NULL DEFAULT 0,
    error          TEXT NOT NULL DEFAULT '',
    total          INTEGER NOT NULL DEFAULT 0,
    done           INTEGER NOT NULL DEFAULT 0,
    gone           INTEGER NOT NULL DEFAULT 0,
    changes        TEXT NOT NULL DEFAULT '{}'
);

CREATE TABLE annotations (
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    tool_id INTEGER NOT NULL,
    title   TEXT NOT NULL,
    link    TEXT NOT NULL,
    edit    INTEGER NOT NULL,
    created INTEGER NOT NULL
);
