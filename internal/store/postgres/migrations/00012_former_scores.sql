-- +goose Up
-- How many items of a community's UTC day count, in the numbers of an engine, by the score of a former one: they lost their text before it could score them.
CREATE TABLE former_scores (
    engine_id    BIGINT NOT NULL,
    day          BIGINT NOT NULL,
    community_id BIGINT NOT NULL,
    kind         TEXT NOT NULL,
    former_id    BIGINT NOT NULL,
    items        BIGINT NOT NULL,
    PRIMARY KEY (engine_id, day, community_id, kind, former_id)
);

INSERT INTO former_scores (engine_id, day, community_id, kind, former_id, items)
SELECT e.id, i.created - i.created % 86400, i.community_id, i.kind, s.engine_id, COUNT(*)
FROM items i CROSS JOIN engines e JOIN scores s ON s.item_id = i.id
WHERE (SELECT COUNT(*) FROM engines) > 1 AND e.state <> 'retired' AND i.state <> 'live' AND i.exclusion = ''
AND NOT EXISTS (SELECT 1 FROM scores own WHERE own.item_id = i.id AND own.engine_id = e.id)
AND s.engine_id = (SELECT l.engine_id FROM scores l WHERE l.item_id = i.id ORDER BY l.scored_at DESC, l.engine_id DESC LIMIT 1)
GROUP BY e.id, i.created - i.created % 86400, i.community_id, i.kind, s.engine_id;
