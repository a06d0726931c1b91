package relational

// commonRules hold on both databases. Item names in reports are source/native, as everywhere.
var commonRules = []rule{
	{"a score belongs to no item", `SELECT 'item number ' || s.item_id FROM scores s
		WHERE NOT EXISTS (SELECT 1 FROM items i WHERE i.id = s.item_id)`},
	{"a score belongs to no engine", `SELECT 'item number ' || s.item_id || ', engine number ' || s.engine_id FROM scores s
		WHERE NOT EXISTS (SELECT 1 FROM engines e WHERE e.id = s.engine_id)`},
	{"a score is of a text that is yet to come", `SELECT i.source || '/' || i.native FROM scores s JOIN items i ON i.id = s.item_id
		WHERE s.text_rev > i.text_rev`},
	{"a score is out of range", `SELECT 'item number ' || item_id FROM scores WHERE compound NOT BETWEEN -10000 AND 10000
		OR confidence NOT BETWEEN 0 AND 10000`},
	{"an item without text waits for analysis", `SELECT 'item number ' || p.item_id FROM pending p
		WHERE NOT EXISTS (SELECT 1 FROM items i WHERE i.id = p.item_id AND i.state = 'live')`},
	{"a text is kept of an item that has none or is unknown", `SELECT 'item number ' || t.item_id FROM texts t
		WHERE NOT EXISTS (SELECT 1 FROM items i WHERE i.id = t.item_id AND i.state = 'live')`},
	{"a live item has lost its text", `SELECT i.source || '/' || i.native FROM items i
		WHERE i.state = 'live' AND NOT EXISTS (SELECT 1 FROM texts t WHERE t.item_id = i.id)`},
	{"an item without text keeps the hash of one or a time to look again", `SELECT source || '/' || native FROM items
		WHERE state <> 'live' AND (text_hash <> 0 OR recheck <> 0)`},
	// pending and dirty have no index by what they name, and after an import are long: they are joined as
	// lists without repetition, which both databases look up in a table made for the query.
	{"a text was not analysed and does not wait for it", `SELECT i.source || '/' || i.native FROM items i
		LEFT JOIN (SELECT DISTINCT item_id FROM pending) p ON p.item_id = i.id
		WHERE i.state = 'live' AND i.analysed_rev <> i.text_rev AND p.item_id IS NULL`},
	{"a countable item has no score and does not wait for one", `SELECT i.source || '/' || i.native FROM items i
		LEFT JOIN (SELECT DISTINCT item_id FROM pending) p ON p.item_id = i.id
		WHERE i.state = 'live' AND i.exclusion = '' AND i.analysed_rev = i.text_rev AND p.item_id IS NULL
		AND NOT EXISTS (SELECT 1 FROM scores s WHERE s.item_id = i.id AND s.text_rev = i.text_rev)`},
	{"an item is of no community, or of one of another source", `SELECT i.source || '/' || i.native FROM items i
		WHERE NOT EXISTS (SELECT 1 FROM communities c WHERE c.id = i.community_id AND c.source = i.source)`},
	{"an item is not public and its day is not marked", `SELECT i.source || '/' || i.native FROM items i
		LEFT JOIN (SELECT DISTINCT community_id, day FROM dirty) d
			ON d.community_id = i.community_id AND d.day = i.created - i.created % 86400
		WHERE i.published = 0 AND d.day IS NULL`},
	{"a mark is of no community", `SELECT 'community number ' || d.community_id FROM dirty d
		WHERE NOT EXISTS (SELECT 1 FROM communities c WHERE c.id = d.community_id)`},
	{"the publication names an engine that is unknown", `SELECT 'engine number ' || p.engine_id FROM publication p
		WHERE p.engine_id <> 0 AND NOT EXISTS (SELECT 1 FROM engines e WHERE e.id = p.engine_id)
		OR p.engine_id = 0 AND EXISTS (SELECT 1 FROM engines)`},
	{"the publication's span is not that of the public items", `SELECT p.oldest || ' to ' || p.newest FROM publication p
		WHERE p.newest <> COALESCE((SELECT MAX(created) FROM items WHERE published = 1), 0)
		OR p.oldest <> COALESCE((SELECT MIN(created) FROM items WHERE published = 1), 0)`},
	{"there is not exactly one publication", `SELECT n || ' rows' FROM (SELECT COUNT(*) AS n FROM publication) c WHERE n <> 1`},
	{"more than one cycle is open", `SELECT n || ' cycles' FROM (SELECT COUNT(*) AS n FROM cycles WHERE open IS NOT NULL) c WHERE n > 1`},
	{"a cycle is both open and over", `SELECT id FROM cycles WHERE open IS NOT NULL AND (collected > 0 OR finished > 0)`},
	{"a task belongs to no cycle", `SELECT t.cycle_id || ' ' || t.source || ' ' || t.key FROM tasks t
		WHERE NOT EXISTS (SELECT 1 FROM cycles c WHERE c.id = t.cycle_id)`},
	{"a result belongs to no cycle", `SELECT r.cycle_id || ' ' || r.source || ' ' || r.community FROM results r
		WHERE NOT EXISTS (SELECT 1 FROM cycles c WHERE c.id = r.cycle_id)`},
	{"a line of the coverage ledger ends before it begins", `SELECT source || ' ' || community || ', line ' || id FROM ledger WHERE to_time < from_time`},
	{"the instance secret is damaged", `SELECT 'it has ' || LENGTH(value) || ' digits instead of 64' FROM meta WHERE key = 'secret' AND LENGTH(value) <> 64`},
	{"a cell belongs to no engine", `SELECT DISTINCT 'engine number ' || c.engine_id FROM cells c
		WHERE c.engine_id <> 0 AND NOT EXISTS (SELECT 1 FROM engines e WHERE e.id = c.engine_id)
		OR c.engine_id = 0 AND EXISTS (SELECT 1 FROM engines)`},
	{"a cell belongs to no community", `SELECT DISTINCT c.source || ', community number ' || c.community_id FROM cells c
		WHERE NOT EXISTS (SELECT 1 FROM communities m WHERE m.source = c.source AND (c.community_id IN (0, m.id)))`},
	{"a cell has a shape that does not exist", `SELECT c.source || ' ' || c.kind || ', ' || c.grain || ' s from ' || c.start FROM cells c
		WHERE c.kind NOT IN ('', 'post', 'comment') OR c.grain NOT IN (3600, 86400) OR c.start % NULLIF(c.grain, 0) <> 0 OR c.items < 1`},
	{"a cell counts a day that has no items", `SELECT m.source || ' ' || m.name || ', day ' || c.start FROM cells c
		JOIN communities m ON m.id = c.community_id WHERE c.grain = 86400 AND c.kind = ''
		AND NOT EXISTS (SELECT 1 FROM items i WHERE i.community_id = c.community_id AND i.created >= c.start AND i.created < c.start + 86400)`},
}

// The search index: live analysed items and no others are found.
var sqliteRules = []rule{
	{"a live item cannot be found by its words", `SELECT i.source || '/' || i.native FROM items i
		WHERE i.state = 'live' AND i.analysed_rev > 0
		AND NOT EXISTS (SELECT 1 FROM search_docsize d WHERE d.id = (i.created << 29 | i.id))`},
	{"the search index holds words of an item that is gone or was not analysed", `SELECT 'item number ' || (d.id & 536870911) FROM search_docsize d
		WHERE NOT EXISTS (SELECT 1 FROM items i WHERE i.id = (d.id & 536870911) AND i.created = d.id >> 29
			AND i.state = 'live' AND i.analysed_rev > 0)`},
	// A connection remembers the layout of the search index from its last search, and the integrity check
	// believes that memory. An empty search refreshes it; it must come right before.
	{"an empty search finds something", `SELECT 'row ' || rowid FROM search WHERE search MATCH '""'`},
	{"the file is damaged", `SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'`},
	{"a reference leads nowhere", `SELECT "table" || ' row ' || COALESCE(rowid, 0) || ' to ' || parent FROM pragma_foreign_key_check`},
}

var postgresRules = []rule{
	{"a live item cannot be found by its words", `SELECT i.source || '/' || i.native FROM items i JOIN texts t ON t.item_id = i.id
		WHERE i.analysed_rev > 0 AND t.words IS NULL`},
	{"the search index holds words of an item that was not analysed", `SELECT i.source || '/' || i.native FROM items i JOIN texts t ON t.item_id = i.id
		WHERE i.analysed_rev = 0 AND t.words IS NOT NULL`},
}
