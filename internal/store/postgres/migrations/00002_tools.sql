-- +goose Up
-- What the two last observations of a post said; 0 while it was observed once.
ALTER TABLE items ADD COLUMN prev_observed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN prev_upvotes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN prev_comments BIGINT NOT NULL DEFAULT 0;
CREATE INDEX posts_seen_twice ON items (created) WHERE kind = 'post' AND prev_observed > 0;

ALTER TABLE keys ADD COLUMN expires BIGINT NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN state_before TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN state_after TEXT NOT NULL DEFAULT '';
-- version_mark: versions of tools up to this id were known when the engine began to walk.
ALTER TABLE engines ADD COLUMN version_mark BIGINT NOT NULL DEFAULT 0;

-- catalog is one row. revision rises with every change to what texts are examined for.
CREATE TABLE catalog (
    one      BIGINT PRIMARY KEY CHECK (one = 1),
    revision BIGINT NOT NULL
);
INSERT INTO catalog VALUES (1, 0);

-- A deleted tool keeps its row, so that its slug stays taken. version_id is the version that answers, 0 for none.
-- archived is the created second from which on it is not looked for, 0 for none. own is the hash of the
-- program's definition, '' once somebody has edited the tool. categories, aliases and home are JSON.
CREATE TABLE tools (
    id          BIGINT PRIMARY KEY,
    slug        TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    vendor      TEXT NOT NULL,
    description TEXT NOT NULL,
    categories  TEXT NOT NULL,
    status      TEXT NOT NULL CHECK (status IN ('active', 'archived', 'candidate', 'deleted')),
    aliases     TEXT NOT NULL,
    home        TEXT NOT NULL,
    merged_into BIGINT NOT NULL DEFAULT 0,
    revision    BIGINT NOT NULL,
    edit        BIGINT NOT NULL,
    version_id  BIGINT NOT NULL DEFAULT 0,
    archived    BIGINT NOT NULL DEFAULT 0,
    own         TEXT NOT NULL DEFAULT '',
    created     BIGINT NOT NULL,
    updated     BIGINT NOT NULL
);

-- A version of a tool has cells of its own. definition is JSON. Its own mentions are kept under pattern_id: its id, or that of
-- the version with the same definition that it continues. parts (JSON) are the patterns whose mentions it counts, bases those
-- whose items the re-analysis examines again. state: walking, walked (waits for dirty ids up to dirty_mark), ready,
-- retired (its cells are deleted, and its mentions where no other version needs them). engine_id is the engine that examined
-- for it, 0 when nothing had to be examined.
CREATE TABLE tool_versions (
    id         BIGINT PRIMARY KEY,
    tool_id    BIGINT NOT NULL,
    revision   BIGINT NOT NULL,
    definition TEXT NOT NULL,
    pattern_id BIGINT NOT NULL,
    parts      TEXT NOT NULL,
    bases      TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('walking', 'walked', 'ready', 'retired')),
    engine_id  BIGINT NOT NULL DEFAULT 0,
    dirty_mark BIGINT NOT NULL DEFAULT 0,
    created    BIGINT NOT NULL
);
CREATE INDEX versions_by_tool ON tool_versions (tool_id);

-- A row says that an item mentions a tool, by the pattern version_id, as engine_id scored it. It stands beside a
-- score of that engine and has its text_rev. created and community_id are the item's. spans is JSON: for each
-- mention alias, start, end, inferred, compound and confidence.
CREATE TABLE mentions (
    item_id      BIGINT NOT NULL,
    version_id   BIGINT NOT NULL,
    engine_id    BIGINT NOT NULL,
    text_rev     BIGINT NOT NULL,
    created      BIGINT NOT NULL,
    community_id BIGINT NOT NULL,
    inferred     BIGINT NOT NULL CHECK (inferred IN (0, 1)),
    sign         BIGINT NOT NULL CHECK (sign IN (-1, 0, 1)),
    compound     BIGINT NOT NULL,
    confidence   BIGINT NOT NULL,
    spans        TEXT NOT NULL,
    PRIMARY KEY (item_id, version_id, engine_id)
);
CREATE INDEX mentions_by_time ON mentions (version_id, created, item_id, engine_id, sign, compound, inferred, community_id);

-- Relations name tools, not versions: those that the newest definitions find.
CREATE TABLE relations (
    item_id      BIGINT NOT NULL,
    engine_id    BIGINT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('prefers', 'switched')),
    from_tool    BIGINT NOT NULL,
    to_tool      BIGINT NOT NULL,
    text_rev     BIGINT NOT NULL,
    span_start   BIGINT NOT NULL,
    span_end     BIGINT NOT NULL,
    created      BIGINT NOT NULL,
    community_id BIGINT NOT NULL,
    PRIMARY KEY (item_id, engine_id, kind, from_tool, to_tool)
);
CREATE INDEX relations_by_time ON relations (kind, created, item_id);

-- Cells of tools: of all of a source, and by community and kind. grain is 3600 or 86400.
CREATE TABLE tool_cells (
    engine_id  BIGINT NOT NULL,
    version_id BIGINT NOT NULL,
    source     TEXT NOT NULL,
    grain      BIGINT NOT NULL,
    start      BIGINT NOT NULL,
    inferred   BIGINT NOT NULL,
    positive   BIGINT NOT NULL,
    negative   BIGINT NOT NULL,
    neutral    BIGINT NOT NULL,
    sum        BIGINT NOT NULL,
    sumsq      BIGINT NOT NULL,
    threads    BYTEA NOT NULL,
    authors    BYTEA NOT NULL,
    PRIMARY KEY (engine_id, version_id, source, grain, start, inferred)
);
CREATE TABLE tool_community_cells (
    engine_id    BIGINT NOT NULL,
    version_id   BIGINT NOT NULL,
    grain        BIGINT NOT NULL,
    start        BIGINT NOT NULL,
    community_id BIGINT NOT NULL,
    kind         TEXT NOT NULL,
    inferred     BIGINT NOT NULL,
    positive     BIGINT NOT NULL,
    negative     BIGINT NOT NULL,
    neutral      BIGINT NOT NULL,
    sum          BIGINT NOT NULL,
    sumsq        BIGINT NOT NULL,
    threads      BYTEA NOT NULL,
    authors      BYTEA NOT NULL,
    PRIMARY KEY (engine_id, version_id, grain, start, community_id, kind, inferred)
);
CREATE INDEX tool_days ON tool_community_cells (community_id, start) WHERE grain = 86400;

-- Engagement does not depend on the engine. community_id 0 is all of the source.
CREATE TABLE engagement_cells (
    source       TEXT NOT NULL,
    community_id BIGINT NOT NULL,
    grain        BIGINT NOT NULL,
    start        BIGINT NOT NULL,
    version_id   BIGINT NOT NULL,
    inferred     BIGINT NOT NULL,
    mentions     BIGINT NOT NULL,
    comments     BIGINT NOT NULL,
    upvotes      BIGINT NOT NULL,
    PRIMARY KEY (source, community_id, grain, version_id, start, inferred)
);
CREATE TABLE dirty_engagement (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    community_id BIGINT NOT NULL,
    day          BIGINT NOT NULL
);

-- How many items of a community's day mention a tool, by author: those that name it and those that do not.
CREATE TABLE tool_authors (
    version_id   BIGINT NOT NULL,
    day          BIGINT NOT NULL,
    community_id BIGINT NOT NULL,
    author_hash  BIGINT NOT NULL,
    named        BIGINT NOT NULL,
    inferred     BIGINT NOT NULL,
    PRIMARY KEY (version_id, day, community_id, author_hash)
);
CREATE INDEX authors_by_day ON tool_authors (community_id, day);

-- sources and former are JSON: the ids of the tools, and what is needed to undo.
CREATE TABLE merges (
    id      BIGINT PRIMARY KEY,
    into_id BIGINT NOT NULL,
    sources TEXT NOT NULL,
    former  TEXT NOT NULL,
    actor   TEXT NOT NULL,
    merged  BIGINT NOT NULL,
    undone  BIGINT NOT NULL DEFAULT 0
);

-- tools, proposed, versions, plan and changes are JSON. plan is what its walk goes by, made when it starts. engine_id is the engine that runs it, 0 before it
-- has started. position says where it goes on.
CREATE TABLE reanalyses (
    id             BIGINT PRIMARY KEY,
    requested      BIGINT NOT NULL,
    actor          TEXT NOT NULL,
    reason         TEXT NOT NULL,
    from_time      BIGINT NOT NULL,
    to_time        BIGINT NOT NULL,
    tools          TEXT NOT NULL,
    engine_name    TEXT NOT NULL,
    engine_version TEXT NOT NULL,
    dry            BIGINT NOT NULL,
    proposed       TEXT NOT NULL,
    versions       TEXT NOT NULL,
    plan           TEXT NOT NULL DEFAULT '',
    state          TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    engine_id      BIGINT NOT NULL DEFAULT 0,
    position       TEXT NOT NULL DEFAULT '',
    started        BIGINT NOT NULL DEFAULT 0,
    updated        BIGINT NOT NULL,
    finished       BIGINT NOT NULL DEFAULT 0,
    error          TEXT NOT NULL DEFAULT '',
    total          BIGINT NOT NULL DEFAULT 0,
    done           BIGINT NOT NULL DEFAULT 0,
    gone           BIGINT NOT NULL DEFAULT 0,
    changes        TEXT NOT NULL DEFAULT '{}'
);

CREATE TABLE annotations (
    id      BIGINT PRIMARY KEY,
    at      BIGINT NOT NULL,
    tool_id BIGINT NOT NULL,
    title   TEXT NOT NULL,
    link    TEXT NOT NULL,
    edit    BIGINT NOT NULL,
    created BIGINT NOT NULL
);
