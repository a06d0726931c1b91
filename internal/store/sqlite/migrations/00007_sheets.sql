-- +goose Up
-- What is known of all tools in an hour or a UTC day of a community, or of a whole source (community 0), lies in one row, so that
-- answers about many tools read few. Families: opinions (cells by engine), attention (cells of engagement), posts (of a day, that mention
-- tools), relations (of a day, by engine). engine_id is 0 where it does not depend on one. In a sheet the numbers have a fixed length, the most
-- significant byte first; see internal/store/relational/sheet_*.go.
CREATE TABLE tool_sheets (
    family       TEXT NOT NULL CHECK (family IN ('opinions', 'attention', 'posts', 'relations')),
    engine_id    INTEGER NOT NULL,
    community_id INTEGER NOT NULL,
    grain        INTEGER NOT NULL,
    start        INTEGER NOT NULL,
    source       TEXT NOT NULL,
    sheet        BLOB NOT NULL,
    PRIMARY KEY (family, engine_id, community_id, grain, start, source)
);

-- A row says that a tool is mentioned on a day of a community. authors holds, for each known one, how many items name it and how many mean it.
DROP INDEX tool_days;
CREATE TABLE tool_days (
    version_id   INTEGER NOT NULL,
    day          INTEGER NOT NULL,
    community_id INTEGER NOT NULL,
    authors      BLOB NOT NULL,
    PRIMARY KEY (version_id, day, community_id)
) WITHOUT ROWID;
CREATE INDEX days_by_community ON tool_days (community_id, day);

INSERT INTO tool_sheets SELECT 'opinions', x.engine_id, x.community_id, x.grain, x.start, c.source, unhex(group_concat(
        printf('%016X', x.version_id) || CASE x.kind WHEN 'post' THEN '01' ELSE '02' END || printf('%02X', x.inferred)
        || printf('%08X%08X%08X', x.positive, x.negative, x.neutral) || printf('%016X%016X', x.sum, x.sumsq)
        || printf('%04X', LENGTH(x.threads)) || hex(x.threads) || printf('%04X', LENGTH(x.authors)) || hex(x.authors), ''
        ORDER BY x.version_id, CASE x.kind WHEN 'post' THEN 1 ELSE 2 END, x.inferred))
    FROM tool_community_cells x JOIN communities c ON c.id = x.community_id GROUP BY x.engine_id, x.community_id, x.grain, x.start, c.source;
INSERT INTO tool_sheets SELECT 'opinions', x.engine_id, 0, x.grain, x.start, x.source, unhex(group_concat(
        printf('%016X', x.version_id) || '00' || printf('%02X', x.inferred)
        || printf('%08X%08X%08X', x.positive, x.negative, x.neutral) || printf('%016X%016X', x.sum, x.sumsq)
        || printf('%04X', LENGTH(x.threads)) || hex(x.threads) || printf('%04X', LENGTH(x.authors)) || hex(x.authors), ''
        ORDER BY x.version_id, x.inferred))
    FROM tool_cells x GROUP BY x.engine_id, x.grain, x.start, x.source;
INSERT INTO tool_sheets SELECT 'attention', 0, x.community_id, x.grain, x.start, x.source, unhex(group_concat(
        printf('%016X', x.version_id) || printf('%02X', x.inferred) || printf('%08X', x.mentions) || printf('%016X%016X', x.comments, x.upvotes), ''
        ORDER BY x.version_id, x.inferred))
    FROM engagement_cells x GROUP BY x.community_id, x.grain, x.start, x.source;
INSERT INTO tool_sheets SELECT 'posts', 0, p.community_id, 86400, p.day, c.source, unhex(group_concat(
        printf('%016X', p.version_id) || printf('%02X', p.inferred) || printf('%016X%016X%016X%016X', p.id, p.created, p.comments, p.upvotes), ''
        ORDER BY p.version_id, p.id))
    FROM (SELECT v.id AS version_id, MIN(m.inferred) AS inferred, i.id, i.created, i.comments, i.upvotes, i.community_id, i.created - i.created % 86400 AS day
        FROM items i CROSS JOIN mentions m CROSS JOIN (SELECT v.id, part.value AS pattern FROM tool_versions v, json_each(v.parts) part WHERE v.state <> 'retired') v
        WHERE i.kind = 'post' AND i.state = 'live' AND i.published = 1 AND m.item_id = i.id AND m.text_rev = i.text_rev AND v.pattern = m.version_id
        GROUP BY v.id, i.id) p
    JOIN communities c ON c.id = p.community_id GROUP BY p.community_id, p.day, c.source;
INSERT INTO tool_sheets SELECT 'relations', r.engine_id, r.community_id, 86400, r.day, c.source, unhex(group_concat(
        CASE r.kind WHEN 'prefers' THEN '01' ELSE '02' END || CASE r.item_kind WHEN 'post' THEN '01' ELSE '02' END
        || printf('%016X%016X%016X%016X%016X', r.from_tool, r.to_tool, r.item_id, r.created, r.author_hash)
        || printf('%04X', LENGTH(CAST(r.native AS BLOB))) || hex(CAST(r.native AS BLOB)), ''
        ORDER BY r.item_id, CASE r.kind WHEN 'prefers' THEN 1 ELSE 2 END, r.from_tool, r.to_tool))
    FROM (SELECT e.id AS engine_id, r.community_id, r.created - r.created % 86400 AS day, r.kind, i.kind AS item_kind, r.from_tool, r.to_tool, r.item_id,
            r.created, i.author_hash, i.native
        FROM relations r CROSS JOIN items i CROSS JOIN engines e
        WHERE i.id = r.item_id AND i.published = 1 AND e.state <> 'retired' AND (i.state = 'live' AND r.text_rev = i.text_rev AND r.engine_id = e.id
            OR i.state <> 'live' AND r.engine_id = (SELECT s.engine_id FROM scores s WHERE s.item_id = i.id
                ORDER BY CASE WHEN s.engine_id = e.id THEN 0 ELSE 1 END, s.scored_at DESC, s.engine_id DESC LIMIT 1))) r
    JOIN communities c ON c.id = r.community_id GROUP BY r.engine_id, r.community_id, r.day, c.source;

INSERT INTO tool_days SELECT version_id, day, community_id, unhex(group_concat(printf('%016X%08X%08X', author_hash, named, inferred), '' ORDER BY author_hash))
    FROM tool_authors GROUP BY version_id, day, community_id;
INSERT INTO tool_days SELECT DISTINCT x.version_id, x.start, x.community_id, X'' FROM engagement_cells x WHERE x.grain = 86400 AND x.community_id <> 0
    ON CONFLICT DO NOTHING;

DROP TABLE tool_community_cells;
DROP TABLE tool_cells;
DROP TABLE engagement_cells;
DROP TABLE tool_authors;
