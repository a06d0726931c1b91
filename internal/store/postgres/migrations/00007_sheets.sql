-- +goose Up
-- What is known of all tools in an hour or a UTC day of a community, or of a whole source (community 0), lies in one row, so that
-- answers about many tools read few. Families: opinions (cells by engine), attention (cells of engagement), posts (of a day, that mention
-- tools), relations (of a day, by engine). engine_id is 0 where it does not depend on one. In a sheet the numbers have a fixed length, the most
-- significant byte first; see internal/store/relational/sheet_*.go.
CREATE TABLE tool_sheets (
    family       TEXT NOT NULL CHECK (family IN ('opinions', 'attention', 'posts', 'relations')),
    engine_id    BIGINT NOT NULL,
    community_id BIGINT NOT NULL,
    grain        BIGINT NOT NULL,
    start        BIGINT NOT NULL,
    source       TEXT NOT NULL,
    sheet        BYTEA NOT NULL,
    PRIMARY KEY (family, engine_id, community_id, grain, start, source)
);
-- Sheets are read whole and hold what hardly shrinks: to pack them would only take time.
ALTER TABLE tool_sheets ALTER COLUMN sheet SET STORAGE EXTERNAL;

-- A row says that a tool is mentioned on a day of a community. authors holds, for each known one, how many items name it and how many mean it.
DROP INDEX tool_days;
CREATE TABLE tool_days (
    version_id   BIGINT NOT NULL,
    day          BIGINT NOT NULL,
    community_id BIGINT NOT NULL,
    authors      BYTEA NOT NULL,
    PRIMARY KEY (version_id, day, community_id)
);
CREATE INDEX days_by_community ON tool_days (community_id, day);

INSERT INTO tool_sheets SELECT 'opinions', x.engine_id, x.community_id, x.grain, x.start, c.source, string_agg(
        int8send(x.version_id) || CASE x.kind WHEN 'post' THEN '\x01'::bytea ELSE '\x02'::bytea END || set_byte('\x00'::bytea, 0, x.inferred::int)
        || int4send(x.positive::int) || int4send(x.negative::int) || int4send(x.neutral::int) || int8send(x.sum) || int8send(x.sumsq)
        || int2send(LENGTH(x.threads)::smallint) || x.threads || int2send(LENGTH(x.authors)::smallint) || x.authors, ''::bytea
        ORDER BY x.version_id, CASE x.kind WHEN 'post' THEN 1 ELSE 2 END, x.inferred)
    FROM tool_community_cells x JOIN communities c ON c.id = x.community_id GROUP BY x.engine_id, x.community_id, x.grain, x.start, c.source;
INSERT INTO tool_sheets SELECT 'opinions', x.engine_id, 0, x.grain, x.start, x.source, string_agg(
        int8send(x.version_id) || '\x00'::bytea || set_byte('\x00'::bytea, 0, x.inferred::int)
        || int4send(x.positive::int) || int4send(x.negative::int) || int4send(x.neutral::int) || int8send(x.sum) || int8send(x.sumsq)
        || int2send(LENGTH(x.threads)::smallint) || x.threads || int2send(LENGTH(x.authors)::smallint) || x.authors, ''::bytea
        ORDER BY x.version_id, x.inferred)
    FROM tool_cells x GROUP BY x.engine_id, x.grain, x.start, x.source;
INSERT INTO tool_sheets SELECT 'attention', 0, x.community_id, x.grain, x.start, x.source, string_agg(
        int8send(x.version_id) || set_byte('\x00'::bytea, 0, x.inferred::int) || int4send(x.mentions::int) || int8send(x.comments) || int8send(x.upvotes), ''::bytea
        ORDER BY x.version_id, x.inferred)
    FROM engagement_cells x GROUP BY x.community_id, x.grain, x.start, x.source;
INSERT INTO tool_sheets SELECT 'posts', 0, p.community_id, 86400, p.day, c.source, string_agg(
        int8send(p.version_id) || set_byte('\x00'::bytea, 0, p.inferred::int) || int8send(p.id) || int8send(p.created) || int8send(p.comments) || int8send(p.upvotes),
        ''::bytea ORDER BY p.version_id, p.id)
    FROM (SELECT v.id AS version_id, MIN(m.inferred) AS inferred, i.id, i.created, i.comments, i.upvotes, i.community_id, i.created - i.created % 86400 AS day
        FROM items i JOIN mentions m ON m.item_id = i.id AND m.text_rev = i.text_rev
        JOIN (SELECT v.id, part.value::bigint AS pattern FROM tool_versions v, jsonb_array_elements_text(v.parts::jsonb) part WHERE v.state <> 'retired') v
            ON v.pattern = m.version_id
        WHERE i.kind = 'post' AND i.state = 'live' AND i.published = 1
        GROUP BY v.id, i.id, i.created, i.comments, i.upvotes, i.community_id) p
    JOIN communities c ON c.id = p.community_id GROUP BY p.community_id, p.day, c.source;
INSERT INTO tool_sheets SELECT 'relations', r.engine_id, r.community_id, 86400, r.day, c.source, string_agg(
        CASE r.kind WHEN 'prefers' THEN '\x01'::bytea ELSE '\x02'::bytea END || CASE r.item_kind WHEN 'post' THEN '\x01'::bytea ELSE '\x02'::bytea END
        || int8send(r.from_tool) || int8send(r.to_tool) || int8send(r.item_id) || int8send(r.created) || int8send(r.author_hash)
        || int2send(octet_length(r.native)::smallint) || convert_to(r.native, 'UTF8'), ''::bytea
        ORDER BY r.item_id, CASE r.kind WHEN 'prefers' THEN 1 ELSE 2 END, r.from_tool, r.to_tool)
    FROM (SELECT e.id AS engine_id, r.community_id, r.created - r.created % 86400 AS day, r.kind, i.kind AS item_kind, r.from_tool, r.to_tool, r.item_id,
            r.created, i.author_hash, i.native
        FROM relations r JOIN items i ON i.id = r.item_id CROSS JOIN engines e
        WHERE i.published = 1 AND e.state <> 'retired' AND (i.state = 'live' AND r.text_rev = i.text_rev AND r.engine_id = e.id
            OR i.state <> 'live' AND r.engine_id = (SELECT s.engine_id FROM scores s WHERE s.item_id = i.id
                ORDER BY CASE WHEN s.engine_id = e.id THEN 0 ELSE 1 END, s.scored_at DESC, s.engine_id DESC LIMIT 1))) r
    JOIN communities c ON c.id = r.community_id GROUP BY r.engine_id, r.community_id, r.day, c.source;

INSERT INTO tool_days SELECT version_id, day, community_id,
        string_agg(int8send(author_hash) || int4send(named::int) || int4send(inferred::int), ''::bytea ORDER BY author_hash)
    FROM tool_authors GROUP BY version_id, day, community_id;
INSERT INTO tool_days SELECT DISTINCT x.version_id, x.start, x.community_id, ''::bytea FROM engagement_cells x WHERE x.grain = 86400 AND x.community_id <> 0
    ON CONFLICT DO NOTHING;

DROP TABLE tool_community_cells;
DROP TABLE tool_cells;
DROP TABLE engagement_cells;
DROP TABLE tool_authors;
