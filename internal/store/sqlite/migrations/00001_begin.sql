-- +goose Up
-- Times: created, edited, recheck, cell and ledger spans are Unix seconds; everything else Unix milliseconds.
-- 0 means never. Compounds, confidences and shares are ten-thousandths.

-- meta: secret (hex), program (the voxpop version that last opened the database).
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- publication is the one row that says which data is public. engine_id 0: no engine has answered
-- yet. changed is 1 when what readers see differs from what was published under number.
CREATE TABLE publication (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    number    INTEGER NOT NULL,
    published INTEGER NOT NULL,
    newest    INTEGER NOT NULL,
    oldest    INTEGER NOT NULL,
    simulated INTEGER NOT NULL,
    engine_id INTEGER NOT NULL,
    changed   INTEGER NOT NULL
);
INSERT INTO publication VALUES (1, 0, 0, 0, 0, 0, 0, 0);

-- key is the name in lower case; the first spelling seen is the name.
CREATE TABLE communities (
    id          INTEGER PRIMARY KEY,
    source      TEXT NOT NULL,
    key         TEXT NOT NULL,
    name        TEXT NOT NULL,
    configured  INTEGER NOT NULL DEFAULT 0,
    last_good   INTEGER NOT NULL DEFAULT 0,
    last_error  TEXT NOT NULL DEFAULT '',
    last_failed INTEGER NOT NULL DEFAULT 0,
    UNIQUE (source, key)
);

-- items holds what stays for ever; texts what goes when an item is deleted, removed or expired.
-- id, community, kind, thread, parent and created are fixed by the first commit.
-- author_hash is the first 8 bytes of a keyed hash of the lower-case author, 0 for none; it outlives the author.
-- text_hash covers what an analysis sees, to notice edits; 0 on tombstones.
-- analysed_rev is the text_rev of the last analysis, 0 before the first.
CREATE TABLE items (
    id            INTEGER PRIMARY KEY,
    source        TEXT NOT NULL,
    native        TEXT NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('post', 'comment')),
    community_id  INTEGER NOT NULL REFERENCES communities (id),
    created       INTEGER NOT NULL,
    thread        TEXT NOT NULL,
    parent        TEXT NOT NULL,
    author_hash   INTEGER NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('live', 'deleted', 'removed', 'expired')),
    exclusion     TEXT NOT NULL DEFAULT '',
    language      TEXT NOT NULL DEFAULT '',
    distinguished TEXT NOT NULL,
    origin        TEXT NOT NULL,
    upvotes       INTEGER NOT NULL,
    comments      INTEGER NOT NULL,
    edited        INTEGER NOT NULL,
    observed      INTEGER NOT NULL,
    first_stored  INTEGER NOT NULL,
    recheck       INTEGER NOT NULL,
    misses        INTEGER NOT NULL DEFAULT 0,
    missed        INTEGER NOT NULL DEFAULT 0,
    text_hash     INTEGER NOT NULL,
    text_rev      INTEGER NOT NULL DEFAULT 1,
    analysed_rev  INTEGER NOT NULL DEFAULT 0,
    published     INTEGER NOT NULL DEFAULT 0,
    UNIQUE (source, native)
);
CREATE INDEX items_by_created ON items (created);
CREATE INDEX items_by_community ON items (community_id, created);
CREATE INDEX posts_by_created ON items (created) WHERE kind = 'post';
CREATE INDEX comments_by_thread ON items (source, thread) WHERE kind = 'comment';
CREATE INDEX items_by_author ON items (author_hash, created) WHERE author_hash <> 0;
CREATE INDEX items_by_recheck ON items (source, recheck) WHERE recheck > 0 AND state = 'live';

-- texts has a row for every live item and none for any other.
CREATE TABLE texts (
    item_id   INTEGER PRIMARY KEY,
    author    TEXT NOT NULL,
    title     TEXT NOT NULL,
    url       TEXT NOT NULL,
    permalink TEXT NOT NULL,
    flair     TEXT NOT NULL,
    body      TEXT NOT NULL
);

-- search finds live analysed items. Its rowid is created << 29 | item id (lowest 29 bits), so that
-- walking it backward is newest first. Words come from our tokeniser, so splitting at blanks is all it does.
CREATE VIRTUAL TABLE search USING fts5(words, content = '', contentless_delete = 1, tokenize = 'ascii');

-- state: walking (position is the last item id made pending), walked (waits for pending ids up to
-- pending_mark), building (waits for dirty ids up to dirty_mark), ready,
-- retired (its cells and scores are deleted; position is the last item id that this has reached).
CREATE TABLE engines (
    id           INTEGER PRIMARY KEY,
    name         TEXT NOT NULL,
    version      TEXT NOT NULL,
    since        INTEGER NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('walking', 'walked', 'building', 'ready', 'retired')),
    position     INTEGER NOT NULL DEFAULT 0,
    pending_mark INTEGER NOT NULL DEFAULT 0,
    dirty_mark   INTEGER NOT NULL DEFAULT 0,
    UNIQUE (name, version)
);

-- A score counts while its text_rev is the item's. sign is the label: 1, 0 or -1.
CREATE TABLE scores (
    item_id    INTEGER NOT NULL,
    engine_id  INTEGER NOT NULL,
    text_rev   INTEGER NOT NULL,
    sign       INTEGER NOT NULL CHECK (sign IN (-1, 0, 1)),
    compound   INTEGER NOT NULL,
    confidence INTEGER NOT NULL,
    positive   INTEGER NOT NULL,
    neutral    INTEGER NOT NULL,
    negative   INTEGER NOT NULL,
    scored_at  INTEGER NOT NULL,
    PRIMARY KEY (item_id, engine_id)
) WITHOUT ROWID;

-- pending and dirty only grow at the end; whoever did the work deletes the rows it read, by id.
CREATE TABLE pending (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    item_id INTEGER NOT NULL,
    at      INTEGER NOT NULL
);

-- day is the first second of a UTC day.
CREATE TABLE dirty (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    community_id INTEGER NOT NULL,
    day          INTEGER NOT NULL
);

-- cells: grain is 3600 or 86400; community_id 0 is all of the source, kind '' both kinds.
-- engine_id 0 stands while no engine is known.
CREATE TABLE cells (
    engine_id    INTEGER NOT NULL,
    source       TEXT NOT NULL,
    community_id INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    grain        INTEGER NOT NULL,
    start        INTEGER NOT NULL,
    items        INTEGER NOT NULL,
    excluded     INTEGER NOT NULL,
    positive     INTEGER NOT NULL,
    negative     INTEGER NOT NULL,
    neutral      INTEGER NOT NULL,
    sum          INTEGER NOT NULL,
    sumsq        INTEGER NOT NULL,
    threads      BLOB NOT NULL,
    authors      BLOB NOT NULL,
    PRIMARY KEY (engine_id, source, community_id, kind, grain, start)
) WITHOUT ROWID;

CREATE TABLE cursors (
    source TEXT NOT NULL,
    key    TEXT NOT NULL,
    value  BLOB NOT NULL,
    PRIMARY KEY (source, key)
) WITHOUT ROWID;

-- community_key is '' for entries about a whole source; expected is NULL where the source states none.
CREATE TABLE ledger (
    id            INTEGER PRIMARY KEY,
    source        TEXT NOT NULL,
    community     TEXT NOT NULL,
    community_key TEXT NOT NULL,
    kind          TEXT NOT NULL,
    from_time     INTEGER NOT NULL,
    to_time       INTEGER NOT NULL,
    continuity    TEXT NOT NULL,
    expected      INTEGER,
    received      INTEGER NOT NULL,
    reason        TEXT NOT NULL,
    recorded      INTEGER NOT NULL
);
CREATE INDEX ledger_by_end ON ledger (to_time);
CREATE INDEX ledger_by_community ON ledger (source, community_key);

-- open is 1 while a cycle is requested or running, else NULL: the unique key is the cycle lease.
-- pending_mark and dirty_mark are set (not NULL) one after the other once it is collected.
CREATE TABLE cycles (
    id           TEXT PRIMARY KEY,
    cause        TEXT NOT NULL,
    requested    INTEGER NOT NULL,
    started      INTEGER NOT NULL DEFAULT 0,
    collected    INTEGER NOT NULL DEFAULT 0,
    finished     INTEGER NOT NULL DEFAULT 0,
    outcome      TEXT NOT NULL DEFAULT '',
    open         INTEGER UNIQUE CHECK (open = 1),
    pending_mark INTEGER,
    dirty_mark   INTEGER
);
CREATE INDEX cycles_by_request ON cycles (requested);

CREATE TABLE tasks (
    cycle_id    TEXT NOT NULL REFERENCES cycles (id),
    source      TEXT NOT NULL,
    key         TEXT NOT NULL,
    place       INTEGER NOT NULL,
    communities TEXT NOT NULL,
    payload     BLOB,
    state       TEXT NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    error       TEXT NOT NULL DEFAULT '',
    n_new       INTEGER NOT NULL DEFAULT 0,
    n_updated   INTEGER NOT NULL DEFAULT 0,
    n_unchanged INTEGER NOT NULL DEFAULT 0,
    n_removed   INTEGER NOT NULL DEFAULT 0,
    n_requests  INTEGER NOT NULL DEFAULT 0,
    n_errors    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (cycle_id, source, key)
) WITHOUT ROWID;

CREATE TABLE results (
    cycle_id      TEXT NOT NULL REFERENCES cycles (id),
    source        TEXT NOT NULL,
    community_key TEXT NOT NULL,
    community     TEXT NOT NULL,
    posts         INTEGER NOT NULL,
    comments      INTEGER NOT NULL,
    updated       INTEGER NOT NULL,
    error         TEXT NOT NULL,
    PRIMARY KEY (cycle_id, source, community_key)
) WITHOUT ROWID;

CREATE TABLE replicas (
    name TEXT PRIMARY KEY,
    seen INTEGER NOT NULL
) WITHOUT ROWID;

-- hash is the SHA-256 of the secret in hex.
CREATE TABLE keys (
    id      TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    role    TEXT NOT NULL,
    hash    TEXT NOT NULL UNIQUE,
    created INTEGER NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE audit (
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    actor   TEXT NOT NULL,
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail  TEXT NOT NULL
);
CREATE INDEX audit_by_time ON audit (at);
