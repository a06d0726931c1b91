-- +goose Up
-- What the items of a community's day say of a tool, each once, packed: item, created, text_rev, compound, sign + 1, inferred, live, kind; see
-- internal/store/relational/opinion_lists.go. So a sample of them, and those with the strongest opinion, are found without reading the items.
CREATE TABLE tool_opinions (
    engine_id    INTEGER NOT NULL,
    version_id   INTEGER NOT NULL,
    day          INTEGER NOT NULL,
    community_id INTEGER NOT NULL,
    opinions     BLOB NOT NULL,
    PRIMARY KEY (engine_id, version_id, day, community_id)
);
CREATE INDEX opinions_by_day ON tool_opinions (community_id, day);

CREATE TABLE counting (pattern INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (pattern, id)) WITHOUT ROWID;
INSERT INTO counting SELECT part.value, v.id FROM tool_versions v, json_each(v.parts) part WHERE v.state <> 'retired';
INSERT INTO tool_opinions SELECT o.engine_id, o.version_id, o.day, o.community_id, unhex(group_concat(printf('%016X%016X%08X%08X%02X%02X%02X', o.item_id, o.created,
        o.text_rev, o.compound & 4294967295, o.sign + 1, o.inferred, o.live) || CASE o.kind WHEN 'post' THEN '01' ELSE '02' END, '' ORDER BY o.item_id))
    FROM (SELECT e.id AS engine_id, v.id AS version_id, i.created - i.created % 86400 AS day, i.community_id, i.id AS item_id, i.created, i.text_rev, i.kind,
            CASE i.state WHEN 'live' THEN 1 ELSE 0 END AS live, MIN(m.inferred) AS inferred,
            CASE WHEN COUNT(*) = 1 THEN MIN(m.compound) WHEN SUM(m.compound) < 0 THEN -((-2 * SUM(m.compound) + COUNT(*)) / (2 * COUNT(*)))
                ELSE (2 * SUM(m.compound) + COUNT(*)) / (2 * COUNT(*)) END AS compound,
            CASE WHEN COUNT(*) = 1 THEN MIN(m.sign) WHEN 2 * ABS(SUM(m.compound)) + COUNT(*) < 1000 * COUNT(*) THEN 0 WHEN SUM(m.compound) < 0 THEN -1 ELSE 1 END AS sign
        FROM items i CROSS JOIN mentions m CROSS JOIN engines e
            CROSS JOIN counting v
        WHERE m.item_id = i.id AND v.pattern = m.version_id AND i.exclusion = '' AND i.published = 1 AND e.state <> 'retired'
            AND (i.state = 'live' AND m.text_rev = i.text_rev AND m.engine_id = e.id
                OR i.state <> 'live' AND m.engine_id = (SELECT s.engine_id FROM scores s WHERE s.item_id = i.id
                    ORDER BY CASE WHEN s.engine_id = e.id THEN 0 ELSE 1 END, s.scored_at DESC, s.engine_id DESC LIMIT 1))
        GROUP BY e.id, v.id, i.id) o
    GROUP BY o.engine_id, o.version_id, o.day, o.community_id;
DROP TABLE counting;
