-- +goose Up
-- Times: created, edited, recheck, cell and ledger spans are Unix seconds; everything else Unix milliseconds.
-- 0 means never. Compounds, confidences and shares are ten-thousandths.

-- meta: secret (hex), program (the voxpop version that last opened the database).
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- publication is the one row that says which data is public. engine_id 0: no engine has answered
-- yet. changed is 1 when what readers see differs from what was published under number.
CREATE TABLE publication (
    one       BIGINT PRIMARY KEY CHECK (one = 1),
    number    BIGINT NOT NULL,
    published BIGINT NOT NULL,
    newest    BIGINT NOT NULL,
    oldest    BIGINT NOT NULL,
    simulated BIGINT NOT NULL,
    engine_id BIGINT NOT NULL,
    changed   BIGINT NOT NULL
);
INSERT INTO publication VALUES (1, 0, 0, 0, 0, 0, 0, 0);

-- key is the name in lower case; the first spelling seen is the name.
CREATE TABLE communities (
    id          BIGINT PRIMARY KEY,
    source      TEXT NOT NULL,
    key         TEXT NOT NULL,
    name        TEXT NOT NULL,
    configured  BIGINT NOT NULL DEFAULT 0,
    last_good   BIGINT NOT NULL DEFAULT 0,
    last_error  TEXT NOT NULL DEFAULT '',
    last_failed BIGINT NOT NULL DEFAULT 0,
    UNIQUE (source, key)
);

-- items holds what stays for ever; texts what goes when an item is deleted, removed or expired.
-- id, community, kind, thread, parent and created are fixed by the first commit.
-- author_hash is the first 8 bytes of a keyed hash of the lower-case author, 0 for none; it outlives the author.
-- text_hash covers what an analysis sees, to notice edits; 0 on tombstones.
-- analysed_rev is the text_rev of the last analysis, 0 before the first.
CREATE TABLE items (
    id            BIGINT PRIMARY KEY,
    source        TEXT NOT NULL,
    native        TEXT NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('post', 'comment')),
    community_id  BIGINT NOT NULL REFERENCES communities (id),
    created       BIGINT NOT NULL,
    thread        TEXT NOT NULL,
    parent        TEXT NOT NULL,
    author_hash   BIGINT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('live', 'deleted', 'removed', 'expired')),
    exclusion     TEXT NOT NULL DEFAULT '',
    language      TEXT NOT NULL DEFAULT '',
    distinguished TEXT NOT NULL,
    origin        TEXT NOT NULL,
    upvotes       BIGINT NOT NULL,
    comments      BIGINT NOT NULL,
    edited        BIGINT NOT NULL,
    observed      BIGINT NOT NULL,
    first_stored  BIGINT NOT NULL,
    recheck       BIGINT NOT NULL,
    misses        BIGINT NOT NULL DEFAULT 0,
    missed        BIGINT NOT NULL DEFAULT 0,
    text_hash     BIGINT NOT NULL,
    text_rev      BIGINT NOT NULL DEFAULT 1,
    analysed_rev  BIGINT NOT NULL DEFAULT 0,
    published     BIGINT NOT NULL DEFAULT 0,
    UNIQUE (source, native)
);
CREATE INDEX items_by_created ON items (created);
CREATE INDEX items_by_community ON items (community_id, created);
CREATE INDEX posts_by_created ON items (created) WHERE kind = 'post';
CREATE INDEX comments_by_thread ON items (source, thread) WHERE kind = 'comment';
CREATE INDEX items_by_author ON items (author_hash, created) WHERE author_hash <> 0;
CREATE INDEX items_by_recheck ON items (source, recheck) WHERE recheck > 0 AND state = 'live';

-- texts has a row for every live item and none for any other. words is what a search finds, NULL until analysed;
-- we write its lexemes ourselves, no text search configuration takes part.
CREATE TABLE texts (
    item_id   BIGINT PRIMARY KEY,
    author    TEXT NOT NULL,
    title     TEXT NOT NULL,
    url       TEXT NOT NULL,
    permalink TEXT NOT NULL,
    flair     TEXT NOT NULL,
    body      TEXT NOT NULL,
    words     TSVECTOR
);
CREATE INDEX texts_by_word ON texts USING gin (words);

-- state: walking (position is the last item id made pending), walked (waits for pending ids up to
-- pending_mark), building (waits for dirty ids up to dirty_mark), ready,
-- retired (its cells and scores are deleted; position is the last item id that this has reached).
CREATE TABLE engines (
    id           BIGINT PRIMARY KEY,
    name         TEXT NOT NULL,
    version      TEXT NOT NULL,
    since        BIGINT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('walking', 'walked', 'building', 'ready', 'retired')),
    position     BIGINT NOT NULL DEFAULT 0,
    pending_mark BIGINT NOT NULL DEFAULT 0,
    dirty_mark   BIGINT NOT NULL DEFAULT 0,
    UNIQUE (name, version)
);

-- A score counts while its text_rev is the item's. sign is the label: 1, 0 or -1.
CREATE TABLE scores (
    item_id    BIGINT NOT NULL,
    engine_id  BIGINT NOT NULL,
    text_rev   BIGINT NOT NULL,
    sign       BIGINT NOT NULL CHECK (sign IN (-1, 0, 1)),
    compound   BIGINT NOT NULL,
    confidence BIGINT NOT NULL,
    positive   BIGINT NOT NULL,
    neutral    BIGINT NOT NULL,
    negative   BIGINT NOT NULL,
    scored_at  BIGINT NOT NULL,
    PRIMARY KEY (item_id, engine_id)
);

-- pending and dirty only grow at the end; whoever did the work deletes the rows it read, by id.
CREATE TABLE pending (
    id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    item_id BIGINT NOT NULL,
    at      BIGINT NOT NULL
);

-- day is the first second of a UTC day.
CREATE TABLE dirty (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    community_id BIGINT NOT NULL,
    day          BIGINT NOT NULL
);

-- cells: grain is 3600 or 86400; community_id 0 is all of the source, kind '' both kinds.
-- engine_id 0 stands while no engine is known.
CREATE TABLE cells (
    engine_id    BIGINT NOT NULL,
    source       TEXT NOT NULL,
    community_id BIGINT NOT NULL,
    kind         TEXT NOT NULL,
    grain        BIGINT NOT NULL,
    start        BIGINT NOT NULL,
    items        BIGINT NOT NULL,
    excluded     BIGINT NOT NULL,
    positive     BIGINT NOT NULL,
    negative     BIGINT NOT NULL,
    neutral      BIGINT NOT NULL,
    sum          BIGINT NOT NULL,
    sumsq        BIGINT NOT NULL,
    threads      BYTEA NOT NULL,
    authors      BYTEA NOT NULL,
    PRIMARY KEY (engine_id, source, community_id, kind, grain, start)
);

CREATE TABLE cursors (
    source TEXT NOT NULL,
    key    TEXT NOT NULL,
    value  BYTEA NOT NULL,
    PRIMARY KEY (source, key)
);

-- community_key is '' for entries about a whole source; expected is NULL where the source states none.
CREATE TABLE ledger (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source        TEXT NOT NULL,
    community     TEXT NOT NULL,
    community_key TEXT NOT NULL,
    kind          TEXT NOT NULL,
    from_time     BIGINT NOT NULL,
    to_time       BIGINT NOT NULL,
    continuity    TEXT NOT NULL,
    expected      BIGINT,
    received      BIGINT NOT NULL,
    reason        TEXT NOT NULL,
    recorded      BIGINT NOT NULL
);
CREATE INDEX ledger_by_end ON ledger (to_time);
CREATE INDEX ledger_by_community ON ledger (source, community_key);

-- open is 1 while a cycle is requested or running, else NULL: the unique key is the cycle lease.
-- pending_mark and dirty_mark are set (not NULL) one after the other once it is collected.
CREATE TABLE cycles (
    id           TEXT PRIMARY KEY,
    cause        TEXT NOT NULL,
    requested    BIGINT NOT NULL,
    started      BIGINT NOT NULL DEFAULT 0,
    collected    BIGINT NOT NULL DEFAULT 0,
    finished     BIGINT NOT NULL DEFAULT 0,
    outcome      TEXT NOT NULL DEFAULT '',
    open         BIGINT UNIQUE CHECK (open = 1),
    pending_mark BIGINT,
    dirty_mark   BIGINT
);
CREATE INDEX cycles_by_request ON cycles (requested);

CREATE TABLE tasks (
    cycle_id    TEXT NOT NULL REFERENCES cycles (id),
    source      TEXT NOT NULL,
    key         TEXT NOT NULL,
    place       BIGINT NOT NULL,
    communities TEXT NOT NULL,
    payload     BYTEA,
    state       TEXT NOT NULL,
    attempts    BIGINT NOT NULL DEFAULT 0,
    error       TEXT NOT NULL DEFAULT '',
    n_new       BIGINT NOT NULL DEFAULT 0,
    n_updated   BIGINT NOT NULL DEFAULT 0,
    n_unchanged BIGINT NOT NULL DEFAULT 0,
    n_removed   BIGINT NOT NULL DEFAULT 0,
    n_requests  BIGINT NOT NULL DEFAULT 0,
    n_errors    BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (cycle_id, source, key)
);

CREATE TABLE results (
    cycle_id      TEXT NOT NULL REFERENCES cycles (id),
    source        TEXT NOT NULL,
    community_key TEXT NOT NULL,
    community     TEXT NOT NULL,
    posts         BIGINT NOT NULL,
    comments      BIGINT NOT NULL,
    updated       BIGINT NOT NULL,
    error         TEXT NOT NULL,
    PRIMARY KEY (cycle_id, source, community_key)
);

CREATE TABLE replicas (
    name TEXT PRIMARY KEY,
    seen BIGINT NOT NULL
);

-- hash is the SHA-256 of the secret in hex.
CREATE TABLE keys (
    id      TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    role    TEXT NOT NULL,
    hash    TEXT NOT NULL UNIQUE,
    created BIGINT NOT NULL,
    revoked BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE audit (
    id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      BIGINT NOT NULL,
    actor   TEXT NOT NULL,
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail  TEXT NOT NULL
);
CREATE INDEX audit_by_time ON audit (at);
