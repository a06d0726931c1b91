-- +goose Up
-- What the items of a community's day say of a tool, each once, packed: item, created, text_rev, compound, sign + 1, inferred, live, kind; see
-- internal/store/relational/opinion_lists.go. So a sample of them, and those with the strongest opinion, are found without reading the items.
CREATE TABLE tool_opinions (
    engine_id    BIGINT NOT NULL,
    version_id   BIGINT NOT NULL,
    day          BIGINT NOT NULL,
    community_id BIGINT NOT NULL,
    opinions     BYTEA NOT NULL,
    PRIMARY KEY (engine_id, version_id, day, community_id)
);
ALTER TABLE tool_opinions ALTER COLUMN opinions SET STORAGE EXTERNAL;
CREATE INDEX opinions_by_day ON tool_opinions (community_id, day);

INSERT INTO tool_opinions SELECT o.engine_id, o.version_id, o.day, o.community_id, string_agg(int8send(o.item_id) || int8send(o.created)
        || int4send(o.text_rev::int) || int4send(o.compound::int) || set_byte('\x00'::bytea, 0, o.sign::int + 1) || set_byte('\x00'::bytea, 0, o.inferred::int)
        || CASE o.state WHEN 'live' THEN '\x01'::bytea ELSE '\x00'::bytea END || CASE o.kind WHEN 'post' THEN '\x01'::bytea ELSE '\x02'::bytea END,
        ''::bytea ORDER BY o.item_id)
    FROM (SELECT e.id AS engine_id, v.id AS version_id, i.created - i.created % 86400 AS day, i.community_id, i.id AS item_id, i.created, i.text_rev, i.kind,
            i.state, MIN(m.inferred) AS inferred,
            CASE WHEN COUNT(*) = 1 THEN MIN(m.compound) WHEN SUM(m.compound) < 0 THEN -((-2 * SUM(m.compound)::bigint + COUNT(*)) / (2 * COUNT(*)))
                ELSE (2 * SUM(m.compound)::bigint + COUNT(*)) / (2 * COUNT(*)) END AS compound,
            CASE WHEN COUNT(*) = 1 THEN MIN(m.sign) WHEN 2 * ABS(SUM(m.compound)) + COUNT(*) < 1000 * COUNT(*) THEN 0 WHEN SUM(m.compound) < 0 THEN -1 ELSE 1 END AS sign
        FROM items i JOIN mentions m ON m.item_id = i.id CROSS JOIN engines e
            JOIN (SELECT v.id, part.value::bigint AS pattern FROM tool_versions v, jsonb_array_elements_text(v.parts::jsonb) part WHERE v.state <> 'retired') v
                ON v.pattern = m.version_id
        WHERE i.exclusion = '' AND i.published = 1 AND e.state <> 'retired'
            AND (i.state = 'live' AND m.text_rev = i.text_rev AND m.engine_id = e.id
                OR i.state <> 'live' AND m.engine_id = (SELECT s.engine_id FROM scores s WHERE s.item_id = i.id
                    ORDER BY CASE WHEN s.engine_id = e.id THEN 0 ELSE 1 END, s.scored_at DESC, s.engine_id DESC LIMIT 1))
        GROUP BY e.id, v.id, i.id, i.created, i.community_id, i.text_rev, i.kind, i.state) o
    GROUP BY o.engine_id, o.version_id, o.day, o.community_id;
